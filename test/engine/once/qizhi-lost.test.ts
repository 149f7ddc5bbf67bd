import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { samples } from "../../conformance/samples";
import { TestStack } from "../stack";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";

const CREATE = "train_job/create";
const LIST = "train.ListJobs";

// Each of its tests says what becomes of the journal: what is asked for is how late the lists are.
for (const each of circumstances(ORDINARY).filter(({ keepsJournal }) => keepsJournal)) {
  describe(`a Qizhi job whose submission had no answer, ${wordsOf(each)}`, function () {
    this.timeout(180_000);
    const sample = samples["qizhi"];
    assert.ok(sample);
    const args = { platform: "qizhi", spec: sample.spec };
    const [member, value] = sample.change;
    let stack: TestStack;
    beforeEach(async () => {
      stack = await TestStack.start();
      await stack.ask("POST", "switches", { listLagMs: each.lagMs });
      await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
      await stack.job("sft", args);
    });
    afterEach(() => stack.stop());

    const setSession = () => (stack.environment.QIZHI_CONSOLE_SESSION = "a session of the tests");
    const throwJournalAway = () => rm(join(stack.directory, "journal"), { recursive: true, force: true });
    const fault = (action: string, more: object) => stack.ask("POST", "faults", { action, times: 1, ...more });
    const live = async () => (await stack.jobs()).filter((job) => job.live);
    const creates = async () => (await stack.requests(CREATE)).length;

    /** An `up` whose provider is killed while the platform's answer is on its way. */
    async function killedUp(): Promise<void> {
      await fault(CREATE, { fault: "delay", ms: 600_000, when: "after-commit" });
      const up = stack.start(["up", "--skip-preview", "--non-interactive"]);
      await stack.seen(CREATE, 1, up);
      for (const pid of await stack.plugins()) process.kill(pid, "SIGKILL");
      assert.notEqual((await up.done).code, 0);
      await throwJournalAway();
    }

    /** One job, submitted once, which the row holds; and nothing more to do. */
    async function assertTakenOver(): Promise<void> {
      const [job, ...others] = await stack.jobs();
      assert.deepEqual(others, []);
      assert.match(job?.name ?? "", /^sft-[a-z2-7]{16}$/);
      assert.deepEqual([(await stack.row()).outputs.jobId, await creates()], [job?.id, 1]);
      await stack.up("--expect-no-changes");
    }

    describe("with a session of the console", () => {
      it("is found in the same up", async () => {
        setSession();
        await fault(CREATE, { fault: "drop-after-commit" });
        await stack.up();
        await assertTakenOver();
      });

      it("is taken over by the next up, without the journal, when the console failed too", async () => {
        setSession();
        await fault(CREATE, { fault: "drop-after-commit" });
        // The looks before the submission pass.
        await fault(LIST, { times: 200, skip: 2, fault: "http-500" });
        assert.match(await stack.failingUp(), /whether job "sft-[a-z2-7]{16}" exists is not known/);
        assert.match((await stack.row()).id ?? "", /^pending:/);
        await throwJournalAway();
        await fault(LIST, { times: 0, fault: "http-500" });
        await stack.up();
        await assertTakenOver();
      });

      it("that came only after the lost answer is taken over, too", async () => {
        await fault(CREATE, { fault: "drop-after-commit" });
        await stack.failingUp();
        await throwJournalAway();
        setSession();
        await stack.up();
        await assertTakenOver();
      });

      it("is taken over by another machine when the first one was killed", async () => {
        setSession();
        await killedUp();
        assert.deepEqual(await stack.rows(), []);
        await stack.up();
        await assertTakenOver();
      });

      it("is ended by another machine when the first one was killed and the program asks for another job by now", async () => {
        setSession();
        await killedUp();
        const [left] = await live();
        await stack.job("sft", { ...args, spec: { ...sample.spec, [member]: value } });
        assert.match(
          await stack.up(),
          new RegExp(`job ${left?.id}, which an earlier run of this resource submitted.*is ended`),
        );
        const [job, ...others] = await live();
        assert.deepEqual(others, []);
        assert.notEqual(job?.id, left?.id);
        assert.equal((await stack.row()).outputs.jobId, job?.id);
      });

      it("and with a fixed name stays pending: its name is nobody's", async () => {
        setSession();
        await stack.job("sft", { ...args, name: "sft" });
        await fault(CREATE, { fault: "drop-after-commit" });
        await stack.failingUp();
        assert.match(await stack.failingUp(), /whether job "sft" exists is not known/);
        assert.equal(await creates(), 1);
      });

      it("that is over nothing is submitted before it is copied anew or unset; what is there can still be destroyed", async () => {
        setSession();
        await fault(LIST, { times: 200, fault: "redirect" });
        assert.match(await stack.failingUp(), /session is over.*set QIZHI_CONSOLE_SESSION anew.*or unset it/s);
        assert.deepEqual([await creates(), await stack.rows()], [0, []]);
        await fault(LIST, { times: 0, fault: "redirect" });
        await stack.up();
        await fault(LIST, { times: 200, fault: "redirect" });
        const output = await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
        assert.match(output, /whether earlier runs of this resource left another job is not known/);
        assert.deepEqual([await live(), await stack.rows()], [[], []]);
      });
    });

    describe("without one", () => {
      it("waits for a person, whoever tries again", async () => {
        await fault(CREATE, { fault: "drop-after-commit" });
        await stack.failingUp();
        await throwJournalAway();
        assert.match(await stack.failingUp(), /whether job "sft-[a-z2-7]{16}" exists is not known/);
        assert.match((await stack.row()).id ?? "", /^pending:/);
        assert.equal(await creates(), 1);
      });

      // Nothing on earth can know: no row, no journal, and a platform that shows jobs by their ids only.
      it("is bought a second time when the machine that submitted it is gone with its journal", async () => {
        await killedUp();
        await stack.up();
        assert.deepEqual([(await live()).length, await creates()], [2, 2]);
      });
    });
  });
}
