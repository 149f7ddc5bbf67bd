import type * as dynamic from "@pulumi/pulumi/dynamic";
import type { ZodType } from "zod";
import type { Clock } from "../net/clock";
import { Secrets } from "../net/secrets";
import { PartialFailure, ResourceFailure } from "./failures";
import { Interrupted, type Interruption } from "./interruption";
import type { Narrator } from "./live";
import { findProblems } from "./problems";
import { compareInputs, type Changes, type FieldRules } from "./rules";
import { Hidden, markSecret } from "./secrets";
import { findDoubts, withoutNulls } from "./shape";
import { isHidden, isObject, isUnknown, toWire, withoutHidden, type Properties } from "./values";

/** What a verb may use besides its arguments. */
export interface Context<Outputs> {
  /** The resource's URN; empty for a resource whose state does not hold it. */
  readonly urn: string;
  /** Pulumi's organization; the file backend calls every one `organization`. */
  readonly organization: string;
  /** `TrainingJob "sft"`: how messages name the resource. */
  readonly label: string;
  /** The row that the resource has, as this run's comparison saw it: what is created now takes its place, or stands beside it. */
  readonly previous?: Outputs;
  /** The program says `retainOnDelete`: what this resource leaves behind is left on purpose. */
  readonly retains: boolean;
  /** Aborted when the run is to end; a wait then throws the signal's reason. */
  readonly signal: AbortSignal;
  /** Text of a setting of the stack or of the explicit provider: `training:tione`. */
  config(key: string): string | undefined;
  /**
   * Says that the resource exists, at the moment its id is known, and again whenever more is known. Whatever the verb throws
   * after that becomes a partial failure: the row is kept with this id and these outputs.
   */
  keep(id: string, outputs: Outputs): void;
  /** What the resource is doing, for the live row. */
  report(status: string): void;
  /** Stays in the diagnostics of the run. */
  note(severity: "info" | "warning", text: string): void;
}

/**
 * What the outputs alone ask for when no input changed. `resolve`: an update whatever changed, because nothing is known to be
 * there that could be replaced.
 */
export type Attention =
  | { readonly update: true }
  | { readonly replace: string }
  | { readonly resolve: true }
  /** The run must not go on, for this reason. */
  | { readonly refuse: string }
  | undefined;

/** What `attention` may know of the difference, besides both sides. */
export interface Difference extends Pick<Context<never>, "urn" | "organization" | "config" | "note"> {
  /** Nothing is going to be changed: a person wants to know what would be. */
  readonly isPreview: boolean;
  /** As of `Context`. */
  readonly retains: boolean;
  /** An input changed whose change means another resource. */
  readonly replaces: boolean;
}

/** What `complete` may use. */
export interface Completion extends Pick<Context<never>, "config" | "urn" | "note"> {
  /** As of `Difference`. */
  readonly isPreview: boolean;
  /** The inputs of the resource's row; empty for a new one. A replacement is checked once more, and `olds` are empty then. */
  readonly previous: Properties;
  /** All keys of settings that somebody has set for it, also those that it does not read. */
  readonly configured: readonly string[];
}

