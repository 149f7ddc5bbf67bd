import type * as dynamic from "@pulumi/pulumi/dynamic";
import type { ZodType } from "zod";
import type { Clock } from "../net/clock";
import type { Secrets } from "../net/secrets";
import { PartialFailure, ResourceFailure } from "./failures";
import { Guard } from "./guard";
import { Interrupted, type Interruption } from "./interruption";
import type { Narrator } from "./live";
import { findProblems } from "./problems";
import { compareInputs, type Changes, type FieldRules } from "./rules";
import { Hidden } from "./secrets";
import { findDoubts, withoutNulls } from "./shape";
import { isHidden, isObject, isSame, isUnknown, toWire, withoutHidden, type Properties } from "./values";

/** What a verb may use besides its arguments. */
export interface Context<Outputs> {
  /** The resource's URN; empty for a resource whose state does not hold it. */
  readonly urn: string;
  /** Pulumi's organization; the file backend calls every one `organization`. */
  readonly organization: string;
  /** `TrainingJob "sft"`: how messages name the resource. */
  readonly label: string;
  /** The resource's row as this run's diff saw it: what is created now replaces it, or stands beside it. */
  readonly previous?: Outputs;
  /** The program says `retainOnDelete`: what this resource leaves behind, it leaves on purpose. */
  readonly retains: boolean;
  /** Aborted when the run should end; a wait then throws the signal's reason. */
  readonly signal: AbortSignal;
  /** A setting of the stack or of the explicit provider, as text: `training:tione`. */
  config(key: string): string | undefined;
  /**
   * Records that the resource exists: as soon as its id is known, and again whenever more is known. Whatever the verb throws
   * afterwards becomes a partial failure, and the row is kept with this id and these outputs.
   */
  keep(id: string, outputs: Outputs): void;
  /** Shows what the resource is doing, in its live row. */
  report(status: string): void;
  /** Adds to the diagnostics of the run, where it stays. */
  note(severity: "info" | "warning", text: string): void;
}

/**
 * What the outputs alone call for when no input changed. `resolve`: an update whatever changed, because it is not known whether
 * anything exists that could be replaced.
 */
export type Attention =
  | { readonly update: true }
  | { readonly replace: string }
  | { readonly resolve: true }
  /** The run must not go on, for this reason. */
  | { readonly refuse: string }
  | undefined;

/** What `attention` knows of the difference, besides both sides. */
export interface Difference extends Pick<Context<never>, "urn" | "organization" | "config" | "note"> {
  /** Nothing will be changed: a person wants to know what would be. */
  readonly isPreview: boolean;
  /** As in `Context`. */
  readonly retains: boolean;
  /** An input changed whose change replaces the resource. */
  readonly replaces: boolean;
}

/** What `complete` may use. */
export interface Completion extends Pick<Context<never>, "config" | "urn" | "note"> {
  /** As in `Difference`. */
  readonly isPreview: boolean;
  /** The inputs of the resource's row; empty for a new one. A replacement is checked a second time, with empty `olds`. */
  readonly previous: Properties;
  /** The keys of all settings that are set for it, including those that it does not read. */
  readonly configured: readonly string[];
}

/** A resource as the state holds it. */
export interface Row<Outputs> {
  readonly id: string;
  readonly outputs: Outputs;
}

