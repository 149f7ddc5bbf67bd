import type { PlatformError } from "../../net/errors";

/** One page of a list. */
export interface Page<Row> {
  /** Undefined stands for a row that cannot be used; it counts all the same. */
  readonly rows: readonly (Row | undefined)[] | null | undefined;
  /** How many the whole list has, where the platform tells. */
  readonly total?: number | null | undefined;
  /** Where the platform names the next page: what asks for it; nothing at the last one. */
  readonly next?: string | null | undefined;
}

/** Which page: vendors count the rows before it, the pages before it, or take what the page before it named. */
export interface Position {
  readonly offset: number;
  readonly page: number;
  readonly next: string | undefined;
}

/** How a list is read. */
export interface Paging<Row> {
  /** Rows of a page; a shorter one is the last, unless `total` says otherwise. Absent where pages name the next one. */
  readonly size?: number;
  /** What tells two rows apart: those that come twice, because the list moved meanwhile, count once. Absent: nothing does. */
  idOf?(row: Row): string | undefined;
  /** Stop when there are so many rows; default all. */
  readonly atMost?: number | undefined;
  /** Read no more pages; default all. */
  readonly mostPages?: number | undefined;
  /** The error for a list that has more than `mostPages`; absent: the rest is not asked for. */
  endless?(): PlatformError;
  read(position: Position): Promise<Page<Row>>;
}

/** Pages on end of which no row can be used; a platform that shows more of them shows the same one for ever. */
const MOST_BARREN = 20;

/** Reads page after page, in the platform's order. Ends at a page that brings nothing new, whatever `total` says. */
export async function allPages<Row>(paging: Paging<Row>): Promise<Row[]> {
  const { size, idOf = () => undefined, atMost = Infinity, mostPages = Infinity, endless, read } = paging;
  const found = new Map<string | number, Row>();
  const named = new Set<string>();
  let position: Position = { offset: 0, page: 0, next: undefined };
  for (let barren = 0; found.size < atMost && barren < MOST_BARREN;) {
    if (position.page >= mostPages) {
      if (endless) throw endless();
      break;
    }
    const { rows, total, next } = await read(position);
    const page = rows ?? [];
    const known = found.size;
    for (const row of page) if (row !== undefined) found.set(idOf(row) ?? found.size, row);
    const offset = position.offset + page.length;
    position = { offset, page: position.page + 1, next: next || undefined };
    const isLast =
      size === undefined ? !next || named.has(next) : offset >= (total ?? (page.length < size ? offset : Infinity));
    const isBarren = found.size === known;
    if (isLast || (size !== undefined && isBarren && !page.includes(undefined))) break;
    barren = isBarren ? barren + 1 : 0;
    if (next) named.add(next);
  }
  return [...found.values()].slice(0, atMost);
}
