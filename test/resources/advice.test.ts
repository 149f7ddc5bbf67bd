import assert from "node:assert/strict";
import { systemClock } from "../../src/net/clock";
import { type ErrorKind, PlatformError } from "../../src/net/errors";
import { createIo } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import { adviceOn } from "../../src/resources/advice";
import { samples } from "../conformance/samples";
import { TioneTester } from "../emulator/tione-client";

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

  function advise(platform: Name, kind: ErrorKind, action: string, env: Record<string, string> = KEYS, spec?: object) {
    const clock = systemClock();
    const io = createIo({
      clock,
      env: () => env,
      random: () => 0,
      write: () => undefined,
      limiters: createLimiters(clock),
    });
    const error = new PlatformError(kind, "no", { platform, action, httpStatus: 403 });
    const row = { platform, region: REGIONS[platform], ...(spec && { spec }) };
    return adviceOn(error, row, { config: () => undefined }, io);
  }

  for (const [platform, kind, action, says] of [
    ["tione", "permission", "CreateTrainingTask", /allow tione:CreateTrainingTask in a CAM policy/],
    ["modelarts", "permission", "CreateTrainingJob", /allow modelarts:trainJob:create in an IAM policy/],
    ["modelarts", "permission", "ShowModel", /allow modelarts:model:get in/],
    ["modelarts-v1", "permission", "ListTrainingJobsV1", /allow modelarts:trainJob:list in/],
    ["qizhi", "permission", "train_job/create", /ask whoever runs the project/],
    ["tione", "auth", "CreateTrainingTask", /credentials are those of TENCENTCLOUD_SECRET_ID of the environment/],
    ["modelarts", "auth", "CreateTrainingJob", /credentials are those of HW_AUTH_TOKEN of the environment/],
    ["qizhi", "auth", "auth/token", /credentials are those of QIZHI_USERNAME of the environment/],
    ["tione", "skew", "CreateTrainingTask", /set this machine's clock/],
    ["tione", "throttled", "CreateTrainingTask", /smaller `--parallel`/],
    ["tione", "capacity", "CreateTrainingTask", /Nothing was bought/],
    ["tione", "internal", "CreateTrainingTask", /nothing is lost: run `pulumi up` again/],
  ] as const) {
    it(`${kind} on ${platform}: ${says.source}`, async () => {
      const advice = (await advise(platform, kind, action)) ?? "";
      assert.match(advice, says);
      assert.match(advice, /^(TI-ONE|ModelArts|ModelArts v1|Qizhi), [\w/]+, HTTP 403: /);
      assert.doesNotMatch(advice, /hush/);
    });
  }

  it("names platform and call where there is nothing to do but to read the vendor's words", async () => {
    assert.equal(await advise("tione", "invalid", "CreateTrainingTask"), "TI-ONE, CreateTrainingTask, HTTP 403");
  });

  it("says nothing of what no platform said", async () => {
    const io = createIo({
      clock: systemClock(),
      env: () => ({}),
      random: () => 0,
      write: () => undefined,
      limiters: createLimiters(systemClock()),
    });
    const row = { platform: "tione", region: "ap-guangzhou" };
    assert.equal(await adviceOn(new Error("ours"), row, { config: () => undefined }, io), undefined);
  });

  it("tells what of the group is free when there is no room on it", async () => {
    const tester = await TioneTester.start();
    try {
      const spec = { ...samples.tione?.spec, resourceGroupId: "rsg-prod0001" };
      const env = { PULUMI_TRAINING_EMULATOR: tester.emulator.url };
      const advice = (await advise("tione", "capacity", "CreateTrainingTask", env, spec)) ?? "";
      assert.match(
        advice,
        /HTTP 403: 32 of 32 A100 are free in "prod-a100" \(rsg-prod0001\) \([\w-]+ 8, .*\)\. Nothing was bought/,
      );
    } finally {
      await tester.close();
    }
  });
});
