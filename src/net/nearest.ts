/** The name that somebody who wrote `word` may have meant; undefined when none is close. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const steps = (name: string) => distance(Array.from(word.toLowerCase()), Array.from(name.toLowerCase()));
  const near = names.filter((name) => steps(name) <= Math.max(1, name.length / 3));
  return near.sort((left, right) => steps(left) - steps(right))[0];
}

/** Levenshtein distance, with a swap of neighbours as one step: how many letters to insert, delete or change. */
function distance(from: readonly string[], to: readonly string[]): number {
  let before: number[] = [];
  let row = [0, ...to.map((_, column) => column + 1)];
  const at = (line: readonly number[], column: number) => line[column] ?? Infinity;
  for (const [line, letter] of from.entries()) {
    const next = [line + 1];
    for (const [column, other] of to.entries()) {
      const isSwapped = letter === to[column - 1] && other === from[line - 1];
      const kept = at(row, column) + (letter === other ? 0 : 1);
      const swapped = isSwapped ? at(before, column - 1) + 1 : Infinity;
      next.push(Math.min(kept, swapped, at(row, column + 1) + 1, at(next, column) + 1));
    }
    [before, row] = [row, next];
  }
  return at(row, to.length);
}
