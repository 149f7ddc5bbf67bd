import assert from "node:assert/strict";
import { platforms } from "../../src/platforms/registry";
import {
  Fleet,
  PLATFORMS,
  sampleOf,
  specOf,
  type Ended,
  type Extra,
  type PlatformJob,
  type PlatformName,
} from "./once/fleet";
import type { RequestSeen, Row } from "./stack";

/** What happens to a job: there is one of each on each platform. */
type Kind = "plain" | "replaced" | "changed" | "failing" | "unanswered" | "unheard";

/** What a run said, and what there was after it. */
interface After {
  readonly run: Ended;
  readonly rows: readonly Row[];
  readonly jobs: readonly PlatformJob[];
  readonly requests: readonly RequestSeen[];
}

/** Whether nothing but a person can tell what became of a submission without an answer. */
const isBlind = (platform: PlatformName) => sampleOf(platform).lacks?.includes("find") === true;
const changedSpec = (platform: PlatformName) => ({ ...specOf(platform), ...sampleOf(platform).inPlace });

describe("jobs on all platforms under the real engine", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  /** Runs in their order: with new jobs, with changes, without a job whose fate is not known, and with a word about that job. */
  let first: After, second: After, third: After, fourth: After;
  let unchanged: After, refreshed: After, destroyed: After;

  async function lookAfter(work: Promise<Ended>): Promise<After> {
    const run = await work;
    const jobs = (await Promise.all(PLATFORMS.map((platform) => fleet.jobs(platform)))).flat();
    return { run, rows: await fleet.rows(), jobs, requests: await fleet.stack.requests() };
  }
  const rowIn = ({ rows }: After, kind: Kind, platform: PlatformName) =>
    rows.find(({ urn }) => urn.endsWith(`::${kind}-${platform}`));
  const liveIn = ({ jobs }: After, kind: Kind, platform: PlatformName) =>
    jobs.filter((job) => job.live && job.platform === platform && job.name.startsWith(`${kind}-${platform}-`));
  const createsIn = ({ requests }: After, platform: PlatformName) =>
    requests.filter(({ action }) => action === sampleOf(platform).actions.create);
  const saidIn = ({ run }: After, kind: Kind, platform: PlatformName) => run.said(`${kind}-${platform}`);
  function passed({ run }: After): void {
    assert.equal(run.code, 0, run.output);
  }

  /** @param unanswered its arguments on a platform that is blind; undefined: it is in the program no more */
  function change(unanswered: ((platform: PlatformName) => Extra) | undefined): void {
    fleet.clear();
    fleet.setAll("plain");
    fleet.setAll("replaced", {}, true);
    for (const platform of PLATFORMS) {
      if (sampleOf(platform).inPlace) fleet.set(`changed-${platform}`, platform, { spec: changedSpec(platform) });
      const [, marker] = /confirmNotCreated: "([a-z2-7]{20})"/.exec(saidIn(first, "unheard", platform)) ?? [];
      fleet.set(`unheard-${platform}`, platform, marker === undefined ? {} : { confirmNotCreated: marker });
      if (!isBlind(platform)) fleet.set(`unanswered-${platform}`, platform);
      else if (unanswered) fleet.set(`unanswered-${platform}`, platform, unanswered(platform));
    }
  }

  before(async () => {
    fleet = await Fleet.start();
    await fleet.foresee("fail", "failing-*");
    for (const kind of ["plain", "replaced", "unanswered", "unheard"]) fleet.setAll(kind);
    fleet.setAll("failing", { waitFor: "succeeded" });
    for (const platform of PLATFORMS) {
      if (sampleOf(platform).inPlace) fleet.set(`changed-${platform}`, platform);
      const aim = (kind: Kind) => ({ containing: `${kind}-${platform}-` });
      await fleet.fault(platform, "create", { fault: "drop-after-commit", ...aim("unanswered") });
      await fleet.fault(platform, "create", { fault: "drop-before-commit", ...aim("unheard") });
    }
    first = await lookAfter(fleet.up());
    change(() => ({}));
    second = await lookAfter(fleet.up());
    change(undefined);
    third = await lookAfter(fleet.up());
    change((platform) => ({ adoptJobId: liveIn(first, "unanswered", platform)[0]?.id }));
    fourth = await lookAfter(fleet.up());
    unchanged = await lookAfter(fleet.up("--expect-no-changes"));
    refreshed = await lookAfter(fleet.run("refresh", "--expect-no-changes"));
    destroyed = await lookAfter(fleet.destroy());
  });
  after(() => fleet.stop());

  it("are of every platform that there is", () => {
    assert.deepEqual(platforms.map(({ name }) => name).sort(), [...PLATFORMS].sort());
  });

  it("are left alone when nothing changed", () => {
    passed(fourth);
    passed(unchanged);
    assert.equal(unchanged.requests.length, fourth.requests.length);
    passed(refreshed);
  });

  for (const platform of PLATFORMS) {
    const title = platforms.find(({ name }) => name === platform)?.title;

    describe(`a job on ${title}`, () => {
      it("is submitted, left alone, replaced, refreshed and destroyed", () => {
        for (const kind of ["plain", "replaced"] as const) {
          const [job, ...others] = liveIn(first, kind, platform);
          assert.deepEqual(others, []);
          assert.equal(rowIn(first, kind, platform)?.id, job?.id);
        }
        assert.equal(rowIn(unchanged, "plain", platform)?.id, rowIn(first, "plain", platform)?.id);

        const [next, ...others] = liveIn(second, "replaced", platform);
        assert.deepEqual(others, []);
        assert.notEqual(next?.id, rowIn(first, "replaced", platform)?.id);
        const row = rowIn(second, "replaced", platform);
        assert.deepEqual([row?.outputs.jobId, row?.outputs.status], [next?.id, "running"]);
        passed(destroyed);
        assert.deepEqual(
          destroyed.jobs.filter((job) => job.live && job.platform === platform),
          [],
        );
        assert.deepEqual(destroyed.rows, []);
      });

      if (sampleOf(platform).inPlace) {
        it("is changed in place where the platform can", () => {
          const [before, now] = [rowIn(first, "changed", platform), rowIn(second, "changed", platform)];
          const since = second.requests.slice(first.requests.length);
          assert.ok(
            since.some(({ committed, jobId }) => committed && jobId === before?.id),
            "the platform was told",
          );
          assert.ok(before?.id);
          assert.equal(now?.id, before.id);
          assert.deepEqual(now.outputs.spec, changedSpec(platform));
          assert.deepEqual(
            liveIn(unchanged, "changed", platform).map(({ id }) => id),
            [before.id],
          );
        });
      }

      it("is kept, with the reason, when it fails", () => {
        assert.match(saidIn(first, "failing", platform), /is kept as it is and never run again by itself/);
        assert.equal(rowIn(first, "failing", platform)?.outputs.status, "failed");
        assert.equal(rowIn(second, "failing", platform), undefined, "it can be destroyed");
      });

      it("is bought once when its reply is lost", () => {
        const [job, ...others] = liveIn(first, "unanswered", platform);
        assert.deepEqual(others, []);
        if (isBlind(platform)) {
          // Nothing can be looked up: a person says which job it is.
          assert.match(
            saidIn(first, "unanswered", platform),
            /set `adoptJobId` to its id; if it is not, set `confirmNotCreated: "[a-z2-7]{20}"`/,
          );
          assert.match(rowIn(first, "unanswered", platform)?.id ?? "", /^pending:/);
          assert.match(saidIn(second, "unanswered", platform), /is not known/);
          assert.match(saidIn(third, "unanswered", platform), /pulumi state delete/);
        } else assert.equal(rowIn(first, "unanswered", platform)?.outputs.jobId, job?.id);
        assert.equal(rowIn(fourth, "unanswered", platform)?.outputs.jobId, job?.id);
        assert.deepEqual(liveIn(fourth, "unanswered", platform), [job]);
      });

      it("is submitted after all when the request was lost", () => {
        if (isBlind(platform)) {
          const [, marker] = /confirmNotCreated: "([a-z2-7]{20})"/.exec(saidIn(first, "unheard", platform)) ?? [];
          assert.equal(marker, rowIn(first, "unheard", platform)?.outputs.marker);
          assert.deepEqual(liveIn(first, "unheard", platform), []);
        }
        const done = isBlind(platform) ? second : first;
        const [job, ...others] = liveIn(done, "unheard", platform);
        assert.deepEqual(others, []);
        assert.ok(job);
        assert.equal(rowIn(done, "unheard", platform)?.outputs.jobId, job.id);
      });

      it("takes as many submissions as there are jobs, and one for the lost request", () => {
        const kinds = sampleOf(platform).inPlace ? 6 : 5;
        assert.equal(createsIn(second, platform).length, kinds + 1 + 1, "one job was replaced");
        assert.equal(createsIn(destroyed, platform).length, kinds + 1 + 1);
      });
    });
  }
});
