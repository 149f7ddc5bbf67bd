import { printable } from "../../net/errors";
import { present, type Present } from "../kit/answers";

/** The members that the platform reported, with texts made safe to show. */
export function told<Members extends object>(members: Members): Present<Members> {
  const shown = Object.entries(members).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "string" ? printable(value) : value,
  ]);
  return present(Object.fromEntries(shown) as Members); // the same members
}

/** The texts of a list, made safe to show. */
export function toldTexts(texts: readonly string[] | null | undefined): string[] {
  return (texts ?? []).map((each) => printable(each));
}
