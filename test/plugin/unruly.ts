import { z } from "zod";
import type { Context, ResourceDefinition } from "../../src/engine/resource";

/** Inputs: which verb does what wrong, and whether it says before that the resource exists. */
export interface UnrulyInputs {
  readonly create?: string | undefined;
  readonly update?: string | undefined;
  readonly read?: string | undefined;
  readonly delete?: string | undefined;
  readonly keeps?: boolean | undefined;
  readonly size?: number | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export type UnrulyOutputs = UnrulyInputs & { readonly state?: string };

/** What a verb may throw. */
export const THROWN = {
  "nothing at all": undefined,
  null: null,
  "a text": "out of quota",
  "a record": { message: "out of quota" },
  "an API client's error, which has an id": Object.assign(new Error("out of quota"), {
    id: "request-1",
    code: 404,
    reasons: [7],
    properties: { at: undefined },
  }),
  "an error whose code is 0": Object.assign(new Error("out of quota"), { code: 0 }),
  "an error whose code is 12": Object.assign(new Error("out of quota"), { code: 12 }),
  "an error without a message": new Error(),
} as const;

/** What a verb may answer instead of outputs. */
export const ANSWERED = {
  "undefined members": { state: undefined, list: [undefined, { deep: undefined }] },
  "a date": { state: "made", at: new Date(0) },
  "a number past counting": { state: "made", at: NaN },
  "a map": { state: "made", at: new Map() },
  "a big integer": { state: "made", at: 1n },
  "no outputs": undefined,
} as const;

/** The deadline of every verb, in milliseconds: passes at once on a clock that runs a thousand times as fast. */
export const DEADLINE_MS = 300_000;

/** A resource whose verbs do what their inputs say. */
export const unruly: ResourceDefinition<UnrulyInputs, UnrulyOutputs> = {
  type: "pulumi-nodejs:dynamic/training:Unruly",
  schema: z.strictObject({
    create: z.string().optional(),
    update: z.string().optional(),
    read: z.string().optional(),
    delete: z.string().optional(),
    keeps: z.boolean().optional(),
    size: z.number().optional(),
    tags: z.record(z.string(), z.string()).optional(),
  }),
  complete: (news) => news,
  repeats: [],
  deletesFirst: () => true,
  rules: () => ({
    create: "ignore",
    update: "ignore",
    read: "ignore",
    delete: "ignore",
    keeps: "ignore",
    size: "replace",
    tags: "update",
  }),
  attention: ({ state }) => {
    if (state === "broken") return { replace: "state" };
    return state === "unfinished" ? { update: true } : undefined;
  },
  async create(inputs, context) {
    return { id: idFor(inputs.create), outputs: await act(inputs.create, inputs, context) };
  },
  update: (_row, news, context) => act(news.update, news, context),
  async read({ id, outputs: olds }, context) {
    return { id: olds.read === "a number as id" ? idFor(olds.read) : id, outputs: await act(olds.read, olds, context) };
  },
  async delete({ outputs: olds }, context) {
    await act(olds.delete, olds, context);
  },
  configKeys: ["training:tione"],
  configPrefix: "training:",
  deadlineMs: () => DEADLINE_MS,
};

function idFor(mischief: string | undefined): string {
  return (mischief === "a number as id" ? 42 : "made-1") as string; // the mischief
}

async function act(
  mischief: string | undefined,
  inputs: UnrulyOutputs,
  context: Context<UnrulyOutputs>,
): Promise<UnrulyOutputs> {
  if (inputs.keeps) context.keep(idFor(mischief), { ...inputs, state: "unfinished" });
  if (mischief === undefined || mischief === "a number as id") return { ...inputs, state: "made" };
  if (mischief === "never") return new Promise(() => {});
  if (mischief === "in a timer") {
    return new Promise(() => {
      setImmediate(() => {
        throw new Error("thrown where nobody catches");
      });
    });
  }
  if (mischief in THROWN) throw THROWN[mischief as keyof typeof THROWN] as Error; // not always one: the mischief
  const answer = ANSWERED[mischief as keyof typeof ANSWERED] as UnrulyOutputs | undefined; // nor are these outputs
  return (answer && { ...inputs, ...answer }) as UnrulyOutputs;
}
