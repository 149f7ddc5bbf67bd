import { readFileSync } from "node:fs";
import { join } from "node:path";
import { programOf } from "./documents";

/** A line of docs/guides/tikit.md that says what to write here. */
export interface Row {
  /** Functions of the helper, such as `Client.describe_training_task`; none for what only this package has. */
  readonly functions: readonly string[];
  /** What to write instead. */
  readonly code: string;
  /** Actions that it sends. */
  readonly actions: readonly string[];
}

/** The page, from the clone's root. */
export const TIKIT_PAGE = "docs/guides/tikit.md";

const text = readFileSync(join(__dirname, "../..", TIKIT_PAGE), "utf8");

/** The lines of all tables: their cells by the words above them. */
const lines = text
  .split(/\n(?!\|)/)
  .filter((block) => block.startsWith("\n|") || block.startsWith("|"))
  .flatMap((block) => {
    const [head = [], , ...body] = block.trim().split("\n").map(cellsOf);
    return body.map((cells) => new Map(cells.map((cell, column) => [head[column] ?? "", cell])));
  });

/** Every function of the helper that the page names, as often as it does. */
export const namedFunctions: readonly string[] = lines.flatMap((cells) => quoted(cells.get("`tikit`")));

/** The lines with something to write here, in the page's order. */
export const rows: readonly Row[] = lines.filter((cells) => cells.has("here")).map(rowOf);

/** A program of the code of some lines, and of what the page has before them. */
export function programOfRows(some: readonly Row[]): string {
  const statements = some.filter(({ code }) => code !== "pulumi destroy").map(({ code }) => `void (${code});`);
  return [programOf(TIKIT_PAGE), ...statements].join("\n");
}

/** The actions of several lines, each once, in order. */
export function actionsOf(some: readonly Row[]): string[] {
  return [...new Set(some.flatMap(({ actions }) => actions))].sort();
}

function rowOf(cells: ReadonlyMap<string, string>): Row {
  const [code = "", ...others] = quoted(cells.get("here"));
  const sends = cells.get("what it sends") ?? "";
  const actions = quoted(sends);
  if (code === "" || others.length > 0) throw new Error(`one piece of code expected: ${cells.get("here")}`);
  if (actions.length === 0 && sends !== "nothing") throw new Error(`actions or "nothing" expected: ${sends}`);
  return { functions: quoted(cells.get("`tikit`")), code, actions };
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function quoted(cell = ""): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}
