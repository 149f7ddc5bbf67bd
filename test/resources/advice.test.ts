import assert from "node:assert/strict";
import { systemClock, type Clock } from "../../src/net/clock";
import { PlatformError, type ErrorKind } from "../../src/net/errors";
import { createIo, type Io } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import { adviser, LONGEST_LOOK_MS } from "../../src/resources/advice";
import { samples } from "../conformance/samples";
import { ModelartsTester, project } from "../emulator/modelarts-client";
import { TioneTester } from "../emulator/tione-client";
import { offline, TRAINING, WORKSPACE } from "../platforms/qizhi/offline";

const REGIONS = { tione: "ap-guangzhou", modelarts: "cn-north-4", "modelarts-v1": "cn-north-4", qizhi: "sii" };
type Name = keyof typeof REGIONS;

describe("what people are told to do about a refusal", () => {
  const KEYS = {
    TENCENTCLOUD_SECRET_ID: "AKID",
    TENCENTCLOUD_SECRET_KEY: "hush",
    HW_AUTH_TOKEN: "hush",
    HW_PROJECT_ID: "p",
    QIZHI_USERNAME: "ada",
    QIZHI_PASSWORD: "hush",
  };

  function ioOf(env: Readonly<Record<string, string>>): Io {
    const real = systemClock();
    // However slow this machine is, nobody gives up here.
    const sleep: Clock["sleep"] = (ms, signal) =>
      ms >= LONGEST_LOOK_MS ? new Promise(() => {}) : real.sleep(ms, signal);
    const clock: Clock = { now: () => real.now(), wall: () => real.wall(), sleep };
    const limiters = createLimiters(clock);
    return createIo({ clock, env: () => env, random: () => 0, write: () => undefined, limiters });
  }

  function advise(platform: Name, kind: ErrorKind, action: string, io: Io = ioOf(KEYS), spec?: object) {
    const error = new PlatformError(kind, "no", { platform, action, httpStatus: 403 });
    const row = { platform, region: REGIONS[platform], ...(spec && { spec }) };
    return adviser(io)(error, row, { config: () => undefined });
  }

  for (const [platform, kind, action, says] of [
    ["tione", "permission", "CreateTrainingTask", /allow tione:CreateTrainingTask in a CAM policy/],
    ["modelarts", "permission", "CreateTrainingJob", /allow modelarts:trainJob:create in an IAM policy/],
    ["modelarts", "permission", "ShowModel", /allow modelarts:model:get in/],
    ["modelarts", "permission", "ImportModel", /allow modelarts:model:create in/],
    ["modelarts-v1", "permission", "UpdateTrainingJobV1", /allow modelarts:trainJob:update in/],
    ["modelarts-v1", "permission", "ListTrainingJobsV1", /allow modelarts:trainJob:list in/],
    ["qizhi", "permission", "train_job/create", /ask whoever runs the project/],
    ["tione", "auth", "CreateTrainingTask", /credentials are those of TENCENTCLOUD_SECRET_ID of the environment/],
    ["modelarts", "auth", "CreateTrainingJob", /credentials are those of HW_AUTH_TOKEN of the environment/],
    ["qizhi", "auth", "auth/token", /credentials are those of QIZHI_USERNAME of the environment/],
    ["tione", "skew", "CreateTrainingTask", /set this machine's clock/],
    ["tione", "throttled", "CreateTrainingTask", /smaller `--parallel`/],
    ["tione", "capacity", "CreateTrainingTask", /Nothing was bought/],
    // It may have been a destroy.
    ["tione", "internal", "DeleteTrainingTask", /nothing is lost: run the command again/],
    ["tione", "permission", "TagResources", /allow tag:TagResources in a CAM policy/],
    ["modelarts-v1", "permission", "StopTrainingJobVersionV1", /allow modelarts:trainJobVersion:stop in/],
    ["qizhi", "auth", "train.ListJobs", /credentials are those of QIZHI_CONSOLE_SESSION of the environment/],
  ] as const) {
    it(`${kind} on ${platform}: ${says.source}`, async () => {
      const advice = (await advise(platform, kind, action)) ?? "";
      assert.match(advice, says);
      assert.match(advice, /^(TI-ONE|ModelArts|ModelArts v1|Qizhi), [\w/.]+, HTTP 403: /);
      assert.doesNotMatch(advice, /hush/);
    });
  }

  it("is told without what is free when the platform takes too long to say", async () => {
    const tester = await TioneTester.start();
    try {
      const io = ioOf({ PULUMI_TRAINING_EMULATOR: tester.emulator.url });
      const clock: Clock = { now: io.clock.now, wall: io.clock.wall, sleep: () => Promise.resolve() };
      const spec = { ...samples.tione?.spec, resourceGroupId: "rsg-prod0001" };
      const said = await advise("tione", "capacity", "CreateTrainingTask", { ...io, clock }, spec);
      assert.match(said ?? "", /^TI-ONE, CreateTrainingTask, HTTP 403: Nothing was bought/);
    } finally {
      await tester.close();
    }
  });

  it("names platform and call where there is nothing to do but to read the vendor's words", async () => {
    assert.equal(await advise("tione", "invalid", "CreateTrainingTask"), "TI-ONE, CreateTrainingTask, HTTP 403");
  });

  it("says nothing of what no platform said", async () => {
    const row = { platform: "tione", region: "ap-guangzhou" };
    assert.equal(await adviser(ioOf({}))(new Error("ours"), row, { config: () => undefined }), undefined);
  });

  describe("when there is no room", () => {
    const full = (platform: Name, io: Io, spec: object) =>
      advise(platform, "capacity", "create", io, { ...samples[platform]?.spec, ...spec });

    it("tells what of TI-ONE's group is free, and on which machines", async () => {
      const tester = await TioneTester.start();
      try {
        const io = ioOf({ PULUMI_TRAINING_EMULATOR: tester.emulator.url });
        const said =
          /HTTP 403: 32 of 32 A100 are free in "prod-a100" \(rsg-prod0001\) \([\w-]+ 8, .*\)\. Nothing was bought/;
        assert.match((await full("tione", io, { resourceGroupId: "rsg-prod0001" })) ?? "", said);
      } finally {
        await tester.close();
      }
    });

    it("tells it of ModelArts' pool, whatever the project", async () => {
      const tester = await ModelartsTester.start();
      try {
        const resource = { poolId: "pool-prod-a100-000000000000000000000000001", nodeCount: 1 };
        const said = /16 of 16 nvidia\.com\/gpu are free in "prod-a100" .*\. Nothing was bought/;
        const row = { platform: "modelarts", region: "cn-north-4", projectId: project, spec: { resource } };
        const error = new PlatformError("capacity", "no", { platform: "modelarts", action: "CreateTrainingJob" });
        assert.match((await adviser(tester.io())(error, row, { config: () => undefined })) ?? "", said);
      } finally {
        await tester.close();
      }
    });

    it("tells it of Qizhi's group with a session of the console, and guesses nothing without one", async () => {
      const here = await offline();
      try {
        const spec = { workspaceId: WORKSPACE, logicComputeGroupId: TRAINING };
        const env = { PULUMI_TRAINING_EMULATOR: here.tester.url, QIZHI_CONSOLE_SESSION: "a person's own" };
        const seen = (await full("qizhi", ioOf(env), spec)) ?? "";
        assert.match(seen, /32 of 32 NVIDIA H100 \(80G\) are free in "training-h100"/);
        const unseen = (await here.settle(full("qizhi", here.plainIo, spec))) ?? "";
        assert.match(unseen, /^Qizhi, create, HTTP 403: Nothing was bought/);
      } finally {
        await here.tester.close();
      }
    });
  });
});
