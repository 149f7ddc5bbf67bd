import type { PlatformError } from "../../net/errors";

/** One page of a list. */
export interface Page<Row> {
  /** Undefined stands for a row that cannot be used but still counts. */
  readonly rows: readonly (Row | undefined)[] | null | undefined;
  /** How many rows the whole list has, where the platform says. */
  readonly total?: number | null | undefined;
  /** Where the platform names the next page: the token that requests it; empty or absent on the last one. */
  readonly next?: string | null | undefined;
}

/** Which page: vendors count the rows before it or the pages before it, or take the token that the previous page named. */
export interface Position {
  readonly offset: number;
  readonly page: number;
  readonly next: string | undefined;
}

/** How a list is read. */
export interface Paging<Row> {
  /** Rows per page; a shorter page is the last, unless `total` says otherwise. Absent where pages name the next one. */
  readonly size?: number;
  /** New rows come last, so that they move no row to another page: several are asked for at once when `total` is known. */
  readonly isOldestFirst?: true;
  /** Identifies a row: one that comes twice, because the list moved meanwhile, counts once. Absent: every row counts. */
  idOf?(row: Row): string | undefined;
  /** Stop at this many rows; default all. */
  readonly atMost?: number | undefined;
  /** Read at most this many pages; default all. */
  readonly mostPages?: number | undefined;
  /** The error for a list of more than `mostPages`; absent: the rest is not requested. */
  endless?(): PlatformError;
  read(position: Position): Promise<Page<Row>>;
}

/** Consecutive pages that add no row; a platform that returns more of them returns the same page forever. */
const MOST_BARREN = 20;
/** Pages that are asked for at once where the platform said how long the list is. More would trust a wrong total too far. */
const AT_ONCE = 8;

/**
 * Reads all pages, in the platform's order; several at once where that misses nothing (`isOldestFirst`). Ends at a page that
 * brings nothing new, whatever `total` says.
 */
export async function allPages<Row>(paging: Paging<Row>): Promise<Row[]> {
  const {
    size,
    isOldestFirst,
    idOf = () => undefined,
    atMost = Infinity,
    mostPages = Infinity,
    endless,
    read,
  } = paging;
  const found = new Map<string | number, Row>();
  const named = new Set<string>();
  let position: Position = { offset: 0, page: 0, next: undefined };
  let ahead: Promise<Page<Row>>[] = [];
  for (let barren = 0; found.size < atMost && barren < MOST_BARREN;) {
    if (position.page >= mostPages) {
      if (endless) throw endless();
      break;
    }
    const { rows, total, next } = await (ahead.shift() ?? read(position));
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
    // After a page of another length the next ones do not begin where they were expected to.
    if (!isOldestFirst || page.length !== size) ahead = [];
    else if (ahead.length === 0 && total) ahead = readAhead(position, total, paging);
  }
  return [...found.values()].slice(0, atMost);
}

/** The pages from here on, as far as there are any, each of its full length. */
function readAhead<Row>(from: Position, total: number, paging: Paging<Row>): Promise<Page<Row>>[] {
  const { size = 1, atMost = Infinity, mostPages = Infinity, read } = paging;
  const left = Math.ceil((Math.min(total, atMost) - from.offset) / size);
  const length = Math.max(0, Math.min(left, mostPages - from.page, AT_ONCE));
  const pages = Array.from({ length }, (_, step) =>
    read({ ...from, offset: from.offset + step * size, page: from.page + step }),
  );
  for (const page of pages) page.catch(() => {}); // whoever awaits it gets the error; the list may end before
  return pages;
}
