import assert from "node:assert/strict";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { ASKABLE, Fleet, PLATFORMS, sampleOf, type PlatformName } from "./fleet";

const DAY = 86_400_000;
const MARKER = /^pending:([a-z2-7]{20})$/;

/** Whether the row of the resource waits for word of its submission; with the marker if it does. */
async function pendingMarker(fleet: Fleet, resource: string): Promise<string | undefined> {
  return MARKER.exec((await fleet.row(resource))?.id ?? "")?.[1];
}

for (const each of circumstances({ ...ORDINARY, keepsJournal: false })) {
  describe(`a submission without an answer, where names may repeat, ${wordsOf(each)}`, function () {
    this.timeout(600_000);
    const made = ["adopt-same", "adopt-changed"];
    const gone = ["confirm-same", "confirm-changed"];
    type Run = Awaited<ReturnType<Fleet["up"]>>;
    type Numbers = Record<PlatformName, number>;
    let fleet: Fleet;
    const ids: Record<string, string> = {};
    const markers: Record<string, string | undefined> = {};
    let runs: readonly Run[] = [];
    let creates: readonly Numbers[] = [];
    const looksForChanged: Partial<Numbers> = {};

    const countCreates = async (): Promise<Numbers> => {
      const counts = await Promise.all(
        PLATFORMS.map(async (each) => [each, (await fleet.creates(each)).length] as const),
      );
      return Object.fromEntries(counts) as Numbers; // one entry for each
    };
    const up = async () => {
      runs = [...runs, await fleet.up()];
      creates = [...creates, await countCreates()];
    };

    before(async () => {
      fleet = await Fleet.start({ ...each, uniqueNames: false });
      // The jobs are made, their replies are lost, and no look shows them.
      await fleet.stack.ask("POST", "switches", { listLagMs: DAY });
      for (const which of made) fleet.setAll(which);
      for (const platform of PLATFORMS) await fleet.fault(platform, "create", { fault: "drop-after-commit", times: 2 });
      await up();
      for (const which of made) {
        for (const platform of PLATFORMS) {
          const [job] = await fleet.live(platform, which);
          ids[`${which}-${platform}`] = job?.id ?? "none was made";
        }
      }
      // And some whose requests never arrived.
      for (const which of gone) fleet.setAll(which);
      for (const platform of PLATFORMS)
        await fleet.fault(platform, "create", { fault: "drop-before-commit", times: 2 });
      await up();
      for (const which of [...made, ...gone]) {
        for (const platform of PLATFORMS) {
          markers[`${which}-${platform}`] = await pendingMarker(fleet, `${which}-${platform}`);
        }
      }

      await fleet.stack.ask("POST", "switches", { listLagMs: each.lagMs });
      await fleet.stack.ask("POST", "clock", { advanceMs: 2 * DAY });
      for (const platform of PLATFORMS) {
        fleet.set(`adopt-changed-${platform}`, platform, { adoptJobId: ids[`adopt-changed-${platform}`] }, true);
      }
      fleet.setAll("confirm-changed", {}, true);
      const mark = await fleet.mark();
      await up();
      for (const platform of PLATFORMS) {
        const { describe } = sampleOf(platform).actions;
        const since = (await fleet.stack.requests()).slice(mark);
        looksForChanged[platform] = since.filter(({ action }) => action === describe).length;
      }

      for (const platform of PLATFORMS) {
        fleet.set(`adopt-same-${platform}`, platform, { adoptJobId: ids[`adopt-same-${platform}`] });
        for (const which of gone) {
          const resource = `${which}-${platform}`;
          fleet.set(resource, platform, { confirmNotCreated: markers[resource] }, which === "confirm-changed");
        }
      }
      await up();
    });
    after(() => fleet.stop());

    for (const platform of PLATFORMS) {
      it(`is in the state and red, with the remedies, on ${platform}`, () => {
        for (const resource of made.map((which) => `${which}-${platform}`)) {
          assert.ok(markers[resource], `${resource} is pending`);
          assert.match(runs[0]?.said(resource) ?? "", /error:[^]*is not known[^]*`adoptJobId`/);
          assert.ok(runs[0]?.said(resource).includes(`confirmNotCreated: "${markers[resource]}"`));
        }
      });

      it(`is never sent a second time by itself on ${platform}`, () => {
        assert.deepEqual(
          creates.slice(0, 3).map((numbers) => numbers[platform]),
          [2, 4, 4],
        );
      });

      it(`is adopted by adoptJobId, with the old program and with a changed one, on ${platform}`, async () => {
        for (const which of made) {
          const resource = `${which}-${platform}`;
          assert.equal((await fleet.row(resource))?.outputs.jobId, ids[resource], runs.at(-1)?.said(resource));
          assert.deepEqual(
            (await fleet.live(platform, which)).map(({ id }) => id),
            [ids[resource]],
          );
        }
      });

      it(`is red at once with the remedies when the program has changed, and buys nothing, on ${platform}`, () => {
        const said = runs[2]?.said(`confirm-changed-${platform}`) ?? "";
        assert.match(said, /error:[^]*is not known[^]*`adoptJobId`/);
        assert.ok(said.includes(`confirmNotCreated: "${markers[`confirm-changed-${platform}`]}"`), said);
        // Of four resources: a minute of looking would be six looks for each of them.
        assert.ok((looksForChanged[platform] ?? 0) <= 16, `${looksForChanged[platform]} looks`);
      });

      it(`is one new job after confirmNotCreated, with the old program and with a changed one, on ${platform}`, async () => {
        for (const which of gone) {
          const resource = `${which}-${platform}`;
          const [job, ...others] = await fleet.live(platform, which);
          assert.ok(job, runs.at(-1)?.said(resource));
          assert.deepEqual(others, []);
          assert.equal((await fleet.row(resource))?.outputs.jobId, job.id);
        }
        assert.equal(creates.at(-1)?.[platform], 6);
      });
    }
  });
}

