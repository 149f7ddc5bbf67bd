import assert from "node:assert/strict";
import { PlatformError } from "../../src/net/errors";
import { createIo } from "../../src/net/io";
import { tione } from "../../src/platforms/tione";
import { checkGoal, waitForFleet } from "../../src/resources/job-fleet";
import { fakeClock } from "../fake-clock";
import { Cloud } from "../jobs/cloud";

describe("what waitForJobs waits for", () => {
  it("is that jobs run or have ended well, for some time", () => {
    checkGoal({ waitFor: "running" });
    checkGoal({ waitFor: "succeeded", timeout: "36h" });
  });

  it("is refused by name when it is something else", () => {
    const other = "submitted" as "running"; // a program in JavaScript may say anything
    assert.throws(() => checkGoal({ waitFor: other }), /^Error: training.waitForJobs: waitFor is neither/);
    assert.throws(
      () => checkGoal({ waitFor: "running", timeout: "soon" }),
      /^Error: training.waitForJobs: timeout is not a duration/,
    );
  });
});

describe("a fleet", () => {
  const { connect } = tione;
  afterEach(() => {
    tione.connect = connect;
  });

  it("is first looked at a second after the plugin of the run has used the account", async () => {
    const cloud = new Cloud();
    cloud.add("job", "marker", "running");
    tione.connect = () => ({ jobs: cloud.api });
    const clock = fakeClock();
    const io = createIo({ clock, env: () => ({}), random: () => 0.5, write: () => {} });
    const row = { jobId: "job-1", platform: "tione", region: "ap-guangzhou", spec: {}, status: "running" } as const;
    const place = { config: () => undefined, configured: { keys: [], project: "demo" }, place: {} };
    const jobs = [{ urn: "urn", row }];
    const waited = waitForFleet({ jobs, waitFor: "running", ...place }, { tell: () => {}, fail: () => {} }, io);
    await clock.advance(999);
    assert.deepEqual(cloud.asked, []);
    assert.deepEqual(
      (await clock.settle(waited)).map((job) => job?.status),
      ["running"],
    );
    assert.equal(cloud.asked.length, 1);
  });

  it("in two regions is waited for no longer in either when what waiting cannot mend goes wrong in one: the program can end", async () => {
    const refused = new PlatformError("auth", "the key was disabled", { platform: "tione", action: "describe" });
    const broken = new Cloud();
    broken.api = { ...broken.api, describe: () => Promise.reject(refused) };
    const quiet = new Cloud();
    quiet.add("job", "marker", "queued");
    tione.connect = ({ region }) => ({ jobs: region === "broken-region" ? broken.api : quiet.api });
    const clock = fakeClock();
    const io = createIo({ clock, env: () => ({}), random: () => 0.5, write: () => {} });
    const row = { jobId: "job-1", platform: "tione", spec: {}, status: "queued" } as const;
    const jobs = ["quiet-region", "broken-region"].map((region) => ({
      urn: `urn of ${region}`,
      row: { ...row, region },
    }));
    const place = { config: () => undefined, configured: { keys: [], project: "demo" }, place: {} };
    const waited = waitForFleet({ jobs, waitFor: "running", ...place }, { tell: () => {}, fail: () => {} }, io);
    await assert.rejects(clock.settle(waited), refused);
    assert.ok(quiet.asked.length > 0);
    assert.equal(clock.sleepers, 0);
  });
});
