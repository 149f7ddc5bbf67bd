import assert from "node:assert/strict";
import fc from "fast-check";
import { hasUnknown, isSame, isUnknown, toWire, withoutHidden } from "../../src/engine/values";

const SENTINELS = {
  anything: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "a bool": "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "a number": "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "a list": "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "an object": "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
} as const;

// Through text and back: the wire knows no minus zero.
const json = fc.jsonValue().map(throughText);
/** So few values that two of them are often the same. */
const alike = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "xsmall" },
    fc.constantFrom(0, "", null),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "__proto__"), tie("value")),
  ),
})).value;
/** JSON in which members may be undefined, as program and verbs may leave them. */
const loose = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.jsonValue({ maxDepth: 0 }).map(throughText),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string(), fc.option(tie("value"), { nil: undefined }), { maxKeys: 4 }),
  ),
})).value;

describe("isSame", () => {
  it("takes every value for the same as its copy, in whatever order the copy's members are", () => {
    fc.assert(fc.property(json, (value) => isSame(value, reversed(value))));
  });

  it("agrees with the text of the values", () => {
    const textOf = (value: unknown) => JSON.stringify(sorted(value));
    fc.assert(fc.property(alike, alike, (left, right) => isSame(left, right) === (textOf(left) === textOf(right))));
  });

  it("does not care which of the two is old", () => {
    fc.assert(fc.property(loose, loose, (left, right) => isSame(left, right) === isSame(right, left)));
  });

  it("takes a missing member for an undefined one, and neither for null", () => {
    assert.ok(isSame({ a: 1, b: undefined }, { a: 1 }));
    assert.ok(!isSame({ a: 1, b: null }, { a: 1 }));
    assert.ok(!isSame([1, null], [1]));
    assert.ok(!isSame([], {}));
  });

  it("compares members that are named like those of every object", () => {
    for (const name of ["__proto__", "constructor", "toString"]) {
      const odd: unknown = JSON.parse(`{ ${JSON.stringify(name)}: {} }`);
      assert.ok(!isSame(odd, {}), name);
      assert.ok(isSame(odd, JSON.parse(JSON.stringify(odd))), name);
    }
  });
});

describe("toWire", () => {
  it("copies JSON as it is", () => {
    fc.assert(fc.property(json, (value) => assert.deepEqual(toWire(value), value)));
  });

  it("leaves out undefined members at every depth, and changes nothing that a comparison sees", () => {
    fc.assert(
      fc.property(loose, (value) => {
        const carried = toWire(value);
        assert.deepEqual(carried, throughText(carried), "what is carried is JSON");
        assert.ok(isSame(carried, value));
      }),
    );
  });

  it("fills the holes of a list with null, as Pulumi does", () => {
    assert.deepEqual(toWire([1, undefined, 3]), [1, null, 3]);
  });

  for (const [value, path] of [
    [{ at: new Date(0) }, "outputs.at"],
    [{ list: [1, new Map()] }, "outputs.list[1]"],
    [{ deep: { big: 1n } }, "outputs.deep.big"],
    [{ ratio: NaN }, "outputs.ratio"],
    [{ ratio: Infinity }, "outputs.ratio"],
    [{ call: () => 1 }, "outputs.call"],
  ] as const) {
    it(`refuses what the state cannot hold, at ${path}`, () => {
      assert.throws(
        () => toWire(value),
        (error) => error instanceof TypeError && error.message.startsWith(`${path} holds`),
      );
    });
  }
});

describe("values that a preview does not know yet", () => {
  for (const [kind, sentinel] of Object.entries(SENTINELS)) {
    it(`are recognised for ${kind}, at every depth`, () => {
      assert.ok(isUnknown(sentinel));
      assert.ok(hasUnknown([{ a: { b: [sentinel] } }]));
    });
  }

  it("are not found in what is known", () => {
    fc.assert(fc.property(json, (value) => !hasUnknown(value)));
    assert.ok(!isUnknown(`${SENTINELS.anything} `));
  });
});

describe("withoutHidden", () => {
  it("takes Pulumi's and our own bookkeeping away and nothing else", () => {
    assert.deepEqual(withoutHidden({ __provider: "x", __urn: "y", _a: 1, a__b: 2 }), { _a: 1, a__b: 2 });
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]: [string, unknown]) => [key, reversed(member)]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return { members: entries.map(([key, member]: [string, unknown]) => [key, sorted(member)]) };
}

function throughText(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
