import assert from "node:assert/strict";
import { shown } from "../../../src/platforms/kit/words";

describe("a value that a vendor does not take", () => {
  for (const [value, words] of [
    [undefined, "is needed"],
    ["x", 'is "x"'],
    [3, "is 3"],
    [true, "is a boolean"],
    [null, "is null"],
    [[], "is a list"],
    [{}, "is an object"],
  ] as const)
    it(`is named in an error: ${words}`, () => assert.equal(shown(value), words));
});
