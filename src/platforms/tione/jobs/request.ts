import type { JobOrder } from "../../../jobs/job";
import { extraMembers } from "../../kit/extra";
import { fault } from "../transport";
import { MARKER_VARIABLE, RESOURCE_VARIABLE, textOfTuning, type TioneJobSpec } from "./schema";

/** Tags and variables that carry the marker and the resource's key, and the tag that names the stack. */
export const MARKER_TAG = "pulumi-marker";
export const RESOURCE_TAG = "pulumi-resource";
export const STACK_TAG = "pulumi-stack";

/** Members whose vendor spelling is not just ours with a capital letter. */
export const VENDOR_NAMES = {
  rdmaConfig: "RDMAConfig",
  sshConfig: "SSHConfig",
  cosSource: "COSSource",
  cfsSource: "CFSSource",
  cfsTurboSource: "CFSTurboSource",
  hdfsSource: "HDFSSource",
  cbsSource: "CBSSource",
} as const;

/** Members that carry what we recognise the job by: `extraSpec` may not touch them. */
const OWN_MEMBERS = {
  Name: "name",
  Tags: "spec.tags",
  Envs: "spec.env",
  TiProjectId: "spec.tiProjectId",
} as const;

/**
 * The body of CreateTrainingTask.
 * @param region for a COS path that names none
 * @throws PlatformError `invalid` when `extraSpec` holds a member that is ours
 */
export function createRequest(order: JobOrder<TioneJobSpec>, region: string): Record<string, unknown> {
  const { env, tags, tuningParameters, startCmd, psStartCmd, workerStartCmd, ...straight } = order.spec;
  const { codePackagePath, output, dataConfigs } = straight;
  return {
    Name: order.name,
    ...(vendorSpelling({
      ...straight,
      codePackagePath: codePackagePath && located(codePackagePath, region),
      output: output && located(output, region),
      dataConfigs: dataConfigs?.map(({ cosSource, ...entry }) => ({
        ...entry,
        cosSource: cosSource && located(cosSource, region),
      })),
    }) as Record<string, unknown>), // an object goes in, so one comes out
    ...commands({ StartCmd: startCmd, PsStartCmd: psStartCmd, WorkerStartCmd: workerStartCmd }),
    ...(tuningParameters !== undefined && { TuningParameters: textOfTuning(tuningParameters) }),
    Envs: [...environment(env ?? {}), ...ownVariables(order)],
    Tags: [...tagList(tags ?? {}), ...ownTagsOf(order)],
    ...extraMembers(order.extraSpec ?? {}, OWN_MEMBERS, (words) => fault("invalid", words, "CreateTrainingTask")),
  };
}

/** Our spelling to the vendor's, at every depth; members without a value are left out. */
export function vendorSpelling(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(vendorSpelling);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [vendorName(name), vendorSpelling(member)]),
  );
}

function vendorName(name: string): string {
  const irregular: Readonly<Record<string, string>> = VENDOR_NAMES;
  return irregular[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}

export function tagList(tags: Readonly<Record<string, string>>) {
  return inOrder(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

type Own = Pick<JobOrder<never>, "marker" | "resource">;

/** The tags that we recognise our own jobs by. */
export function ownTagsOf({ marker, resource }: Own) {
  return [
    { TagKey: MARKER_TAG, TagValue: marker },
    { TagKey: RESOURCE_TAG, TagValue: resource },
    { TagKey: STACK_TAG, TagValue: marker.slice(-8) }, // the letters that all jobs of a stack share
  ];
}

/** The same as variables, because binding the tags may fail on its own. */
function ownVariables({ marker, resource }: Own) {
  return [
    { Name: MARKER_VARIABLE, Value: marker },
    { Name: RESOURCE_VARIABLE, Value: resource },
  ];
}

/** A record's members sorted by name: the order in which a program writes them does not change the request. */
function inOrder<Value>(record: Readonly<Record<string, Value>>): [name: string, value: Value][] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
}

/** The place with a region, which the vendor requires and people leave out. */
export function located<Place extends { region?: string | undefined }>(place: Place, region: string): Place {
  return { ...place, region: place.region ?? region };
}

// The vendor offers an encoded form for "special characters" without naming any: only what is certainly plain goes as text.
const PLAIN = /^[\w ./=:,@+%-]*$/;

type Commands = Readonly<Record<"StartCmd" | "PsStartCmd" | "WorkerStartCmd", string | undefined>>;

function commands(info: Commands): Record<string, unknown> {
  const given = Object.entries<string | undefined>(info).flatMap(([member, command]) =>
    command === undefined ? [] : [[member, command] as const],
  );
  if (given.length === 0) return {};
  if (given.every(([, command]) => PLAIN.test(command))) return { StartCmdInfo: Object.fromEntries(given) };
  // Documented: the encoded text has all three members.
  const { StartCmd = "", PsStartCmd = "", WorkerStartCmd = "" } = info;
  const whole = JSON.stringify({ StartCmd, PsStartCmd, WorkerStartCmd });
  return { EncodedStartCmdInfo: { StartCmdInfo: Buffer.from(whole).toString("base64") } };
}

function environment(env: NonNullable<TioneJobSpec["env"]>) {
  return inOrder(env).map(([Name, entry]) => {
    if (typeof entry === "string") return { Name, Value: entry };
    return { Name, Value: entry.value, ...(entry.isPrivate !== undefined && { IsPrivate: entry.isPrivate }) };
  });
}
