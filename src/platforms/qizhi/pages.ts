import { fault } from "./action";

/** One page of a list, and how many rows the whole list has, where the platform tells. */
export interface Page<Row> {
  /** Undefined stands for a row that cannot be read; it counts all the same. */
  readonly rows: readonly (Row | undefined)[];
  readonly total: number | null | undefined;
}

/** Far more than any account has; a list that never ends is a fault of the platform. */
const MOST_PAGES = 100;

/**
 * All rows of a list that comes in pages, the first one having number 1.
 * @throws PlatformError `internal` for a list that does not end
 */
export async function allPages<Row>(
  name: string,
  pageSize: number,
  read: (page: number) => Promise<Page<Row>>,
): Promise<Row[]> {
  const all: Row[] = [];
  let seen = 0;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { rows, total } = await read(page);
    for (const row of rows) if (row !== undefined) all.push(row);
    seen += rows.length;
    if (rows.length === 0 || seen >= (total ?? (rows.length < pageSize ? 0 : Infinity))) return all;
  }
  throw fault("internal", `the list has more than ${MOST_PAGES} pages`, name);
}
