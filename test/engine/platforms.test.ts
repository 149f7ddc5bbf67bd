import assert from "node:assert/strict";
import { platforms } from "../../src/platforms/registry";
import { samples } from "../conformance/samples";
import { TestStack } from "./stack";

for (const { name: platform, title } of platforms) {
  describe(`a job on ${title} under the real engine`, function () {
    this.timeout(180_000);
    const sample = samples[platform];
    assert.ok(sample);
    const args = { platform, spec: sample.spec };
    const [member, value] = sample.change;
    let stack: TestStack;
    beforeEach(async () => {
      stack = await TestStack.start();
      await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
    });
    afterEach(() => stack.stop());
    const live = async () => (await stack.jobs()).filter(({ live: isLive }) => isLive);

    it("is submitted, left alone, replaced, refreshed and destroyed", async () => {
      await stack.job("sft", args);
      await stack.up();
      const [first] = await live();
      assert.equal((await stack.row()).id, first?.id);
      const seen = (await stack.requests()).length;
      await stack.up("--expect-no-changes");
      assert.equal((await stack.requests()).length, seen);

      await stack.job("sft", { ...args, spec: { ...sample.spec, [member]: value } });
      await stack.up();
      const [second, ...others] = await live();
      assert.deepEqual(others, []);
      assert.notEqual(second?.id, first?.id);
      const { outputs } = await stack.row();
      assert.deepEqual([outputs.jobId, outputs.status], [second?.id, "running"]);
      await stack.mustPass("refresh", "--skip-preview", "--non-interactive", "--expect-no-changes");
      await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
      assert.deepEqual([await live(), await stack.rows()], [[], []]);
    });

    const { inPlace } = sample;
    if (inPlace) {
      it("is changed in place where the platform can", async () => {
        await stack.job("sft", args);
        await stack.up();
        const { id } = await stack.row();
        const before = (await stack.requests()).length;
        await stack.job("sft", { ...args, spec: { ...sample.spec, ...inPlace } });
        await stack.up();
        const since = (await stack.requests()).slice(before);
        assert.ok(
          since.some(({ committed }) => committed),
          "the platform was told",
        );
        const { id: same, outputs } = await stack.row();
        assert.equal(same, id);
        assert.deepEqual(outputs.spec, { ...sample.spec, ...inPlace });
        await stack.up("--expect-no-changes");
        assert.equal((await stack.requests(sample.actions.create)).length, 1);
        assert.equal((await live()).length, 1);
      });
    }

    it("is kept, with the reason, when it fails", async () => {
      await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "fail" });
      await stack.job("sft", { ...args, waitFor: "succeeded" });
      assert.match(await stack.failingUp(), /is kept as it is and never run again by itself/);
      assert.equal((await stack.row()).outputs.status, "failed");
      await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    });

    it("is bought once when its reply is lost", async () => {
      await stack.ask("POST", "faults", { action: sample.actions.create, times: 1, fault: "drop-after-commit" });
      await stack.job("sft", args);
      const { code, output } = await stack.run("up", "--skip-preview", "--non-interactive");
      const [job, ...others] = await live();
      assert.deepEqual(others, []);
      if (code !== 0) {
        // Nothing can be looked up: a person says which job it is.
        assert.match(output, /set `adoptJobId` to its id; if it is not, set `confirmNotCreated: "[a-z2-7]{20}"`/);
        assert.match((await stack.row()).id ?? "", /^pending:/);
        assert.match(await stack.mustFail("destroy", "--skip-preview", "--non-interactive"), /pulumi state delete/);
        assert.match(await stack.failingUp(), /is not known/);
        await stack.job("sft", { ...args, adoptJobId: job?.id });
        await stack.up();
      }
      assert.equal((await stack.row()).outputs.jobId, job?.id);
      assert.equal((await stack.requests(sample.actions.create)).length, 1);
      await stack.up("--expect-no-changes");
      await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
      assert.deepEqual(await live(), []);
    });

    it("is submitted after all when the request was lost", async () => {
      await stack.ask("POST", "faults", { action: sample.actions.create, times: 1, fault: "drop-before-commit" });
      await stack.job("sft", args);
      const { code, output } = await stack.run("up", "--skip-preview", "--non-interactive");
      if (code !== 0) {
        const marker = /confirmNotCreated: "([a-z2-7]{20})"/.exec(output)?.[1];
        assert.equal(marker, (await stack.row()).outputs.marker);
        assert.equal((await live()).length, 0);
        await stack.job("sft", { ...args, confirmNotCreated: marker });
        await stack.up();
      }
      const [job, ...others] = await live();
      assert.deepEqual(others, []);
      assert.equal((await stack.row()).outputs.jobId, job?.id);
      await stack.up("--expect-no-changes");
    });
  });
}