/** A resource in our words; `defineResource` turns it into what the engine expects. */
export interface ResourceDefinition<Inputs extends object, Outputs extends object> {
  /** The resource's type, `pulumi-nodejs:dynamic/training:TrainingJob`; messages use its last word. */
  readonly type: string;
  /** The settings that it reads, from stack configuration or an explicit provider: `training:tione`. */
  readonly configKeys: readonly string[];
  /** The prefix of all keys that are meant for it: `training:`. */
  readonly configPrefix: string;
  /** Strict, without defaults or transforms, so that the state holds what the user wrote. */
  readonly schema: ZodType<Inputs>;
  /** Adds inputs that come from the environment on the first `up` and are remembered from then on. No requests. */
  complete(news: Properties, olds: Properties, context: Completion): Properties | Promise<Properties>;
  rules(inputs: Inputs): FieldRules<Inputs>;
  /** The changes, without those that make no difference to the platform. Must not throw. */
  relevant?(changes: Changes, olds: Outputs, news: Inputs): Changes;
  /** Outputs that repeat inputs, or are made of them: where the input is secret, so is the output. */
  readonly repeats: readonly (keyof Outputs & string)[];
  /** Must not throw: `olds` may be of any age. No requests. */
  attention(olds: Outputs, news: Inputs, difference: Difference): Attention | Promise<Attention>;
  /** Whether the old one must be gone before its replacement can be made. Must not throw. */
  deletesFirst(olds: Outputs, news: Inputs): boolean;
  create(inputs: Inputs, context: Context<Outputs>): Promise<Row<Outputs>>;
  update(row: Row<Outputs>, news: Inputs, context: Context<Outputs>): Promise<Outputs>;
  /** Undefined: the resource is certainly gone, and its row may go too. */
  read(row: Row<Outputs>, context: Context<Outputs>): Promise<Row<Outputs> | undefined>;
  delete(row: Row<Outputs>, context: Context<Outputs>): Promise<void>;
  /** What a person can do about an error, shown on a line of its own. Must not throw, nor take more than seconds. */
  advise?(error: unknown, properties: Inputs | Outputs, context: Context<Outputs>): Promise<string | undefined>;
  /** How long a verb may take before the adapter ends it, in milliseconds: longer than any wait of its own. */
  deadlineMs(verb: "create" | "update" | "read" | "delete", properties: Properties): number;
}

export interface ProviderHost {
  readonly clock: Clock;
  readonly interruption: Interruption;
  narrator(): Narrator;
  /** What no text that leaves the process may show; each verb adds its resource's secrets before it runs. */
  readonly secrets: Secrets;
  /** The settings that `configure` was given. */
  readonly settings: Map<string, string>;
  /** Texts of secret outputs: another resource may repeat them, as the files of a model are those that its job wrote. */
  readonly secretOutputs: Set<string>;
}

/**
 * Makes a dynamic provider of a definition. The one place that knows Pulumi's traps: it adds `__provider` where the engine
 * forgets it, keeps ids, turns whatever is thrown into text, bounds every call, and lets neither `undefined` nor a secret out.
 */
