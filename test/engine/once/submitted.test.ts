import assert from "node:assert/strict";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { Fleet, PLATFORMS, type PlatformName } from "./fleet";

/** What becomes of the job, and the status that tells. */
const FATES = { failed: "fail", stopped: "arrears-stop", lost: "runs-forever" } as const;
/** In the vendor's words: an end that is there at the first look. */
const FAILED: Readonly<Record<PlatformName, string>> = {
  tione: "FAILED",
  modelarts: "Failed",
  "modelarts-v1": "11",
  qizhi: "job_failed",
};

for (const each of circumstances(ORDINARY)) {
  describe(`a job of which waitFor "submitted" wants only the id, and that ended ill, ${wordsOf(each)}`, function () {
    this.timeout(600_000);
    let fleet: Fleet;
    let first: Awaited<ReturnType<Fleet["up"]>>;
    let gone: Awaited<ReturnType<Fleet["refresh"]>>;
    const later: Awaited<ReturnType<Fleet["up"]>>[] = [];
    const statuses: Record<string, unknown> = {};
    const creates: Partial<Record<PlatformName, number>> = {};
    before(async () => {
      fleet = await Fleet.start(each);
      for (const [which, outcome] of Object.entries(FATES)) {
        await fleet.foresee(outcome, `${which}-*`);
        fleet.setAll(which, { waitFor: "submitted" });
      }
      for (const platform of PLATFORMS) {
        const timeline = [{ state: FAILED[platform] }];
        await fleet.stack.ask("POST", "scenario", { match: { name: `known-${platform}-*` }, timeline });
        fleet.set(`known-${platform}`, platform, { waitFor: "submitted" });
      }
      first = await fleet.up();
      await fleet.stack.ask("POST", "clock", { advanceMs: 86_400_000 });
      await fleet.refresh();
      later.push(await fleet.up());
      for (const platform of PLATFORMS) creates[platform] = (await fleet.creates(platform)).length;
      // Somebody deleted everything.
      await fleet.stack.ask("POST", "reset");
      await fleet.stack.ask("POST", "clock", { advanceMs: 600_000 });
      gone = await fleet.refresh();
      later.push(await fleet.up(), await fleet.up());
      for (const which of [...Object.keys(FATES), "known"]) {
        for (const platform of PLATFORMS) {
          const resource = `${which}-${platform}`;
          statuses[resource] = (await fleet.row(resource))?.outputs.status;
        }
      }
    });
    after(() => fleet.stop());

    for (const platform of PLATFORMS) {
      it(`makes the first up red where the end is known by then on ${platform}`, () => {
        // What no list shows yet is not known by then, and the next one is red.
        if (each.lagMs === 0) assert.match(first.said(`known-${platform}`), /error:[^]*failed/);
        for (const run of later) assert.match(run.said(`known-${platform}`), /error:/);
      });

      for (const which of Object.keys(FATES)) {
        it(`makes every following up red when it is ${which} on ${platform}`, () => {
          const resource = `${which}-${platform}`;
          assert.equal(statuses[resource], which, gone.output);
          for (const run of which === "lost" ? later.slice(1) : later) assert.match(run.said(resource), /error:/);
        });
      }

      it(`is not bought again on ${platform}`, async () => {
        assert.equal(creates[platform], 4);
        assert.deepEqual(await fleet.creates(platform), [], "since everything was deleted");
      });
    }
  });
}
