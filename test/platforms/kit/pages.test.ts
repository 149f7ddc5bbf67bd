import assert from "node:assert/strict";
import fc from "fast-check";
import { PlatformError } from "../../../src/net/errors";
import { allPages, type Page, type Paging, type Position } from "../../../src/platforms/kit/pages";

const SIZE = 3;
const idOf = (row: string) => row;
const OLDEST_FIRST = { isOldestFirst: true } as const;
const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => `row-${index}`);

/** Reads a list, and says which positions were asked for. */
async function reading(list: (position: Position) => Page<string>, more: Partial<Paging<string>> = {}) {
  const asked: Position[] = [];
  const read = (position: Position) => {
    asked.push(position);
    return Promise.resolve(list(position));
  };
  const found = await allPages({ size: SIZE, idOf, ...more, read });
  return { found, asked };
}

describe("a list that comes in pages", () => {
  it("is read whole, by rows or by pages before it, whether its length is told or not", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }),
        fc.record({ byPage: fc.boolean(), tells: fc.boolean(), isOrdered: fc.boolean() }),
        async (count, { byPage, tells, isOrdered }) => {
          const rows = rowsOf(count);
          const list = ({ offset, page }: Position) => {
            const from = byPage ? page * SIZE : offset;
            return { rows: rows.slice(from, from + SIZE), ...(tells && { total: count }) };
          };
          const { found } = await reading(list, isOrdered ? OLDEST_FIRST : {});
          assert.deepEqual(found, rows);
        },
      ),
    );
  });

  it("is read whole when each page names the next one, an empty page included", async () => {
    const pages = new Map<string | undefined, Page<string>>([
      [undefined, { rows: ["a"], next: "two" }],
      ["two", { rows: [], next: "three" }],
      ["three", { rows: ["b"], next: "" }],
    ]);
    const found = await allPages<string>({ read: ({ next }) => Promise.resolve(pages.get(next) ?? { rows: [] }) });
    assert.deepEqual(found, ["a", "b"]);
  });

  it("ends when a page names one that was read", async () => {
    let reads = 0;
    await allPages<string>({ read: () => Promise.resolve({ rows: [`row-${(reads += 1)}`], next: "again" }) });
    assert.equal(reads, 2);
  });

  it("ends at a page that brings nothing new, whatever its length is said to be", async () => {
    const { found, asked } = await reading(() => ({ rows: rowsOf(SIZE), total: 1_000 }), OLDEST_FIRST);
    assert.deepEqual(found, rowsOf(SIZE));
    assert.ok(asked.length < 10); // a few were on their way
  });

  it("is asked for several pages at once when its length is told, and for none beyond its end", async () => {
    const rows = rowsOf(20);
    let underway = 0;
    let most = 0;
    const asked: number[] = [];
    const found = await allPages<string>({
      size: SIZE,
      ...OLDEST_FIRST,
      idOf,
      async read({ offset }) {
        asked.push(offset);
        underway += 1;
        most = Math.max(most, underway);
        await Promise.resolve();
        underway -= 1;
        return { rows: rows.slice(offset, offset + SIZE), total: rows.length };
      },
    });
    assert.deepEqual(found, rows);
    assert.deepEqual(asked, [0, 3, 6, 9, 12, 15, 18]);
    assert.equal(most, 6);
  });

  it("goes on behind a short page where that ended, though later ones were asked for already", async () => {
    // One row cannot be shown, so the platform's pages are of two now and then.
    const pages = new Map([
      [0, ["a", "b", "c"]],
      [3, ["d", "e"]],
      [5, ["f", "g", "h"]],
      [6, ["g", "h", "i"]],
      [8, ["i"]],
    ]);
    const { found } = await reading(({ offset }) => ({ rows: pages.get(offset) ?? [], total: 9 }), OLDEST_FIRST);
    assert.deepEqual(found, ["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
  });

  it("is asked for one page at a time where pages are shorter than was asked for", async () => {
    const rows = rowsOf(20);
    const page = ({ offset }: Position) => ({ rows: rows.slice(offset, offset + SIZE - 1), total: rows.length });
    const { found, asked } = await reading(page, OLDEST_FIRST);
    assert.deepEqual([found, asked.length], [rows, 10]);
  });

  it("is asked for one page at a time where new rows come first: a page may lose a row to the next one meanwhile", async () => {
    const rows = rowsOf(20);
    let underway = 0;
    await allPages<string>({
      size: SIZE,
      idOf,
      async read({ offset }) {
        assert.equal((underway += 1), 1);
        await Promise.resolve();
        underway -= 1;
        return { rows: rows.slice(offset, offset + SIZE), total: rows.length };
      },
    });
  });

  it("is as long as it became meanwhile", async () => {
    const list = ({ offset, page }: Position) => ({
      rows: rowsOf(12).slice(offset, offset + SIZE),
      total: page === 0 ? 6 : 12,
    });
    const { found } = await reading(list, OLDEST_FIRST);
    assert.deepEqual(found, rowsOf(12));
  });

  it("has a row once that comes twice because the list moved", async () => {
    const pages = [
      ["a", "b", "c"],
      ["c", "d"],
    ];
    const { found } = await reading(({ page }) => ({ rows: pages[page] }));
    assert.deepEqual(found, ["a", "b", "c", "d"]);
  });

  it("goes on behind rows that cannot be used, and not for ever", async () => {
    const barren = [undefined, undefined, undefined];
    const { found } = await reading(({ page }) => ({ rows: page < 5 ? barren : ["a"] }));
    assert.deepEqual(found, ["a"]);
    const { asked } = await reading(() => ({ rows: barren }));
    assert.ok(asked.length < 50);
  });

  it("is read as far as is wanted", async () => {
    const endless = ({ offset }: Position) => ({ rows: rowsOf(1_000).slice(offset, offset + SIZE) });
    assert.deepEqual((await reading(endless, { atMost: 4 })).found, rowsOf(4));
    assert.equal((await reading(endless, { mostPages: 2 })).asked.length, 2);
  });

  it("is an error when it should end and does not", async () => {
    const error = new PlatformError("internal", "no end", { platform: "p", action: "a" });
    const endless = ({ offset }: Position) => ({ rows: rowsOf(1_000).slice(offset, offset + SIZE) });
    await assert.rejects(reading(endless, { mostPages: 2, endless: () => error }), error);
    const two = ({ page }: Position) => ({ rows: page === 0 ? rowsOf(SIZE) : ["last"] });
    assert.equal((await reading(two, { mostPages: 2, endless: () => error })).found.length, SIZE + 1);
  });
});
