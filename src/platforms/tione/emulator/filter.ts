import { z } from "zod";
import { Refusal } from "./refusal";
import type { Tag } from "./tag";

// Source: Filter and TagFilter, API version 2021-11-11.

const MOST_VALUES = 100;

export const filterSchema = z.strictObject({
  Name: z.string().optional(),
  Values: z.array(z.string()).optional(),
  Negative: z.boolean().optional(),
  Fuzzy: z.boolean().optional(),
});

export type Filter = z.output<typeof filterSchema>;

/** `Filters` of the lists whose limits are documented: at most this many filters, a hundred values each. */
export function filterList(mostFilters: number) {
  return z
    .array(filterSchema.extend({ Values: z.array(z.string()).max(MOST_VALUES).optional() }))
    .max(mostFilters)
    .optional();
}

export const tagFilterList = z
  .array(z.strictObject({ TagKey: z.string(), TagValues: z.array(z.string()).optional() }))
  .optional();

/** How one list filters. */
export interface Filtering<Thing> {
  /** What each filter looks at, by its name; of several texts one must match. */
  readonly looksAt: Readonly<Record<string, (thing: Thing) => string | readonly string[]>>;
  /** Whether a part of the text is enough. */
  isFuzzy(filter: Filter): boolean;
  /** The code that refuses an unknown filter. */
  readonly unknownCode: string;
}

export const fuzzyWhenAsked = ({ Fuzzy = false }: Filter): boolean => Fuzzy;
export const fuzzyWhenAskedForOne = ({ Fuzzy = false, Values = [] }: Filter): boolean => Fuzzy && Values.length === 1;
export const fuzzyForOne = ({ Values = [] }: Filter): boolean => Values.length === 1;

/**
 * What passes all filters; the values of one filter combine with OR.
 * @throws Refusal for a filter that the list does not have
 */
export function filtered<Thing>(
  things: readonly Thing[],
  filters: readonly Filter[] = [],
  { looksAt, isFuzzy, unknownCode }: Filtering<Thing>,
): Thing[] {
  const tests = filters.map((filter) => {
    const { Name = "", Values = [], Negative = false } = filter;
    const textsOf = looksAt[Name];
    if (textsOf === undefined) throw new Refusal(unknownCode, `There is no filter \`${Name}\`.`);
    const isPart = isFuzzy(filter);
    const fits = (text: string) => Values.some((wanted) => (isPart ? text.includes(wanted) : text === wanted));
    return (thing: Thing) => [textsOf(thing)].flat().some(fits) !== Negative;
  });
  return things.filter((thing) => tests.every((passes) => passes(thing)));
}

/** Whether something with these tags passes all tag filters; a filter without values asks for the key alone. */
export function passesTagFilters(tags: readonly Tag[], filters: z.output<typeof tagFilterList>): boolean {
  return (filters ?? []).every(({ TagKey, TagValues }) =>
    tags.some((tag) => tag.TagKey === TagKey && (TagValues?.includes(tag.TagValue) ?? true)),
  );
}
