import assert from "node:assert/strict";
import { samples, type Sample } from "../conformance/samples";
import type { Trouble } from "./proxy";
import { World } from "./world";

const MODE = { uniqueNames: true, hasConsole: true, keepsJournal: true } as const;
/** Of a job that runs, queues again and runs to its end, in each vendor's words. */
const RESTARTED: Readonly<Record<string, readonly string[]>> = {
  tione: ["PENDING", "RUNNING", "PENDING", "RUNNING", "SUCCEED"],
  modelarts: ["Pending", "Running", "Pending", "Running", "Completed"],
  qizhi: ["job_queuing", "job_running", "job_restarting", "job_running", "job_succeeded"],
};
/** With a platform, and nothing left of what was tried there. */
async function within(platform: string, story: (world: World, sample: Sample) => Promise<void>): Promise<void> {
  const world = await World.open({ ...MODE, platform });
  const sample = samples[platform];
  assert.ok(sample);
  try {
    await story(world, sample);
    assert.deepEqual((await world.destroy()).errors, []);
    assert.ok(world.jobs.every(({ live }) => !live));
  } finally {
    await world.close();
  }
}

/** An answer of TI-ONE's, whatever was asked. */
const tioneRefuses = (Code: string, Message: string): Trouble => ({
  reaches: "nothing",
  gives: (client) => {
    const body = JSON.stringify({ Response: { Error: { Code, Message }, RequestId: "r-1" } });
    client.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  },
});

describe("a job whose resource group is deleted", function () {
  this.timeout(60_000);

  it("goes on, and the refusal of the one that should take its place names the group", () =>
    within("tione", async (world, { actions, change: [member, value], group }) => {
      const spec = { ...group.job, startCmd: "torchrun train.py" };
      assert.deepEqual((await world.up({ spec })).errors, []);
      assert.deepEqual((await world.up({ spec })).errors, []);
      assert.equal(world.row?.jobId, world.jobs[0]?.id);

      const gone = tioneRefuses("ResourceNotFound.ResourceGroupNotFound", `There is no resource group ${group.id}.`);
      world.foresee(actions.create, gone, 1);
      const { errors } = await world.up({ spec: { ...spec, [member]: value } });
      assert.match(errors.join(), new RegExp(`creating TrainingJob .*${group.id}`, "s"));
      assert.equal(world.countOf(actions.create), 2, "a refusal is not repeated");
      assert.deepEqual([world.row, world.jobs.filter(({ live }) => live)], [undefined, []]);

      assert.deepEqual((await world.up({ spec: { ...spec, [member]: value } })).errors, []);
      assert.equal(world.jobs.filter(({ live }) => live).length, 1);
    }));
});

for (const platform of Object.keys(samples)) {
  describe(`a job on ${platform}`, function () {
    this.timeout(60_000);

    it("makes way for another one under the same name that the program fixes", () =>
      within(platform, async (world, { spec, change: [member, value] }) => {
        assert.deepEqual((await world.up({ name: "chosen" })).errors, []);
        const before = world.row?.jobId;
        assert.deepEqual((await world.up({ name: "chosen", spec: { ...spec, [member]: value } })).errors, []);
        assert.notEqual(world.row?.jobId, before);
        assert.deepEqual(
          world.jobs.filter(({ live }) => live).map(({ id }) => id),
          [world.row?.jobId],
        );
      }));

    it("is bought once by a machine that falls asleep while it waits for the answer", () =>
      within(platform, async (world, { actions }) => {
        world.foresee(actions.create, { gives: () => world.later() }, 1);
        await world.up();
        assert.ok(world.isAccountedFor);
        assert.deepEqual((await world.up()).errors, []);
        assert.equal(world.jobs.length, 1);
        assert.equal(world.row?.jobId, world.jobs[0]?.id);
      }));

    const states = RESTARTED[platform];
    if (states)
      it("is waited for to its end when the platform starts it again", () =>
        within(platform, async (world) => {
          world.letJobsBe(states);
          assert.deepEqual((await world.up({ waitFor: "succeeded" })).errors, []);
          assert.deepEqual([world.jobs.length, world.row?.status], [1, "succeeded"]);
        }));
  });
}
