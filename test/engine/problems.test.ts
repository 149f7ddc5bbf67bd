import assert from "node:assert/strict";
import { z } from "zod";
import { findProblems } from "../../src/engine/problems";

const SENTINELS = [
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

const machine = z.strictObject({ role: z.enum(["WORKER", "PS"]), count: z.int("takes a whole number") });
const schema = z
  .strictObject({
    name: z.string("is needed").regex(/^[a-z]+$/, "takes small letters"),
    machines: z.array(machine).optional(),
    env: z.record(z.string(), z.union([z.string(), z.strictObject({ value: z.string() })])).optional(),
    source: z
      .discriminatedUnion("type", [
        z.strictObject({ type: z.literal("cos"), bucket: z.string("is needed") }),
        z.strictObject({ type: z.literal("cfs"), id: z.string("is needed") }),
      ])
      .optional(),
    port: z.union([z.number("takes a number"), z.literal("auto", 'takes "auto"')]).optional(),
    low: z.number().optional(),
    high: z.number().optional(),
  })
  .superRefine(({ low = 0, high = 1 }, context) => {
    if (low > high) context.addIssue({ code: "custom", path: ["low"], message: "is above high" });
  });

describe("findProblems", () => {
  it("finds none in inputs that fit", () => {
    const inputs = {
      name: "a",
      machines: [{ role: "PS", count: 1 }],
      env: { A: "1", B: { value: "2" } },
      source: { type: "cfs", id: "cfs-1" },
      port: "auto",
    };
    assert.deepEqual(findProblems(inputs, schema), []);
  });

  for (const [words, inputs, property, reason] of [
    ["a missing input", {}, "name", "name: is needed"],
    [
      "an entry of a list",
      {
        name: "a",
        machines: [
          { role: "PS", count: 1 },
          { role: "PS", count: 1.5 },
        ],
      },
      "machines[1].count",
      "machines[1].count: takes a whole number",
    ],
    ["a key with dots", { name: "a", env: { "a.b": 1 } }, 'env["a.b"]', undefined],
    ["a key with a quote", { name: "a", env: { 'a"b': 1 } }, 'env["a\\"b"]', undefined],
    ["an empty key", { name: "a", env: { "": 1 } }, 'env[""]', undefined],
    ["a key that is a number", { name: "a", env: { 7: 1 } }, 'env["7"]', undefined],
    ["an input nobody asked for", { name: "a", nmae: 1 }, "nmae", "nmae: no such input; did you mean name?"],
    [
      "a member nobody asked for, deep inside",
      { name: "a", machines: [{ role: "PS", count: 1, gpu: 8 }] },
      "machines[0].gpu",
      "machines[0].gpu: no such input",
    ],
    [
      "a member of the branch that was meant",
      { name: "a", source: { type: "cos" } },
      "source.bucket",
      "source.bucket: is needed",
    ],
    ["a branch that does not exist", { name: "a", source: { type: "ftp" } }, "source.type", undefined],
    ["a value that fits no branch", { name: "a", port: true }, "port", 'port: takes a number; or takes "auto"'],
    ["the branch that came furthest", { name: "a", env: { A: { value: 1 } } }, "env.A.value", undefined],
    ["a rule about two inputs", { name: "a", low: 2, high: 1 }, "low", "low: is above high"],
  ] as const) {
    it(`names ${words} by its path`, () => {
      const [problem, ...others] = findProblems(inputs, schema);
      assert.deepEqual(others, []);
      assert.ok(problem?.startsWith(`${property}: `), problem);
      if (reason !== undefined) assert.equal(problem, reason);
    });
  }

  it("finds every problem, not the first alone", () => {
    const problems = findProblems({ name: 1, machines: [{ role: "X", count: 1 }], more: true }, schema);
    assert.deepEqual(problems, [
      "more: no such input",
      "name: is needed",
      'machines[0].role: must be "WORKER" or "PS"',
    ]);
  });

  it("names each input that nobody asked for, before what is missing and may be meant", () => {
    assert.deepEqual(findProblems({ nmae: "a", "y z": 1, machines: [{ rol: "PS", count: 1 }] }, schema), [
      "machines[0].rol: no such input; did you mean machines[0].role?",
      "nmae: no such input; did you mean name?",
      '["y z"]: no such input',
      "name: is needed",
      'machines[0].role: is needed: "WORKER" or "PS"',
    ]);
  });

  for (const sentinel of SENTINELS) {
    it(`holds nothing against what a preview does not know yet (${sentinel.slice(0, 8)})`, () => {
      const unknowns: readonly object[] = [
        { name: sentinel },
        { name: "a", machines: sentinel },
        { name: "a", machines: [sentinel] },
        { name: "a", machines: [{ role: sentinel, count: sentinel }] },
        { name: "a", env: sentinel },
        { name: "a", env: { A: { value: sentinel } } },
        { name: "a", source: sentinel },
        { name: "a", source: { type: sentinel } },
        { name: "a", source: { type: "cos", bucket: sentinel } },
        { name: "a", port: sentinel },
        { name: "a", low: sentinel, high: 0 },
      ];
      for (const inputs of unknowns) assert.deepEqual(findProblems({ ...inputs }, schema), [], JSON.stringify(inputs));
    });
  }

  it("still finds what is wrong beside what is not known", () => {
    const inputs = { name: SENTINELS[0], machines: [{ role: SENTINELS[0], count: "two" }] };
    assert.deepEqual(findProblems(inputs, schema), ["machines[0].count: takes a whole number"]);
  });

  it("ends also for arguments of a program that hold one another", () => {
    const inputs: Record<string, unknown> = { name: "a", machines: [] };
    inputs["self"] = inputs;
    const [problem, ...others] = findProblems(inputs, schema);
    assert.match(problem ?? "", /^self: no such input/);
    assert.deepEqual(others, []);
  });
});
