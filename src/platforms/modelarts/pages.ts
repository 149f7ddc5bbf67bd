/** How a list is read whose pages have numbers. */
export interface Paging<Row> {
  /** Rows of a page; a shorter one is the last. The totals contradict one another in the documents. */
  readonly size: number;
  /** What tells two rows apart: those that come twice, because the list moved meanwhile, count once. */
  idOf(row: Row): string;
  /** Stop when there are so many rows; default all. */
  readonly atMost?: number;
  /** Read no more pages; default all. */
  readonly mostPages?: number;
  /** The page after so many others. Undefined stands for a row that cannot be used; it counts all the same. */
  read(page: number): Promise<readonly (Row | undefined)[] | null>;
}

/** Pages on end of which no row can be used; a platform that shows more of them shows the same one for ever. */
const MOST_BARREN = 20;

/** Reads page after page, in the platform's order. Ends at a short page and at one that brings nothing new. */
export async function numberedPages<Row>({
  size,
  idOf,
  atMost = Infinity,
  mostPages = Infinity,
  read,
}: Paging<Row>): Promise<Row[]> {
  const found = new Map<string, Row>();
  for (let page = 0, barren = 0; page < mostPages && found.size < atMost && barren < MOST_BARREN; page += 1) {
    const rows = (await read(page)) ?? [];
    const known = found.size;
    for (const row of rows) if (row !== undefined) found.set(idOf(row), row);
    const isBarren = found.size === known;
    if (rows.length < size || (isBarren && !rows.includes(undefined))) break;
    barren = isBarren ? barren + 1 : 0;
  }
  return [...found.values()].slice(0, atMost);
}