for (const each of circumstances({ ...ORDINARY, keepsJournal: false })) {
  describe(`a submission without an answer, where names are unique, ${wordsOf(each)}`, function () {
    this.timeout(600_000);
    let fleet: Fleet;
    const ids: Record<string, string> = {};
    const markers: Record<string, string | undefined> = {};
    const creates: Partial<Record<PlatformName, number>> = {};
    let next: Awaited<ReturnType<Fleet["up"]>>;
    before(async () => {
      fleet = await Fleet.start(each);
      await fleet.stack.ask("POST", "switches", { listLagMs: DAY });
      for (const which of ["same", "changed"]) fleet.setAll(which, {}, false, ASKABLE);
      for (const platform of ASKABLE) await fleet.fault(platform, "create", { fault: "drop-after-commit", times: 2 });
      await fleet.up();
      for (const platform of ASKABLE) {
        creates[platform] = (await fleet.creates(platform)).length;
        for (const which of ["same", "changed"]) {
          const [job] = await fleet.live(platform, which);
          ids[`${which}-${platform}`] = job?.id ?? "none was made";
          markers[`${which}-${platform}`] = await pendingMarker(fleet, `${which}-${platform}`);
        }
      }
      await fleet.stack.ask("POST", "switches", { listLagMs: each.lagMs });
      await fleet.stack.ask("POST", "clock", { advanceMs: 2 * DAY });
      fleet.setAll("changed", {}, true, ASKABLE);
      next = await fleet.up();
    });
    after(() => fleet.stop());

    for (const platform of ASKABLE) {
      it(`is taken over by the next up on ${platform}`, async () => {
        assert.ok(markers[`same-${platform}`], "the row was pending");
        const [job, ...others] = await fleet.live(platform, "same");
        assert.deepEqual(others, []);
        assert.equal(job?.id, ids[`same-${platform}`]);
        assert.equal((await fleet.row(`same-${platform}`))?.outputs.jobId, job?.id, next.said(`same-${platform}`));
      });

      it(`makes way for the job of a changed program on ${platform}`, async () => {
        assert.ok(markers[`changed-${platform}`], "the row was pending");
        const [job, ...others] = await fleet.live(platform, "changed");
        assert.deepEqual(others, []);
        assert.notEqual(job?.id, ids[`changed-${platform}`]);
        assert.equal(
          (await fleet.row(`changed-${platform}`))?.outputs.jobId,
          job?.id,
          next.said(`changed-${platform}`),
        );
        assert.match(next.said(`changed-${platform}`), new RegExp(`warning: .*${ids[`changed-${platform}`]}`));
        assert.equal((await fleet.creates(platform)).length, (creates[platform] ?? 0) + 1);
      });
    }
  });
}
