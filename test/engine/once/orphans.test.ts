import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pulumiTraining, type Ending } from "../../cli/command";
import { spec, TestStack } from "../stack";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";

// Both of its tests are of the journal: what is asked for is how late the lists are.
for (const each of circumstances(ORDINARY).filter(({ keepsJournal }) => keepsJournal)) {
  describe(`a job that a killed run left, ${wordsOf(each)}`, function () {
    this.timeout(180_000);
    let stack: TestStack;
    beforeEach(async () => {
      stack = await TestStack.start();
      await stack.ask("POST", "switches", { listLagMs: each.lagMs });
      await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "never-starts" });
      await stack.job("sft", { platform: "tione", spec });
      const up = stack.start(["up", "--skip-preview", "--non-interactive"]);
      await stack.seen("DescribeTrainingTasks", 3, up);
      up.process.kill("SIGKILL");
      await up.done;
      await stack.mustPass("cancel", "--yes");
      await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    });
    afterEach(() => stack.stop());

    const live = async () => (await stack.jobs()).filter((job) => job.live).map(({ id }) => id);

    /** `pulumi stack export | npx pulumi-training orphans …`, in the project's folder. */
    async function orphans(...args: string[]): Promise<Ending> {
      const input = await stack.exported();
      return pulumiTraining(["orphans", ...args], { cwd: stack.directory, env: stack.environment, input });
    }

    for (const [which, prepare] of [
      ["with the journal of the machine that ran it", async () => {}],
      ["on another machine", () => rm(join(stack.directory, "journal"), { recursive: true })],
    ] as const) {
      it(`outlives destroy, is listed by orphans and ended by --stop, ${which}`, async () => {
        await prepare();
        const [id, ...others] = await live();
        assert.ok(id && others.length === 0, "destroy cannot be asked about it");
        const listed = await orphans();
        assert.equal(listed.code, 1, listed.err);
        assert.match(listed.out, new RegExp(`^PLATFORM.*\ntione +ap-guangzhou +${id} .* dev/fleet sft\nTo end one`));
        const stopped = await orphans("--stop");
        assert.equal(stopped.code, 0, stopped.out + stopped.err);
        await stack.ask("POST", "clock", { advanceMs: 600_000 });
        assert.deepEqual(await live(), []);
        const { code, out } = await orphans();
        assert.deepEqual([code, out], [0, "no orphans found\n"]);
      });
    }
  });
}
