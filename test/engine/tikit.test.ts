import assert from "node:assert/strict";
import { TioneTester } from "../emulator/tione-client";
import { actionsOf, programOfRows, rows } from "../program/tikit-page";
import { spec, TestStack } from "./stack";

const HOUR_MS = 3_600_000;
const resources = rows.filter(({ code }) => code.startsWith("new training."));
const endings = rows.filter(({ code }) => code === "pulumi destroy");
const WRITES = /^(Create|Stop|Delete)/;

describe("the resources of docs/guides/tikit.md, in one program under the real engine", function () {
  this.timeout(180_000);
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.start();
  });
  after(() => stack.stop());

  /** The actions that the emulator got during a run, and which of them changed something. */
  async function during(run: () => Promise<unknown>) {
    const before = (await stack.requests()).length;
    await run();
    const seen = (await stack.requests()).slice(before);
    const of = (some: typeof seen) => some.map(({ action }) => action);
    return { actions: [...new Set(of(seen))].sort(), writes: of(seen.filter(({ committed }) => committed)).sort() };
  }

  it("send what the page says when they are made, and when they are destroyed", async () => {
    const tester = new TioneTester(stack.emulator);
    const output = { Bucket: "ml-1250000000", Region: "ap-guangzhou", Paths: ["runs/"] };
    const jobId = await tester.create("trained", { Output: output });
    const { model } = await tester.importModel();
    await tester.advance(HOUR_MS);
    // From now on, so that there is something to stop.
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
    const given = { jobId, modelId: model, groupId: "rsg-prod0001", spec };
    const constants = Object.entries(given).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
    await stack.typescript([...constants, programOfRows(resources)].join("\n"));

    const made = await during(() => stack.up());
    assert.deepEqual(made.actions, actionsOf(resources));
    // One write for each line, of just the kind that the line names.
    const promised = resources.flatMap(({ actions }) => actions.filter((action) => WRITES.test(action)));
    assert.deepEqual(made.writes, promised.sort());

    const ended = await during(() => stack.mustPass("destroy", "--skip-preview", "--non-interactive"));
    assert.deepEqual(ended.actions, actionsOf(endings));
    assert.deepEqual(
      [...new Set(ended.writes)],
      actionsOf(endings).filter((action) => WRITES.test(action)),
    );
  });
});
