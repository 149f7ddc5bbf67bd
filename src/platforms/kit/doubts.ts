import type { z } from "zod";
import { nearest } from "../../net/nearest";

/** What is unlikely about a value that its schema accepts: where in it, and the rest of a sentence that begins with that path. */
export interface Doubt {
  /** Relative to the value; default: the value itself. */
  readonly path?: readonly PropertyKey[];
  readonly message: string;
}

/**
 * The schema with doubts about what it accepts: a preview warns of them, and the value is sent as it is. For what the vendor's
 * documents make unlikely but do not forbid.
 */
export function doubting<Value, Schema extends z.ZodType<Value>>(
  schema: Schema,
  find: (value: Value) => readonly Doubt[],
): Schema {
  const { doubts: others = [], ...rest } = schema.meta() ?? {};
  return schema.meta({ ...rest, doubts: [others, find].flat() });
}

/** A doubt about the value as a whole; none without a message. */
export function doubt(message: string | false | undefined): readonly Doubt[] {
  return message ? [{ message }] : [];
}

/**
 * A vendor's region. The lists are not exhaustive, and private clouds have names of their own: only what looks like a typo is
 * doubted.
 */
export function regionName<Schema extends z.ZodType<string>>(schema: Schema, known: readonly string[]): Schema {
  return doubting(schema, (region: string) => {
    const near = known.includes(region) ? undefined : nearest(region, known);
    return doubt(near && `is ${JSON.stringify(region)}, not a region that this package knows; did you mean ${near}?`);
  });
}

/** A larger number of machines is more likely a typo than a job. */
const MANY_MACHINES = 1_000;

export function machineCount<Schema extends z.ZodType<number>>(schema: Schema): Schema {
  return doubting(schema, (count: number) =>
    doubt(count > MANY_MACHINES && `is ${count}: so many machines are paid for at once`),
  );
}

/** What ids of one kind look like. */
export interface IdForm {
  readonly pattern: RegExp;
  /** Such an id, or its beginning: `rsg-…`. */
  readonly example: string;
  /** How the id is found, for the end of the sentence. Default: "is this a name?" */
  readonly hint?: string;
}

/** A text that is an id; any other form is doubted. */
export function idLike<Schema extends z.ZodType<string>>(schema: Schema, form: IdForm): Schema {
  const { pattern, example, hint = "is this a name?" } = form;
  return doubting(schema, (id: string) =>
    doubt(
      id !== "" && !pattern.test(id) && `is ${JSON.stringify(id)}, where an id such as ${example} belongs; ${hint}`,
    ),
  );
}

/** The schema of a spec, with the doubts about the region given beside it: the code that reads inputs does not know the platform. */
export function besideSpec<Schema extends z.ZodType>(schema: Schema, region: z.ZodType<string>): Schema {
  return schema.meta({ ...schema.meta(), beside: { region } });
}
