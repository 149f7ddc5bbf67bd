import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { Fleet } from "./fleet";

const LIST = "train.ListJobs";
const PENDING = /^pending:/;

// Each of its tests says what becomes of the journal: what is asked for is how late the lists are.
for (const each of circumstances(ORDINARY).filter(({ keepsJournal }) => keepsJournal)) {
  describe(`a Qizhi job whose submission had no answer, ${wordsOf(each)}`, function () {
    this.timeout(300_000);
    let fleet: Fleet;
    beforeEach(async () => {
      fleet = await Fleet.start(each);
    });
    afterEach(() => fleet.stop());

    const setSession = () => (fleet.stack.environment.QIZHI_CONSOLE_SESSION = "a session of the tests");
    const throwJournalAway = () => rm(fleet.journal, { recursive: true, force: true });
    const lose = (resource: string) =>
      fleet.fault("qizhi", "create", { fault: "drop-after-commit", containing: resource, times: 1 });
    const spoilConsole = (fault: object) => fleet.stack.ask("POST", "faults", { action: LIST, times: 200, ...fault });
    /** Of one resource: the jobs that the platform has by now. */
    const jobsOf = async (resource: string) =>
      (await fleet.jobs("qizhi")).filter(({ name }) => name.startsWith(`${resource}-`));
    const idOf = async (resource: string) => (await fleet.row(resource))?.id ?? "";

    /** An `up` whose provider is killed while the platform's answers are on their way. */
    async function killedUp(...resources: string[]): Promise<void> {
      const held = { fault: "delay", ms: 600_000, when: "after-commit" };
      for (const resource of resources) fleet.set(resource, "qizhi");
      await fleet.fault("qizhi", "create", { ...held, times: resources.length });
      await fleet.upAndKill(async (up) => {
        await fleet.until(up, async () => (await fleet.creates("qizhi")).length === resources.length);
      });
      await throwJournalAway();
      assert.deepEqual(await fleet.rows(), []);
    }

    /** One job, submitted once, which the row holds. */
    async function assertTakenOver(resource: string): Promise<void> {
      const [job, ...others] = await jobsOf(resource);
      assert.deepEqual(others, []);
      assert.match(job?.name ?? "", new RegExp(`^${resource}-[a-z2-7]{16}$`));
      assert.equal((await fleet.row(resource))?.outputs.jobId, job?.id);
    }

    async function assertNothingToDo(): Promise<void> {
      const { code, output } = await fleet.up("--expect-no-changes");
      assert.equal(code, 0, output);
    }

    it("is found in the same up with a session of the console, and by the next one, without the journal, when the console failed too; but a fixed name is nobody's", async () => {
      setSession();
      for (const resource of ["found", "asked-again"]) fleet.set(resource, "qizhi");
      fleet.set("fixed", "qizhi", { name: "chosen" });
      for (const name of ["found", "asked-again", "chosen"]) await lose(name);
      // The look before the submission passes.
      await spoilConsole({ fault: "http-500", containing: "asked-again", skip: 1 });
      const first = await fleet.up();
      await assertTakenOver("found");
      assert.match(first.said("asked-again"), /whether job "asked-again-[a-z2-7]{16}" exists is not known/);
      assert.match(await idOf("asked-again"), PENDING);
      assert.match(await idOf("fixed"), PENDING);

      await throwJournalAway();
      await spoilConsole({ fault: "http-500", times: 0 });
      const second = await fleet.up();
      await assertTakenOver("asked-again");
      assert.match(second.said("fixed"), /whether job "chosen" exists is not known/);
      assert.equal((await fleet.creates("qizhi")).length, 3);
    });

    it("is taken over, or ended for another one, by another machine with a session when the first one was killed", async () => {
      setSession();
      await killedUp("same", "changed");
      const [left] = await jobsOf("changed");
      fleet.set("changed", "qizhi", {}, true);
      const { output, said } = await fleet.up();
      await assertTakenOver("same");
      assert.match(
        said("changed"),
        new RegExp(`job ${left?.id}, which an earlier run of this resource submitted.*is ended`),
        output,
      );
      const [job, ...others] = (await jobsOf("changed")).filter(({ live }) => live);
      assert.deepEqual(others, []);
      assert.notEqual(job?.id, left?.id);
      assert.equal((await fleet.row("changed"))?.outputs.jobId, job?.id);
      await assertNothingToDo();
    });

    it("waits for a person, whoever tries again, until there is a session", async () => {
      fleet.set("sft", "qizhi");
      await lose("sft");
      assert.notEqual((await fleet.up()).code, 0);
      await throwJournalAway();
      assert.match((await fleet.up()).said("sft"), /whether job "sft-[a-z2-7]{16}" exists is not known/);
      assert.match(await idOf("sft"), PENDING);
      assert.equal((await fleet.creates("qizhi")).length, 1);

      await throwJournalAway();
      setSession();
      await fleet.up();
      await assertTakenOver("sft");
      assert.equal((await fleet.creates("qizhi")).length, 1);
      await assertNothingToDo();
    });

    // Nothing on earth can know: no row, no journal, and a platform that shows jobs by their ids only.
    it("is bought a second time when the machine that submitted it is gone with its journal, and there is no session", async () => {
      await killedUp("sft");
      await fleet.up();
      const live = (await jobsOf("sft")).filter(({ live: isLive }) => isLive);
      assert.deepEqual([live.length, (await fleet.creates("qizhi")).length], [2, 2]);
    });

    it("of a program that is as it was again is spoken of, with a way out that works, beside the job of the row", async () => {
      fleet.set("sft", "qizhi");
      await fleet.up();
      const before = await fleet.saveState();
      await fleet.fault("qizhi", "create", { fault: "delay", ms: 600_000, when: "after-commit", times: 1 });
      fleet.set("sft", "qizhi", {}, true);
      await fleet.upAndKill(async (up) => {
        await fleet.until(up, async () => (await fleet.creates("qizhi")).length === 2);
      });
      await fleet.restoreState(before);

      fleet.set("sft", "qizhi");
      const said = (await fleet.up()).said("sft");
      const [, name, marker] =
        /job "(sft-\w+)", submitted at [^;]*, exists;[^]*confirmNotCreated: "(\w+)"/.exec(said) ?? [];
      const jobs = await jobsOf("sft");
      assert.ok(
        jobs.some((job) => job.name === name && job.live),
        said,
      );
      assert.equal((await fleet.creates("qizhi")).length, 2);
      fleet.set("sft", "qizhi", { confirmNotCreated: marker });
      assert.doesNotMatch((await fleet.up()).said("sft"), /is still not known/);
      fleet.set("sft", "qizhi");
      assert.doesNotMatch((await fleet.up()).said("sft"), /is still not known/);
    });

    it("with a session that is over nothing is submitted before it is copied anew or unset; what is there can still be destroyed", async () => {
      setSession();
      fleet.set("sft", "qizhi");
      await spoilConsole({ fault: "redirect" });
      assert.match((await fleet.up()).output, /session is over.*set QIZHI_CONSOLE_SESSION anew.*or unset it/s);
      assert.deepEqual([await fleet.creates("qizhi"), await fleet.rows()], [[], []]);
      await spoilConsole({ fault: "redirect", times: 0 });
      assert.equal((await fleet.up()).code, 0);
      await spoilConsole({ fault: "redirect" });
      const { code, output } = await fleet.destroy();
      assert.equal(code, 0, output);
      assert.match(output, /whether earlier runs of this resource left another job is not known/);
      assert.deepEqual([await fleet.live("qizhi"), await fleet.rows()], [[], []]);
    });
  });
}