/** A resource in our words; `defineResource` makes of it what the engine expects. */
export interface ResourceDefinition<Inputs extends object, Outputs extends object> {
  /** The resource's type, whose last word names it to people: `pulumi-nodejs:dynamic/training:TrainingJob`. */
  readonly type: string;
  /** The settings it reads, of stack configuration or of an explicit provider: `training:tione`. */
  readonly configKeys: readonly string[];
  /** What all keys begin with that are meant for it: `training:`. */
  readonly configPrefix: string;
  /** Strict; no defaults and no transforms, so that the state holds what the user wrote. */
  readonly schema: ZodType<Inputs>;
  /** Inputs that come from the surroundings on the first `up` and are remembered from then on. No requests. */
  complete(news: Properties, olds: Properties, context: Completion): Properties | Promise<Properties>;
  rules(inputs: Inputs): FieldRules<Inputs>;
  /** The changes without those that make no difference to the platform. Total, as `attention`. */
  relevant?(changes: Changes, olds: Outputs, news: Inputs): Changes;
  /** Outputs that repeat what the program said, or are made of it: where that is secret, they are. */
  readonly repeats: readonly (keyof Outputs & string)[];
  /** Total: `olds` may be of any age. No requests. */
  attention(olds: Outputs, news: Inputs, difference: Difference): Attention | Promise<Attention>;
  /** Whether the old one must be gone before its replacement can be made. Total, as `attention`. */
  deletesFirst(olds: Outputs, news: Inputs): boolean;
  create(inputs: Inputs, context: Context<Outputs>): Promise<{ id: string; outputs: Outputs }>;
  update(id: string, olds: Outputs, news: Inputs, context: Context<Outputs>): Promise<Outputs>;
  /** Undefined: it is certainly gone, and its row may go too. */
  read(id: string, olds: Outputs, context: Context<Outputs>): Promise<{ id: string; outputs: Outputs } | undefined>;
  delete(id: string, olds: Outputs, context: Context<Outputs>): Promise<void>;
  /** What a person does about an error, told on a line of its own. Total, and done within seconds. */
  advise?(error: unknown, properties: Inputs | Outputs, context: Context<Outputs>): Promise<string | undefined>;
  /** Longest a verb may take before the adapter ends it, in milliseconds: beyond every wait of its own. */
  deadlineMs(verb: "create" | "update" | "read" | "delete", properties: Properties): number;
}

export interface ProviderHost {
  readonly clock: Clock;
  readonly interruption: Interruption;
  narrator(): Narrator;
  /** What no text that leaves the process may show; each verb adds those of its resource before it runs. */
  readonly secrets: Secrets;
  /** Settings as `configure` left them. */
  readonly settings: Map<string, string>;
  /** What outputs say that are secret: another resource's may repeat them, as a model's files are where its job wrote. */
  readonly secretOutputs: Set<string>;
}

/**
 * Makes a dynamic provider of a definition. The one place that knows Pulumi's traps: it adds `__provider` where the engine
 * forgets it, keeps ids, turns every thrown thing into text, bounds every call, and never lets `undefined` out, nor a secret
 * in a text.
 */
