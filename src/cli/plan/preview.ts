import { z } from "zod";
import { Hidden } from "../../engine/secrets";
import { isObject, isUnknown, type Properties } from "../../engine/values";
import { printable } from "../../net/errors";
import { SCRUBBED, Secrets } from "../../net/secrets";
import { WrongCall } from "../wrong-call";

/** What `pulumi preview --json` prints. Source: PreviewDigest in pkg/display/json.go of pulumi/pulumi. */
const properties = z.record(z.string(), z.unknown());
const state = z.object({
  inputs: properties.optional(),
  outputs: properties.optional(),
  /** URN and id of the provider. */
  provider: z.string().optional(),
  retainOnDelete: z.boolean().optional(),
});
const step = z.object({
  op: z.string(),
  urn: z.string(),
  provider: z.string().optional(),
  oldState: state.nullish(),
  newState: state.nullish(),
  diffReasons: z.array(z.string()).nullish(),
  replaceReasons: z.array(z.string()).nullish(),
});
const diagnostic = z.object({
  urn: z.string().optional(),
  message: z.string().optional(),
  severity: z.string().optional(),
});
const digest = z
  .object({
    config: properties.nullish(),
    steps: z.array(step).nullish(),
    diagnostics: z.array(diagnostic).nullish(),
    changeSummary: z.record(z.string(), z.number()).nullish(),
  })
  .refine(({ steps, diagnostics, changeSummary }) => steps ?? diagnostics ?? changeSummary);

export type Step = z.output<typeof step>;
export type State = z.output<typeof state>;

/** A message of the preview. */
export interface Message {
  /** Name of the resource that it is about; absent: it is about the whole preview. */
  readonly resource?: string;
  readonly text: string;
}

/** A preview as it was printed. Whoever made it may have put anything into it: its texts are shown only through `shown`. */
export interface Preview {
  readonly project: string;
  readonly stack: string;
  readonly steps: readonly Step[];
  /** From all resources. */
  readonly errors: readonly Message[];
  /** From resources of this package; so are `notes`. */
  readonly warnings: readonly Message[];
  readonly notes: readonly Message[];
  /** The stack's configuration; undefined for secrets. */
  config(key: string): string | undefined;
  /** The text without secrets and control characters, at most `limit` characters long, default 500. */
  shown(text: string, limit?: number): string;
}

/** The end of the type of every resource of this package, whatever its parents. */
const OURS = /dynamic\/training:\w+$/;

/** @throws WrongCall if the text is not a preview */
export function readPreview(text: string): Preview {
  const { data } = digest.safeParse(parseJson(text));
  if (!data) throw new WrongCall(noPreview(text));
  const steps = data.steps ?? [];
  const secrets = secretsOf(steps);
  const shown = (raw: string, limit?: number) => printable(secrets.scrub(wellFormed(raw)), limit);
  const diagnostics = (data.diagnostics ?? []).map(({ urn = "", message = "", severity = "" }) => ({
    isOurs: OURS.test(typeOf(urn)),
    severity,
    message: {
      ...(urn && !urn.includes("::pulumi:pulumi:Stack::") && { resource: shown(nameOf(urn), LONGEST_NAME) }),
      text: shown(withoutMoment(message.replace(PREFIX, "")), LONGEST_MESSAGE),
    },
  }));
  const said = (severity: string, onlyOurs: boolean) =>
    inOrder(
      diagnostics
        .filter((each) => each.severity === severity && (each.isOurs || !onlyOurs))
        .map((each) => each.message),
    );
  const { stack = "", project = "" } =
    /^urn:pulumi:(?<stack>.*?)::(?<project>.*?)::/s.exec(firstUrn(data))?.groups ?? {};
  const config = new Map(Object.entries(data.config ?? {}));
  return {
    stack: shown(stack, LONGEST_NAME),
    project: shown(project, LONGEST_NAME),
    steps,
    errors: said("error", false),
    warnings: said("warning", true),
    notes: said("info", true),
    config(key) {
      const value = config.get(key);
      return typeof value === "string" && value !== SCRUBBED ? value : undefined;
    },
    shown,
  };
}

/** What the engine puts before a message; the resource it is about is known from the URN. */
const PREFIX = /^(error|warning|info): (pulumi-nodejs:\S+ resource '[^']*' has a problem: )?/;
const LONGEST_NAME = 120;
const LONGEST_MESSAGE = 2_000;

/** The name that a resource has in the program. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::") || urn;
}

/** The type of the resource, without the types of its parents. */
export function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").pop() ?? "";
}

function firstUrn({ steps, diagnostics }: z.output<typeof digest>): string {
  return [...(steps ?? []), ...(diagnostics ?? [])].find(({ urn }) => urn)?.urn ?? "";
}

/**
 * What depends on the time of the preview: how long something has been running, and what is free now. Without it, the same plan gives
 * the same text.
 */
const OF_THE_MOMENT = [
  / for (\d+(\.\d+)?[dhms])+(, about [^()·]{1,40} so far)?/g,
  / · [^·]{1,200} (is|are) free in [^·]{1,200} now/g,
];

function withoutMoment(text: string): string {
  return OF_THE_MOMENT.reduce((rest, moment) => rest.replace(moment, ""), text.slice(0, 2 * LONGEST_MESSAGE));
}

/** Resources are previewed in parallel, so their order is random. The messages of one resource keep their order. */
function inOrder(messages: readonly Message[]): readonly Message[] {
  const unique = new Map(messages.map((each) => [JSON.stringify([each.resource, each.text]), each]));
  return [...unique.values()].sort((left, right) => compareTexts(left.resource ?? "", right.resource ?? ""));
}

/** By code units, so that the order is the same on every machine. */
export function compareTexts(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** Names of variables that are more often secret than not. */
const TELLING = /key|token|secret|passw|credential|auth/i;

/**
 * What no text may show although the preview does: what is sensitive by nature in rows of older versions, and variables that a
 * program forgot to make secret.
 */
function secretsOf(steps: readonly Step[]): Secrets {
  const secrets = new Secrets();
  const states = steps.flatMap(({ oldState, newState }) => [oldState?.inputs, oldState?.outputs, newState?.inputs]);
  for (const each of states) {
    if (!each) continue;
    const texts = [...new Hidden(each).shown, ...tellingIn(each["spec"]), ...tellingIn(each["extraSpec"])];
    secrets.add(...texts.filter((text) => text !== SCRUBBED && !isUnknown(text)));
  }
  return secrets;
}

function tellingIn(spec: unknown): string[] {
  if (!isObject(spec)) return [];
  const variables = Object.entries(spec).filter(([member]) => /^env/i.test(member));
  return variables.flatMap(([, record]) => (isObject(record) ? tellingMembers(record) : []));
}

function tellingMembers(record: Properties): string[] {
  return Object.entries(record)
    .filter(([name]) => TELLING.test(name))
    .flatMap(([, value]) => (isObject(value) ? Object.values(value) : [value]))
    .filter((value) => typeof value === "string");
}

/** Replaces lone surrogates, which no file can hold. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

function noPreview(text: string): string {
  if (text.trim() === "")
    return "nothing was read: pipe in what `pulumi preview --json` prints (a run that breaks off prints nothing)";
  const { version, deployment } = properties.safeParse(parseJson(text)).data ?? {};
  if (version !== undefined && deployment !== undefined) {
    return "this is an exported state: give what `pulumi preview --json` prints";
  }
  return "this is not what `pulumi preview --json` prints (PULUMI_ENABLE_STREAMING_JSON_PREVIEW must not be set)";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // reported as not a preview
  }
}
