import { countIn, type Count } from "./refusal";

const LONGEST_PAGE = 500;
const pageSize: Count = { name: "limit", least: 1, most: LONGEST_PAGE, otherwise: LONGEST_PAGE };

/** A page of a list that is continued by a token: the row where the next page begins. */
export function pageOf<Item>(
  all: readonly Item[],
  query: URLSearchParams,
): { readonly page: readonly Item[]; readonly metadata: object } {
  const start = countIn(query, { name: "continue", least: 0, most: all.length, otherwise: 0 });
  const next = start + countIn(query, pageSize);
  const left = all.length - next;
  return {
    page: all.slice(start, next),
    metadata: left > 0 ? { continue: String(next), remainingItemCount: left } : {},
  };
}
