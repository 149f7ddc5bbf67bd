import { z } from "zod";

/*
 * A platform's ids go into the state, into URLs and onto terminals. Every platform's ids have one form, so anything of another
 * form is not an id, whoever sends it.
 */

const FORM = /^[A-Za-z0-9_-]{1,128}$/;
/** The form, for messages. */
export const ID_FORM = "1 to 128 letters, digits, _ and -";

const MISSING = "is missing";
const UNUSABLE = "is not a usable id";

/** Whether a text can be the id of a job, a model, a version, a group. */
export function isId(text: string): boolean {
  return FORM.test(text);
}

const error = ({ input }: { readonly input?: unknown }) => (input === undefined || input === null ? MISSING : UNUSABLE);

/** An id in an answer; some deployments write them as numbers. */
export const id = z.union(
  [z.string().regex(FORM, { error }), z.int({ error }).nonnegative({ error }).transform(String)],
  {
    error,
  },
);

/** An id that an answer may lack. */
export const idIfAny = id.nullish().catch(undefined);

/**
 * A page of things with ids. A row without a usable one becomes undefined: the others are read all the same, and pages are
 * counted in rows. Any other fault of a row is a fault of the whole page.
 */
export function page<Row extends z.ZodType>(row: Row) {
  return z.array(z.unknown()).transform((given, context) =>
    given.map((each, index): z.output<Row> | undefined => {
      const { data, error } = row.safeParse(each);
      if (!error) return data;
      if (error.issues.some(isOfId)) return undefined;
      for (const { path, message } of error.issues) {
        context.addIssue({ code: "custom", path: [index, ...path], message, input: each });
      }
      return undefined;
    }),
  );
}

/** The same where rows are not counted: only those that can be used. */
export function rows<Row extends z.ZodType>(row: Row) {
  return page(row).transform(usable);
}

/** The rows that can be used. */
export function usable<Row>(page: readonly (Row | undefined)[]): Row[] {
  return page.filter((row) => row !== undefined);
}

/** What an answer lacks, as a clause. @param whole what to call the answer itself */
export function shortcoming({ issues: [issue] }: z.ZodError, whole: string): string {
  const member = issue?.path.join(".") || whole;
  return issue?.message === UNUSABLE ? `the reply's ${member} is not a usable id` : `the reply lacks ${member}`;
}

function isOfId({ message }: z.core.$ZodIssue): boolean {
  return message === MISSING || message === UNUSABLE;
}
