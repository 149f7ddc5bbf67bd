import type { z } from "zod";
import { nearest } from "../../net/nearest";

/** What is unlikely about a value that its schema takes: where in it, and the rest of a sentence that begins with that place. */
export interface Doubt {
  /** From the value on; default: the value itself. */
  readonly path?: readonly PropertyKey[];
  readonly message: string;
}

/**
 * The schema with doubts about what it takes: a preview warns of them, and the value is sent as it is. For what the vendor's
 * documents make unlikely and do not forbid.
 */
export function doubting<Value, Schema extends z.ZodType<Value>>(
  schema: Schema,
  find: (value: Value) => readonly Doubt[],
): Schema {
  const { doubts: others = [], ...rest } = schema.meta() ?? {};
  return schema.meta({ ...rest, doubts: [others, find].flat() });
}

/** A doubt about the value as a whole, where the sentence is one. */
export function doubt(message: string | false | undefined): readonly Doubt[] {
  return message ? [{ message }] : [];
}

/**
 * A vendor's region. The lists are not closed, and private clouds have names of their own: the doubt is about what looks like a
 * slip of the pen alone.
 */
export function regionName<Schema extends z.ZodType<string>>(schema: Schema, known: readonly string[]): Schema {
  return doubting(schema, (region: string) => {
    const near = known.includes(region) ? undefined : nearest(region, known);
    return doubt(near && `is ${JSON.stringify(region)}, no region that this package knows; did you mean ${near}?`);
  });
}

/** A number of machines: beyond this, one is more likely a slip of the pen than a job. */
const MANY_MACHINES = 1_000;

export function machineCount<Schema extends z.ZodType<number>>(schema: Schema): Schema {
  return doubting(schema, (count: number) =>
    doubt(count > MANY_MACHINES && `is ${count}: so many machines are paid for at once`),
  );
}

/** A text that is an id, known by its beginning. @param hint how the id is found, for the end of the sentence */
export function idLike<Schema extends z.ZodType<string>>(
  schema: Schema,
  form: RegExp,
  begins: string,
  hint = "is this a name?",
): Schema {
  return doubting(schema, (id: string) =>
    doubt(id !== "" && !form.test(id) && `is ${JSON.stringify(id)}, where an id such as ${begins} belongs; ${hint}`),
  );
}

/** The schema of a spec, which says what is doubtful about the region beside it: whoever reads the inputs knows no platform. */
export function besideSpec<Schema extends z.ZodType>(schema: Schema, region: z.ZodType<string>): Schema {
  return schema.meta({ ...schema.meta(), beside: { region } });
}
