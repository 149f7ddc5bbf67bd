import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { circumstances, wordsOf } from "./circumstances";
import { ASKABLE, Fleet, PLATFORMS, type PlatformName } from "./fleet";

const LATE = 60_000;

/** The id of the only live job of each platform. */
async function liveIds(fleet: Fleet): Promise<Record<PlatformName, string>> {
  const found: [PlatformName, string][] = [];
  for (const platform of PLATFORMS) {
    const [job, ...others] = await fleet.live(platform);
    assert.ok(job && others.length === 0, `one live job expected on ${platform}`);
    found.push([platform, job.id]);
  }
  return Object.fromEntries(found) as Record<PlatformName, string>; // one entry for each
}

for (const each of circumstances({ lagMs: LATE, keepsJournal: true }, { lagMs: LATE, keepsJournal: false })) {
  const { keepsJournal } = each;
  describe(`the state of yesterday, put back over a replaced job, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    let fleet: Fleet;
    let replacement: Record<PlatformName, string>;
    let refresh: Awaited<ReturnType<Fleet["refresh"]>>;
    let destroy: Awaited<ReturnType<Fleet["destroy"]>>;
    before(async () => {
      fleet = await Fleet.start(each);
      fleet.setAll("sft");
      assert.equal((await fleet.up()).code, 0);
      const yesterday = await fleet.saveState();
      fleet.setAll("sft", {}, true);
      const { code, output } = await fleet.up();
      assert.equal(code, 0, output);
      replacement = await liveIds(fleet);
      await fleet.restoreState(yesterday);
      fleet.setAll("sft");
      refresh = await fleet.refresh();
      destroy = await fleet.destroy();
    });
    after(() => fleet.stop());

    // Nothing but its journal knows of a job on Qizhi.
    for (const platform of keepsJournal ? PLATFORMS : ASKABLE) {
      it(`refresh names the job that came after it on ${platform}`, () => {
        assert.match(refresh.said(`sft-${platform}`), new RegExp(`warning: .*${replacement[platform]}`));
      });

      it(`destroy ends the job that came after it on ${platform}`, async () => {
        assert.deepEqual(await fleet.live(platform), [], destroy.output);
        assert.equal(await fleet.row(`sft-${platform}`), undefined);
      });
    }
  });
}

// Nothing but the journal knows that there was such a resource.
for (const each of circumstances({ lagMs: LATE, keepsJournal: true }).filter(({ keepsJournal }) => keepsJournal)) {
  describe(`a replacement that is killed and then destroyed, whose row the engine drops unasked, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    let fleet: Fleet;
    let replacement: Record<PlatformName, string>;
    let next: Awaited<ReturnType<Fleet["up"]>>;
    before(async () => {
      fleet = await Fleet.start(each);
      fleet.setAll("sft");
      assert.equal((await fleet.up()).code, 0);
      const mark = await fleet.mark();
      await fleet.foresee("never-starts");
      fleet.setAll("sft", {}, true);
      await fleet.upAndKill((up) =>
        fleet.waits(up, Object.fromEntries(PLATFORMS.map((platform) => [platform, 1])), mark),
      );
      replacement = await liveIds(fleet);
      const destroy = await fleet.destroy();
      assert.equal(destroy.code, 0, destroy.output);
      assert.deepEqual(await fleet.rows(), []);
      await fleet.foresee("runs-forever");
      fleet.clear();
      fleet.set("another", "tione", { waitFor: "submitted" });
      next = await fleet.up();
    });
    after(() => fleet.stop());

    /** The jobs that nobody holds now. */
    const left = async () => {
      const ids: string[] = [];
      for (const platform of PLATFORMS) {
        if ((await fleet.live(platform)).some(({ id }) => id === replacement[platform]))
          ids.push(replacement[platform]);
      }
      return ids;
    };

    it("is spoken of by whatever is run next on this machine", async () => {
      const ids = await left();
      if (ids.length === 0) return;
      const { output } = next;
      // At most three are named in one sentence.
      assert.ok(ids.filter((id) => output.includes(id)).length >= Math.min(3, ids.length), output);
      assert.match(output, /warning: .*submitted jobs that no state is known to hold/);
    });

    it("is listed by `pulumi stack export | npx pulumi-training orphans`", async () => {
      const ids = await left();
      const main = resolve(__dirname, "..", "..", "..", "dist", "cli", "main.js");
      const listing = promisify(execFile)(process.execPath, [main, "orphans"], { env: fleet.stack.environment });
      listing.child.stdin?.end(await fleet.stack.exported());
      // What it exits with is its own affair: here it is what it says.
      const { stdout } = await listing.catch((error: unknown) => error as { stdout: string }); // execFile rejects with both outputs
      for (const id of ids) assert.ok(stdout.includes(id), stdout);
      const another = (await fleet.live("tione")).find(({ name }) => name.startsWith("another"));
      assert.ok(another && !stdout.includes(another.id), "what a row holds is no orphan");
    });
  });
}
