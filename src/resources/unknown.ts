import type { Context } from "../engine/resource";
import { compareInputs, type Rule } from "../engine/rules";
import type { Properties } from "../engine/values";

/**
 * Says in a preview that its update may be a replacement: inputs are not known yet, and if they change, there is another resource.
 * @param means what that does, as a clause
 */
export function noteUnknown(
  olds: Properties,
  news: Properties,
  rules: { readonly [field: string]: Rule },
  means: string,
  { note }: Pick<Context<never>, "note">,
): void {
  const { replaces, maybe } = compareInputs(olds, news, rules);
  if (replaces.length > 0 || maybe.length === 0) return;
  const members = maybe.map((member) => `\`${member}\``).join(", ");
  note(
    "warning",
    `${members} ${maybe.length === 1 ? "is" : "are"} not known before the run: if a value differs from the last one, ` +
      `this is no update, but ${means}`,
  );
}
