import { fault } from "./action";

/** One page of a list, and how many rows the whole list has, where the platform tells. */
export interface Page<Row> {
  readonly rows: readonly Row[];
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
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { rows, total } = await read(page);
    for (const row of rows) all.push(row);
    if (rows.length === 0 || all.length >= (total ?? (rows.length < pageSize ? 0 : Infinity))) return all;
  }
  throw fault("internal", `the list has more than ${MOST_PAGES} pages`, name);
}