export function defineResource<Inputs extends object, Outputs extends object>(
  definition: ResourceDefinition<Inputs, Outputs>,
  host: ProviderHost,
): Required<dynamic.ResourceProvider> {
  // The wire carries plain objects; `check` has held them against the schema before any verb sees them.
  const asInputs = (properties: Properties) => withoutHidden(properties) as Inputs;
  const asOutputs = (properties: Properties) => withoutHidden(properties) as Outputs;

  // In the state a URN stands without the parts that are the same in every row (`program/job.ts` shortens it).
  const urnOf = ({ __urn: short }: Properties) =>
    textOf(short) ? `urn:pulumi:${textOf(short).replace("*", definition.type)}` : "";

  // The engine shows the old row to `check` and to `diff`, and not to the `create` of its replacement.
  const rows = new Map<string, { readonly inputs?: Properties; readonly outputs?: Outputs }>();
  const remember = (urn: string, seen: { readonly inputs?: Properties; readonly outputs?: Outputs }) => {
    if (urn) rows.set(urn, { ...rows.get(urn), ...seen });
  };

  // The program says it to `check` alone, and a process serves one run.
  let isPreview = false;

  const { secrets, secretOutputs } = host;
  const repeats: ReadonlySet<string> = new Set(definition.repeats);

  /** What of these rows nobody may see, taken out of texts that people read. */
  const guard = (...rows: readonly Properties[]) => {
    const hidden = rows.map((row) => new Hidden(row));
    const own = new Secrets();
    own.add(...hidden.flatMap(({ shown }) => shown));
    const inputs = new Set(rows.flatMap((row) => Object.keys(definition.rules(asInputs(row)))));
    // A resource is found by its inputs beside the spec, as far as they are texts, and by ids. Total, as verbs are not.
    const spare = (row: object) => {
      for (const [key, value] of Object.entries({ ...row })) {
        if (!inputs.has(key) && !key.endsWith("Id")) continue;
        secrets.spare(textOf(value));
        if (!hidden.some((each) => each.has(key))) own.spare(textOf(value));
      }
    };
    // An output that repeats what is secret is secret, and so is one of another resource that repeats it in turn.
    const isSecret = (key: string, value: unknown): boolean => {
      if (!repeats.has(key)) return false;
      const texts = [value].flat().filter((text) => typeof text === "string");
      const isHere = hidden.some((each) => texts.some((text) => each.isIn(text)));
      if (isHere) texts.filter((text) => text.length >= SHORTEST_REPEATED).forEach((text) => secretOutputs.add(text));
      return isHere || texts.some((text) => [...secretOutputs].some((secret) => text.includes(secret)));
    };
    for (const row of rows) {
      spare(row);
      for (const [key, value] of Object.entries(row)) isSecret(key, value);
    }
    return { hidden, own, inputs, spare, isSecret, scrub: (text: string) => own.scrub(secrets.scrub(text)) };
  };

  const narratorFor = (urn: string, scrub: (text: string) => string): Pick<Context<Outputs>, "report" | "note"> => ({
    report: (status) => urn && host.narrator().status(urn, scrub(status)),
    note: (severity, text) => host.narrator().note(urn, severity, scrub(text)),
  });

  const serve = <Result>(
    verb: "create" | "update" | "read" | "delete",
    properties: Properties,
    work: (context: Context<Outputs>, seal: (outputs: object) => Properties) => Promise<Result>,
    olds: Properties = {},
  ): Promise<Result> =>
    host.interruption.during(async () => {
      const urn = urnOf(properties);
      const resource = urn.split("::").pop() ?? "";
      const label = `${definition.type.split(":").pop()} "${resource || "?"}"`;
      const { hidden, own, inputs, spare, isSecret, scrub } = guard(properties, olds);
      secrets.add(...hidden.flatMap(({ texts }) => texts));
      for (const text of [urn, resource]) [secrets, own].forEach((each) => each.spare(text));
      let kept: { id: string; outputs: Outputs } | undefined;
      const previous = rows.get(urn)?.outputs;
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
          [secrets, own].forEach((each) => each.spare(idText(id)));
          spare(outputs);
        },
        ...narratorFor(urn, scrub),
      };
      // What is no input is what the platform and this package say; the engine itself marks what is named like a secret input.
      const clean = (key: string, value: unknown) => {
        if (inputs.has(key)) return value;
        const said = secrets.scrubAll(value);
        return isSecret(key, said) ? markSecret(said) : said;
      };
      const seal = (outputs: object) => {
        spare(outputs);
        return sealOutputs(outputs, properties, clean);
      };
      try {
        return await withDeadline(host.clock, definition.deadlineMs(verb, properties), label, () =>
          work(context, seal),
        );
      } catch (error) {
        const advice = await definition.advise?.(error, asOutputs(properties), context);
        const text = scrub([`${GERUND[verb]} ${label}: ${explain(error)}`, advice].filter(Boolean).join("\n"));
        if (kept && (verb === "create" || verb === "update")) {
          throw new PartialFailure(kept.id, seal(holdable(kept.outputs)), [text]);
        }
        throw new ResourceFailure(text);
      }
    });

  return {
    async configure(request) {
      // Synchronous and total: the stock server does not wait for it, and never calls it again after a failure.
      host.settings.clear();
      const strange = keysOf(request.config).filter((key) => key.startsWith(definition.configPrefix));
      for (const key of new Set([...definition.configKeys, ...strange])) {
        const text = request.config.get(key);
        if (text !== undefined) host.settings.set(key, text);
      }
    },

    async check(olds: Properties, news: Properties) {
      const { scrub } = guard(news, olds);
      const hidden = new Hidden(news);
      // Each problem names its place: the frame that Pulumi puts around a named property says it again.
      const failureOf = (reason: string) => ({ property: "", reason: scrub(reason) });
      try {
        const { __preview, ...asked } = news;
        isPreview = __preview === true;
        const urn = urnOf(news);
        if (Object.keys(olds).length > 0) remember(urn, { inputs: withoutHidden(olds) });
        const context = {
          urn,
          previous: rows.get(urn)?.inputs ?? {},
          config: (key: string) => host.settings.get(key),
          configured: [...host.settings.keys()],
          isPreview,
          ...narratorFor(urn, scrub),
        };
        const given = withoutNulls(asked, definition.schema) as Properties; // a record stays one
        const inputs = await definition.complete(given, withoutHidden(olds), context);
        const problems = findProblems(withoutHidden(inputs), definition.schema, (...words) => hidden.outOf(...words));
        if (problems.length === 0) {
          // What stood there in the last run was told then.
          const told = new Set(findDoubts(withoutHidden(olds), definition.schema));
          for (const doubt of findDoubts(withoutHidden(inputs), definition.schema))
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
        const written = compareInputs(olds, news, definition.rules(asInputs(news)));
        const changes = definition.relevant?.(written, asOutputs(olds), asInputs(news)) ?? written;
        const urn = urnOf(news);
        remember(urn, { outputs: asOutputs(olds) });
        const { scrub } = guard(olds, news);
        const wanted = await definition.attention(asOutputs(olds), asInputs(news), {
          urn,
          organization: organizationOf(news),
          replaces: changes.replaces.length > 0,
          isPreview,
          retains: news.__retain === true,
          config: (key) => host.settings.get(key),
          note: narratorFor(urn, scrub).note,
        });
        if (wanted && "refuse" in wanted) throw new ResourceFailure(scrub(wanted.refuse));
        return decide(changes, wanted, definition.deletesFirst(asOutputs(olds), asInputs(news)));
      } catch (error) {
        if (error instanceof ResourceFailure) throw error;
        return {}; // the engine compares the inputs itself: a diff that fails would block the stack
      }
    },

    create: (inputs: Properties) =>
      serve("create", inputs, async (context, seal) => {
        const { id, outputs } = await definition.create(asInputs(inputs), context);
        context.keep(id, outputs);
        return { id: idText(id), outs: seal(outputs) };
      }),

    update: (id: string, olds: Properties, news: Properties) =>
      serve(
        "update",
        news,
        async (context, seal) => {
          context.keep(id, asOutputs(olds));
          const outputs = await definition.update(id, asOutputs(olds), asInputs(news), context);
          return { outs: seal(outputs) };
        },
        olds,
      ),

    read: (id: string, properties: Properties) =>
      serve("read", properties, async (context, seal) => {
        const found = await definition.read(id, asOutputs(properties), context);
        return found ? { id: idText(found.id), props: seal(found.outputs) } : { id: "", props: {} };
      }),

    delete: (id: string, properties: Properties) =>
      serve("delete", properties, (context) => definition.delete(id, asOutputs(properties), context)),
  };
}

