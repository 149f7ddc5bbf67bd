import assert from "node:assert/strict";
import { qizhiJobName, qizhiJobRules, qizhiJobSpec } from "../../../src/platforms/qizhi/jobs/schema";
import { fullSpec, machines, smallSpec } from "./fixtures";

/** The problems as `path: message`. */
function problems(spec: unknown): string[] {
  const { error } = qizhiJobSpec.safeParse(spec);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("a Qizhi job's spec", () => {
  it("stays exactly as it was written", () => {
    for (const spec of [smallSpec, fullSpec, { ...smallSpec, maxRunningTimeMs: "unlimited" }]) {
      assert.deepEqual(qizhiJobSpec.parse(spec), spec);
    }
  });

  for (const member of Object.keys(smallSpec)) {
    it(`needs ${member}`, () => {
      const found = problems({ ...smallSpec, [member]: undefined });
      assert.match(found.join("\n"), new RegExp(`^${member}: is needed`));
    });
  }

  for (const member of Object.keys(machines)) {
    it(`needs ${member} of the machines`, () => {
      const found = problems({ ...smallSpec, frameworkConfig: [{ ...machines, [member]: undefined }] });
      assert.match(found.join("\n"), new RegExp(`^frameworkConfig\\.0\\.${member}: is needed`));
    });
  }

  for (const [what, members, problem] of [
    [
      "a physical group",
      { logicComputeGroupId: "cg-1" },
      /^logicComputeGroupId: is "cg-1"; the id of a logic compute group begins with lcg-$/,
    ],
    ["another thing's id for the workspace", { workspaceId: "project-1" }, /^workspaceId: .* begins with ws-$/],
    ["another thing's id for the project", { projectId: "ws-1" }, /^projectId: .* begins with project-$/],
    ["an empty command", { command: "" }, /^command: is empty$/],
    ["priority 0", { taskPriority: 0 }, /^taskPriority: is 0; Qizhi takes whole priorities, 1 to 10$/],
    ["priority 11", { taskPriority: 11 }, /^taskPriority: is 11; Qizhi takes whole priorities, 1 to 10$/],
    [
      "no machines",
      { frameworkConfig: [{ ...machines, instanceCount: 0 }] },
      /^frameworkConfig\.0\.instanceCount: is 0; Qizhi takes whole machines, at least 1$/,
    ],
    [
      "two kinds of machines",
      { frameworkConfig: [machines, machines] },
      /^frameworkConfig: has 2 entries; Qizhi takes one$/,
    ],
    [
      "no kind of image",
      { frameworkConfig: [{ ...machines, imageType: "" }] },
      /^frameworkConfig\.0\.imageType: is ""; Qizhi knows SOURCE_PUBLIC, SOURCE_PRIVATE/,
    ],
    [
      "a time as text",
      { maxRunningTimeMs: "7200000" },
      /^maxRunningTimeMs: is "7200000"; Qizhi takes .* or "unlimited"$/,
    ],
    ["no time at all", { maxRunningTimeMs: 0 }, /^maxRunningTimeMs: is 0; Qizhi takes whole milliseconds, at least 1/],
    ["half a millisecond", { reserveOnFailMs: 0.5 }, /^reserveOnFailMs: is 0\.5; Qizhi takes whole milliseconds/],
    ["a time of 0 to hold machines", { reserveOnSuccessMs: 0 }, /^reserveOnSuccessMs: is 0; .* at least 1$/],
    [
      "restarts without a number",
      { autoFaultTolerance: true },
      /^faultToleranceMaxRetry: is needed when autoFaultTolerance is true/,
    ],
    [
      "this package's variable",
      { env: { PULUMI_JOB_MARKER: "x" } },
      /^env\.PULUMI_JOB_MARKER: is reserved for this package$/,
    ],
    ["a typo", { comand: "x" }, /Unrecognized key: "comand"/],
    ["a name in the spec", { name: "x" }, /Unrecognized key: "name"/],
  ] as const) {
    it(`refuses ${what}`, () => {
      const found = problems({ ...smallSpec, ...members });
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", problem);
    });
  }

  it("changes nothing in place", () => {
    assert.deepEqual([...new Set(Object.values(qizhiJobRules))], ["replace"]);
  });
});

describe("a Qizhi job's name", () => {
  for (const name of ["sft", "_a-1", "a".repeat(63)]) {
    it(`may be ${name}`, () => assert.equal(qizhiJobName.parse(name), name));
  }
  for (const name of ["", "a".repeat(64), "s f t", "sft.1", "训练"]) {
    it(`may not be ${JSON.stringify(name)}`, () => {
      assert.match(qizhiJobName.safeParse(name).error?.issues[0]?.message ?? "", /does not fit: 1 to 63 Latin letters/);
    });
  }
});
