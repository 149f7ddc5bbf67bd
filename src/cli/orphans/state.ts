import { z } from "zod";
import type { JobId, Marker } from "../../jobs/job";
import { WrongCall } from "../wrong-call";

/** A training job as a state records it: a row, or a pending operation. */
export interface StateJob {
  readonly urn: string;
  readonly organization: string;
  readonly platform: string;
  readonly region: string;
  readonly projectId?: string | undefined;
  /** The members of its spec that are text: for some vendors, the place is among them. */
  readonly spec: Readonly<Record<string, string>>;
  /** The settings of its provider, by key. Absent: the state no longer has that provider. */
  readonly config?: ((key: string) => string | undefined) | undefined;
  /** The jobs that the row holds. */
  readonly ids: readonly JobId[];
  readonly marker?: Marker | undefined;
  /** RFC 3339: when the state's file was written. What was made after that may be in the current state. */
  readonly asOf?: string | undefined;
}

const record = z.record(z.string(), z.unknown());
const resource = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: record.optional(),
  outputs: record.optional(),
  provider: z.string().optional(),
});
type Resource = z.output<typeof resource>;

const exported = z.object({
  version: z.number(),
  deployment: z.object({
    resources: z.array(resource).nullish(),
    pending_operations: z.array(z.object({ resource })).nullish(),
  }),
});

const PROVIDER = "pulumi:providers:pulumi-nodejs";
/** The end of the type of every `TrainingJob`, whatever its parents. */
const JOB = "dynamic/training:TrainingJob";

/**
 * The training jobs of what `pulumi stack export` printed.
 * @param source for the message: the file, or "standard input"
 * @throws WrongCall when it is not an exported stack
 */
export function readState(text: string, source: string, asOf?: string): readonly StateJob[] {
  const { data, error } = exported.safeParse(parseJson(text));
  if (error) throw new WrongCall(`${source} is not an exported state: give what \`pulumi stack export\` printed`);
  const { resources, pending_operations: operations } = data.deployment;
  const all = [...(resources ?? []), ...(operations ?? []).map((operation) => operation.resource)];
  const providers = new Map(
    all.filter(({ type }) => type === PROVIDER).map((provider) => [`${provider.urn}::${provider.id ?? ""}`, provider]),
  );
  return all
    .filter(({ type }) => type.endsWith(JOB))
    .map((job) => ({ ...readJob(job, providers.get(job.provider ?? "")), asOf }));
}

function readJob({ urn, id, inputs = {}, outputs = {} }: Resource, provider: Resource | undefined): StateJob {
  const told = (member: string) => textOf(inputs[member]) || textOf(outputs[member]);
  const duplicates = z.array(z.unknown()).safeParse(outputs.duplicateJobIds).data ?? [];
  // The row of an unanswered submission keeps its `pending:` id until the next refresh.
  const own = id?.startsWith("pending:") ? "" : id;
  const ids = [own, outputs.jobId, ...duplicates].map(textOf).filter((each) => each !== "");
  const spec = record.safeParse(inputs.spec ?? outputs.spec).data ?? {};
  return {
    urn,
    organization: textOf(inputs.__organization) || "organization",
    platform: told("platform"),
    region: told("region"),
    projectId: told("projectId") || undefined,
    spec: Object.fromEntries(
      Object.entries(spec).flatMap(([member, value]) => (textOf(value) ? [[member, textOf(value)] as const] : [])),
    ),
    config: provider && ((key) => settingOf(provider, key)),
    ids: [...new Set(ids)],
    marker: textOf(outputs.marker) || undefined,
  };
}

/** The form of a secret in an export: encrypted, or in plain text with `--show-secrets`. */
const secret = z.object({
  "4dabf18193072939515e22adb298388d": z.literal("1b47061264138c4ac30d75fd1eb44270"),
  plaintext: z.string().optional(),
});

/** @throws Error when a program made its settings secret, although none of them is */
function settingOf({ urn, inputs = {} }: Resource, key: string): string | undefined {
  const { data } = secret.safeParse(inputs[key]);
  if (!data) return textOf(inputs[key]) || undefined;
  if (data.plaintext === undefined) {
    const name = urn.split("::").pop() ?? "";
    throw new Error(
      `the settings ${key} of provider "${name}" are encrypted: export the stack with \`--show-secrets\``,
    );
  }
  return textOf(parseJson(data.plaintext)) || undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