export function defineResource<Inputs extends object, Outputs extends object>(
  definition: ResourceDefinition<Inputs, Outputs>,
  host: ProviderHost,
): Required<dynamic.ResourceProvider> {
  // The wire carries plain objects; `check` has validated them against the schema before any verb sees them.
  const asInputs = (properties: Properties) => withoutHidden(properties) as Inputs;
  const asOutputs = (properties: Properties) => withoutHidden(properties) as Outputs;

  // The state holds the URN without the parts that are the same in every row (`program/job.ts` shortens it).
  const urnOf = ({ __urn: short }: Properties) =>
    textOf(short) ? `urn:pulumi:${textOf(short).replace("*", definition.type)}` : "";

  // The engine shows the old row to `check` and `diff`, but not to the `create` of its replacement.
  const previousRows = new Map<string, { readonly inputs?: Properties; readonly outputs?: Outputs }>();
  const remember = (urn: string, seen: { readonly inputs?: Properties; readonly outputs?: Outputs }) => {
    if (urn) previousRows.set(urn, { ...previousRows.get(urn), ...seen });
  };

  // The program tells only `check`, and a process serves one run.
  let isPreview = false;

  const { secrets, secretOutputs } = host;
  const repeats: ReadonlySet<string> = new Set(definition.repeats);
  // Every input has a rule, whatever the others are.
  let names: ReadonlySet<string> | undefined;
  const guardOf = (...rows: readonly [Properties, ...Properties[]]): Guard => {
    names ??= new Set(Object.keys(definition.rules(asInputs(rows[0]))));
    return new Guard(rows, { secrets, secretOutputs, repeats, inputs: names });
  };

  const narratorFor = (urn: string, guard: Guard): Pick<Context<Outputs>, "report" | "note"> => ({
    report: (status) => urn && host.narrator().status(urn, guard.scrub(status)),
    note: (severity, text) => host.narrator().note(urn, severity, guard.scrub(text)),
  });

  /** @param rows the properties of the call, the newest first */
  const serve = <Result>(
    verb: "create" | "update" | "read" | "delete",
    rows: readonly [Properties, ...Properties[]],
    work: (context: Context<Outputs>, seal: (outputs: object) => Properties) => Promise<Result>,
  ): Promise<Result> =>
    host.interruption.during(async () => {
      const [properties] = rows;
      const urn = urnOf(properties);
      const resource = urn.split("::").pop() ?? "";
      const label = `${definition.type.split(":").pop()} "${resource || "?"}"`;
      const guard = guardOf(...rows);
      guard.share();
      guard.spare(urn, resource);
      let kept: Row<Outputs> | undefined;
      const previous = previousRows.get(urn)?.outputs;
      const context: Context<Outputs> = {
        urn,
        organization: organizationOf(properties),
        label,
        ...(previous && { previous }),
        retains: properties.__retain === true,
        signal: host.interruption.signal,
        config: (key) => host.settings.get(key),
        keep(id, outputs) {
          kept = { id: idText(id), outputs };
          guard.spare(idText(id));
          guard.spareMembers(outputs);
        },
        ...narratorFor(urn, guard),
      };
      const seal = (outputs: object) => {
        guard.spareMembers(outputs);
        return sealOutputs(outputs, properties, guard);
      };
      try {
        const longestMs = definition.deadlineMs(verb, properties);
        return await withDeadline(work(context, seal), longestMs, { clock: host.clock, label });
      } catch (error) {
        const advice = await definition.advise?.(error, asOutputs(properties), context);
        const text = guard.scrub([`${GERUND[verb]} ${label}: ${explain(error)}`, advice].filter(Boolean).join("\n"));
        if (kept && (verb === "create" || verb === "update")) {
          throw new PartialFailure(kept.id, seal(holdable(kept.outputs)), [text]);
        }
        throw new ResourceFailure(text);
      }
    });

  return {
    async configure(request) {
      // Synchronous, and never throws: the stock server does not wait for it, and does not call it again after a failure.
      host.settings.clear();
      const strange = keysOf(request.config).filter((key) => key.startsWith(definition.configPrefix));
      for (const key of new Set([...definition.configKeys, ...strange])) {
        const text = request.config.get(key);
        if (text !== undefined) host.settings.set(key, text);
      }
    },

    async check(olds: Properties, news: Properties) {
      const guard = guardOf(news, olds);
      const hidden = new Hidden(news);
      // Each problem names its place already; with `property` set, Pulumi's own frame would repeat it.
      const failureOf = (reason: string) => ({ property: "", reason: guard.scrub(reason) });
      try {
        const { __preview, ...asked } = news;
        isPreview = __preview === true;
        const urn = urnOf(news);
        const before = withoutHidden(olds);
        if (Object.keys(olds).length > 0) remember(urn, { inputs: before });
        const context = {
          urn,
          previous: previousRows.get(urn)?.inputs ?? {},
          config: (key: string) => host.settings.get(key),
          configured: [...host.settings.keys()],
          isPreview,
          ...narratorFor(urn, guard),
        };
        const given = withoutNulls(asked, definition.schema) as Properties; // a record stays one
        const inputs = await definition.complete(given, before, context);
        const shown = withoutHidden(inputs);
        const problems = findProblems(shown, definition.schema, (...words) => hidden.outOf(...words));
        // Doubts about what was there in the last run were reported then.
        if (problems.length === 0 && !isSame(shown, before)) {
          const told = new Set(findDoubts(before, definition.schema));
          for (const doubt of findDoubts(shown, definition.schema))
            if (!told.has(doubt)) context.note("warning", doubt);
        }
        return { inputs: toWire(inputs, "inputs") as Properties, failures: problems.map(failureOf) };
      } catch (error) {
        const { __preview, ...asked } = news;
        return { inputs: asked, failures: [failureOf(explain(error))] };
      }
    },

    async diff(_id: string, olds: Properties, news: Properties) {
      try {
        const [inputs, outputs] = [asInputs(news), asOutputs(olds)];
        const written = compareInputs(olds, news, definition.rules(inputs));
        const changes = definition.relevant?.(written, outputs, inputs) ?? written;
        const urn = urnOf(news);
        remember(urn, { outputs });
        const guard = guardOf(olds, news);
        const wanted = await definition.attention(outputs, inputs, {
          urn,
          organization: organizationOf(news),
          replaces: changes.replaces.length > 0,
          isPreview,
          retains: news.__retain === true,
          config: (key) => host.settings.get(key),
          note: narratorFor(urn, guard).note,
        });
        if (wanted && "refuse" in wanted) throw new ResourceFailure(guard.scrub(wanted.refuse));
        return decide(changes, wanted, definition.deletesFirst(outputs, inputs));
      } catch (error) {
        if (error instanceof ResourceFailure) throw error;
        return {}; // the engine then compares the inputs itself; a failing diff would block the stack
      }
    },

    create: (inputs: Properties) =>
      serve("create", [inputs], async (context, seal) => {
        const { id, outputs } = await definition.create(asInputs(inputs), context);
        context.keep(id, outputs);
        return { id: idText(id), outs: seal(outputs) };
      }),

    update: (id: string, olds: Properties, news: Properties) =>
      serve("update", [news, olds], async (context, seal) => {
        const row = { id, outputs: asOutputs(olds) };
        context.keep(id, row.outputs);
        return { outs: seal(await definition.update(row, asInputs(news), context)) };
      }),

    read: (id: string, properties: Properties) =>
      serve("read", [properties], async (context, seal) => {
        const found = await definition.read({ id, outputs: asOutputs(properties) }, context);
        return found ? { id: idText(found.id), props: seal(found.outputs) } : { id: "", props: {} };
      }),

    delete: (id: string, properties: Properties) =>
      serve("delete", [properties], (context) => definition.delete({ id, outputs: asOutputs(properties) }, context)),
  };
}

