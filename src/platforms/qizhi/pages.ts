import { allPages, type Page } from "../kit/pages";
import { fault } from "./transport";

/** Far more than any account has; a list that never ends is a fault of the platform. */
const MOST_PAGES = 100;

/**
 * All rows of a paged list, whose first page has number 1.
 * @throws PlatformError `internal` for a list that does not end
 */
export function wholeList<Row>(name: string, size: number, read: (page: number) => Promise<Page<Row>>): Promise<Row[]> {
  return allPages({
    size,
    mostPages: MOST_PAGES,
    endless: () => fault("internal", `the list has more than ${MOST_PAGES} pages`, name),
    read: ({ page }) => read(page + 1),
  });
}