/** A shorter text, such as a label, may be in another resource's outputs by chance. */
const SHORTEST_REPEATED = 12;
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

/** Outputs for the state, as `clean` leaves them: our hidden members are carried over, whatever is not JSON never gets out. */
function sealOutputs(outputs: object, source: Properties, clean: (key: string, value: unknown) => unknown): Properties {
  const hidden = Object.fromEntries(Object.entries(source).filter(([key]) => isHidden(key)));
  const sealed = toWire({ ...outputs, ...hidden }) as Properties;
  return Object.fromEntries(
    Object.entries(sealed).map(([key, value]) => [key, isHidden(key) ? value : clean(key, value)]),
  );
}

/** What of the outputs the state can hold: a row that lacks a member beats a job without a row. */
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

async function withDeadline<T>(clock: Clock, ms: number, label: string, work: () => Promise<T>): Promise<T> {
  const done = new AbortController();
  const deadline = clock.sleep(ms, done.signal).then(() => {
    throw new Error(`${label} did not answer within its deadline; run \`pulumi up\` again`);
  });
  deadline.catch(() => {}); // settled by `done` when the work wins
  try {
    return await Promise.race([work(), deadline]);
  } finally {
    done.abort(new Interrupted());
  }
}

/** The keys of all of the configuration, which the SDK's class has and does not offer. */
function keysOf(config: object): string[] {
  const all: unknown = Reflect.get(config, "rawConfig");
  return isObject(all) ? Object.keys(all) : [];
}

/** An id as the engine takes it: the stock server turns a number into no id at all, and that means "gone". */
function idText(id: unknown): string {
  return String(id);
}

/** The file backend names none, and the program then passes none. */
function organizationOf({ __organization: name }: Properties): string {
  return textOf(name) || "organization";
}

function textOf(value: unknown): string {
  return typeof value === "string" && !isUnknown(value) ? value : "";
}

function explain(error: unknown): string {
  return error instanceof Error && error.message ? error.message : "an error without a message";
}
