import assert from "node:assert/strict";
import { TestStack } from "./stack";

/** What the suite needs to know of a platform's example. */
const EXAMPLES = {
  tione: {
    config: {},
    register: "CreateTrainingModel",
    remove: "DeleteTrainingModelVersion",
    group: "rsg-prod0001",
    status: "STATUS_SUCCESS",
    artifact: /^cos:\/\/ml-1250000000\.ap-guangzhou\/runs\/train-\d+\/$/,
    versions: ["v1", "v2"],
  },
  modelarts: {
    config: { platform: "modelarts" },
    register: "ImportModel",
    remove: "DeleteModel",
    group: "pool-prod-a100-000000000000000000000000001",
    status: "published",
    artifact: /^obs:\/\/ml-bucket\/runs\//,
    versions: ["0.0.1", "0.0.2"],
  },
} as const;

for (const [platform, { config, register, remove, group, status, artifact, versions }] of Object.entries(EXAMPLES)) {
  describe(`examples/train-then-register on ${platform}, under the real engine`, function () {
    this.timeout(180_000);
    let stack: TestStack;
    beforeEach(async () => {
      stack = await TestStack.start();
      await stack.example("train-then-register");
      for (const [key, value] of Object.entries(config)) await stack.mustPass("config", "set", key, value);
    });
    afterEach(() => stack.stop());
    const models = () => stack.rowsOf("TrainingModelVersion");
    const model = async () => {
      const [row, ...others] = await models();
      assert.ok(
        row && others.length === 0,
        `one model version expected, ${others.length + Number(row !== undefined)} found`,
      );
      return row;
    };
    const job = async () => (await stack.jobs())[0];
    const count = async (action: string) => (await stack.requests(action)).filter(({ committed }) => committed).length;

    /** Jobs run for half an hour, three seconds here: long enough for `up` to be done with the job, and then they fail. */
    const failWhileRunning = () => {
      const [running, failed] = platform === "tione" ? ["RUNNING", "FAILED"] : ["Running", "Failed"];
      const timeline = [
        { state: running, ms: 1_800_000 },
        { state: failed, reason: "CUDA out of memory" },
      ];
      return stack.ask("POST", "scenario", { match: { name: "*" }, timeline });
    };

    it("registers what the job wrote, registers anew what a new job wrote, and leaves nothing behind", async () => {
      await stack.up();
      const [reference] = await stack.rowsOf("ResourceGroupRef");
      assert.deepEqual([reference?.id, reference?.outputs.status], [group, "ready"]);
      const first = await model();
      const source = (await stack.row()).outputs;
      assert.equal(first.id, first.outputs.versionId);
      assert.deepEqual([first.outputs.status, first.outputs.platformStatus], ["ready", status]);
      assert.match(String(first.outputs.artifactPath), artifact);
      assert.equal(first.outputs.version, versions[0]);
      // Where it comes from: which job, which run of which resource, which image.
      assert.deepEqual([first.outputs.sourceJobId, first.outputs.sourceMarker], [source.jobId, (await job())?.marker]);
      assert.match(String(first.outputs.sourceImage), /1\.4$/);
      // The job had ended well before anything was registered.
      assert.equal((await job())?.live, false);

      const before = (await stack.requests()).length;
      await stack.up("--expect-no-changes");
      assert.equal((await stack.requests()).length, before);
      await stack.mustPass("refresh", "--skip-preview", "--non-interactive");
      assert.equal((await model()).id, first.id);

      await stack.mustPass("config", "set", "run", "2");
      await stack.up();
      const second = await model();
      assert.notEqual(second.id, first.id);
      assert.equal(second.outputs.version, versions[1]);
      assert.equal(second.outputs.sourceJobId, (await stack.row()).outputs.jobId);
      assert.deepEqual([await count(register), await count(remove)], [2, 1]);

      await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
      assert.equal(await count(remove), 2);
      assert.deepEqual([await stack.jobs(), await stack.rowsOf("ResourceGroupRef")], [[], []]);
    });

    it("registers nothing when the job fails, and says why", async () => {
      await failWhileRunning();
      const output = await stack.failingUp();
      assert.match(output, /TrainingModelVersion "sft": its source job \S+ failed.*\(F(AILED|ailed)\)/s);
      assert.match(output, /Nothing was registered\. Run the job again/);
      if (platform === "tione") assert.match(output, /CUDA out of memory/);
      assert.equal(await count(register), 0);
      assert.deepEqual(await models(), []);
    });

    it("keeps the version of the last good run until a new one is registered", async () => {
      await stack.up();
      const first = await model();
      await failWhileRunning();
      await stack.mustPass("config", "set", "run", "2");
      assert.match(await stack.failingUp(), /TrainingModelVersion "sft": its source job \S+ failed/);
      assert.equal((await model()).id, first.id);
      assert.deepEqual([await count(register), await count(remove)], [1, 0]);
    });

    /** One version, its id in the state, and nothing more to do. */
    async function assertSettled(): Promise<void> {
      assert.equal(await count(register), 1);
      assert.equal((await model()).outputs.status, "ready");
      const before = (await stack.requests()).length;
      await stack.up("--expect-no-changes");
      assert.equal((await stack.requests()).length, before);
      await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
      assert.equal(await count(remove), 1);
    }

    it("registers once when the reply is lost", async () => {
      await stack.ask("POST", "faults", { action: register, times: 1, fault: "drop-after-commit" });
      await stack.up();
      await assertSettled();
    });

    it("registers once when the request is lost", async () => {
      await stack.ask("POST", "faults", { action: register, times: 1, fault: "drop-before-commit" });
      const { code, output } = await stack.run("up", "--skip-preview", "--non-interactive");
      if (code === 0) return assertSettled();
      // No refusal of a second version is documented: nothing is sent again before the request can no longer arrive.
      assert.match(output, /whether version v1 of model "sft" exists is not known.*from 5m30s after the request on/s);
      assert.match((await model()).id ?? "", /^pending:/);
      assert.match(await stack.failingUp(), /is not known/);
      assert.equal((await stack.requests(register)).length, 1);
    });

    it("registers once when the provider is killed between the request and its answer", async () => {
      await stack.ask("POST", "faults", {
        action: register,
        times: 1,
        fault: "delay",
        ms: 600_000,
        when: "after-commit",
      });
      const up = stack.start(["up", "--skip-preview", "--non-interactive"]);
      await stack.seen(register, 1, up);
      for (const pid of await stack.plugins()) process.kill(pid, "SIGKILL");
      assert.notEqual((await up.done).code, 0);
      await stack.up();
      await assertSettled();
    });
  });
}
