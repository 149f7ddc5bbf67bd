/** One page of a list. */
export interface Page<Item> {
  /** Undefined stands for a row that cannot be used; it counts all the same. */
  readonly items: readonly (Item | undefined)[] | null | undefined;
  /** How many the whole list has, where the platform tells. */
  readonly total: number | null | undefined;
}

/** How a list is read. */
export interface Paging<Item> {
  /** Entries of a page; a shorter one is the last, unless `total` says otherwise. */
  readonly size: number;
  /** What tells two entries apart: those that come twice, because the list moved meanwhile, count once. */
  idOf(item: Item): string;
  /** Stop when there are so many; default all. */
  readonly atMost?: number | undefined;
  read(offset: number): Promise<Page<Item>>;
}

/** Pages on end of which no row can be used; a platform that shows more of them shows the same one for ever. */
const MOST_BARREN = 20;

/** Reads page after page, in the platform's order. Ends at a page that brings nothing new, whatever `total` says. */
export async function allPages<Item>({ size, idOf, atMost = Infinity, read }: Paging<Item>): Promise<Item[]> {
  const found = new Map<string, Item>();
  for (let offset = 0, barren = 0; found.size < atMost && barren < MOST_BARREN;) {
    const { items, total } = await read(offset);
    const page = items ?? [];
    const known = found.size;
    for (const item of page) if (item !== undefined) found.set(idOf(item), item);
    offset += page.length;
    const isLast = offset >= (total ?? (page.length < size ? offset : Infinity));
    const isBarren = found.size === known;
    if (isLast || (isBarren && !page.includes(undefined))) break;
    barren = isBarren ? barren + 1 : 0;
  }
  return [...found.values()].slice(0, atMost);
}
