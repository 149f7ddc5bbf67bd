import { printable } from "../../net/errors";

type Told<Members> = { readonly [Name in keyof Members]?: Exclude<Members[Name], null | undefined> };

/** The members that the platform told, its texts safe to show; null and an empty text mean "not set". */
export function told<Members extends object>(members: Members): Told<Members> {
  const filled = Object.entries(members)
    .filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([name, value]) => [name, typeof value === "string" ? printable(value) : (value as unknown)]);
  return Object.fromEntries(filled) as Told<Members>; // names and types of what is left are as before
}

/** Texts of a list, safe to show. */
export function toldTexts(texts: readonly string[] | null | undefined): string[] {
  return (texts ?? []).map((each) => printable(each));
}
