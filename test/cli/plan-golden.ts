import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Asserts that the file holds this text. With `UPDATE_GOLDENS=1` in the environment, it does from then on: read the difference. */
export function assertGolden(file: string, text: string): void {
  if (process.env.UPDATE_GOLDENS) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file} is not there: run the test once with UPDATE_GOLDENS=1`);
  assert.equal(text, readFileSync(file, "utf8"), `${file} differs; UPDATE_GOLDENS=1 writes it`);
}
