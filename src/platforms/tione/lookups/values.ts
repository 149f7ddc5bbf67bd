import { printable } from "../../../net/errors";

/* How look-ups put their answers together from what the vendor returned. */

/** Text that may be shown; undefined for the empty text that the vendor writes for "none". */
export function said(text: string | null | undefined, limit?: number): string | undefined {
  return text ? printable(text, limit) : undefined;
}

/** What narrows a list: an entry must match every filter, by one of its values. */
export interface Filter<Name extends string> {
  readonly Name: Name;
  readonly Values: readonly string[];
}

/** Filters as the vendor takes them; those without values are left out. */
export function filters<Name extends string>(
  wanted: Readonly<Record<Name, readonly string[] | string | undefined>>,
): { readonly Filters?: readonly Filter<Name>[] } {
  // Object.entries forgets which names there are.
  const entries = Object.entries(wanted) as [Name, readonly string[] | string | undefined][];
  const given = entries.flatMap(([Name, values]) =>
    values === undefined ? [] : [{ Name, Values: typeof values === "string" ? [values] : values }],
  );
  return given.length > 0 ? { Filters: given } : {};
}

/** Tags that must all be present. */
export function tagFilters(tags: Readonly<Record<string, string>> | undefined): { readonly TagFilters?: TagFilter[] } {
  const given = Object.entries(tags ?? {}).map(([TagKey, value]) => ({ TagKey, TagValues: [value] }));
  return given.length > 0 ? { TagFilters: given } : {};
}

interface TagFilter {
  readonly TagKey: string;
  readonly TagValues: readonly string[];
}

/** Tags by key. */
export function tagsOf(list: readonly { TagKey?: string | null | undefined; TagValue?: string | null | undefined }[]) {
  return Object.fromEntries(list.flatMap(({ TagKey, TagValue }) => (TagKey ? [[TagKey, TagValue ?? ""]] : [])));
}

export function coresOf(thousandths: number | null | undefined): number | undefined {
  return typeof thousandths === "number" ? thousandths / 1000 : undefined;
}

export function gibOf(megabytes: number | null | undefined): number | undefined {
  return typeof megabytes === "number" ? megabytes / 1024 : undefined;
}

export function cardsOf(hundredths: number | null | undefined): number | undefined {
  return typeof hundredths === "number" ? hundredths / 100 : undefined;
}