const GERUND = { create: "creating", update: "updating", read: "reading", delete: "deleting" } as const;

/** The engine's three answers: `undefined` lets it compare the inputs itself and show which of them differ. */
function decide(
  changes: Changes,
  wanted: Exclude<Attention, { refuse: string }>,
  deleteBeforeReplace: boolean,
): dynamic.DiffResult {
  const isChanged = [changes.replaces, changes.updates, changes.maybe].some(({ length }) => length > 0);
  if (wanted && "resolve" in wanted) return isChanged ? {} : { changes: true };
  if (changes.replaces.length > 0) return { replaces: [...changes.replaces], deleteBeforeReplace };
  if (wanted && "replace" in wanted) return { changes: true, replaces: [wanted.replace], deleteBeforeReplace };
  if (isChanged) return {};
  return { changes: wanted !== undefined };
}

/** Outputs as the state may hold them: our hidden members are carried over, and whatever is not JSON is refused. */
function sealOutputs(outputs: object, source: Properties, guard: Guard): Properties {
  const hidden = Object.fromEntries(Object.entries(source).filter(([key]) => isHidden(key)));
  const sealed = toWire({ ...outputs, ...hidden }) as Properties;
  return Object.fromEntries(
    Object.entries(sealed).map(([key, value]) => [key, isHidden(key) ? value : guard.clean(key, value)]),
  );
}

/** The outputs that the state can hold: a row that lacks a member is better than a job without a row. */
function holdable(outputs: object): object {
  const held = Object.entries(outputs).filter(([, value]: [string, unknown]) => {
    try {
      return toWire(value) !== undefined;
    } catch {
      return false;
    }
  });
  return Object.fromEntries(held);
}

/** Why a deadline is called off; nobody reads it. */
const DONE = new Interrupted();

async function withDeadline<T>(
  work: Promise<T>,
  ms: number,
  { clock, label }: { readonly clock: Clock; readonly label: string },
): Promise<T> {
  const done = new AbortController();
  const deadline = clock.sleep(ms, done.signal).then(() => {
    throw new Error(`${label} did not answer within its deadline; run \`pulumi up\` again`);
  });
  deadline.catch(() => {}); // settled by `done` when the work wins
  try {
    return await Promise.race([work, deadline]);
  } finally {
    done.abort(DONE);
  }
}

/** All keys of the configuration, which the SDK's class holds but does not expose. */
function keysOf(config: object): string[] {
  const all: unknown = Reflect.get(config, "rawConfig");
  return isObject(all) ? Object.keys(all) : [];
}

/** An id as the engine takes it: the stock server turns a number into an empty id, which means "gone". */
function idText(id: unknown): string {
  return String(id);
}

/** The file backend has none, and the program then passes none. */
function organizationOf({ __organization: name }: Properties): string {
  return textOf(name) || "organization";
}

function textOf(value: unknown): string {
  return typeof value === "string" && !isUnknown(value) ? value : "";
}

function explain(error: unknown): string {
  return error instanceof Error && error.message ? error.message : "an error without a message";
}
