import assert from "node:assert/strict";
import { ResourceGroupRef, TrainingJob, TrainingModelVersion } from "../../src";
import { mockEngine, valueOf } from "./mocks";

const serving = {
  algorithmFramework: "PYTORCH",
  reasoningEnvironmentSource: "CUSTOM",
  reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/serve:1" },
  trainingModelName: "sft",
} as const;
const training = {
  chargeType: "POSTPAID_BY_HOUR",
  resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN7.2XLARGE32.POST", instanceNum: 1 }],
  imageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1" },
} as const;
const kinds = {
  TrainingJob: (name: string) => new TrainingJob(name, { platform: "tione", spec: training }),
  TrainingModelVersion: (name: string) =>
    new TrainingModelVersion(name, { platform: "tione", spec: serving, sourceJobId: "train-1" }),
  ResourceGroupRef: (name: string) => new ResourceGroupRef(name, { platform: "tione", resourceGroupName: "pool" }),
};

describe("what a resource costs a program", () => {
  beforeEach(() => mockEngine());

  for (const [kind, make] of Object.entries(kinds)) {
    it(`is one stack trace by source maps for a ${kind}, not four an output`, async () => {
      const { prepareStackTrace } = Error;
      let traced = 0;
      let urn: ReturnType<typeof make>["urn"];
      Error.prepareStackTrace = (error, frames) => {
        if (frames.length > 0) traced += 1;
        return prepareStackTrace(error, frames) as unknown;
      };
      try {
        ({ urn } = make("sft"));
      } finally {
        Error.prepareStackTrace = prepareStackTrace;
      }
      assert.match(await valueOf(urn), /::sft$/);
      assert.ok(traced <= 3, `${traced} stack traces`);
    });

    it(`is no stack of an error that is thrown while a ${kind} is made, or afterwards`, async () => {
      const limit = Error.stackTraceLimit;
      await valueOf(make("sft").urn);
      assert.equal(Error.stackTraceLimit, limit);
      const thrown = (() => {
        try {
          return make("");
        } catch (error) {
          return error;
        }
      })();
      assert.ok(thrown instanceof Error);
      assert.match(thrown.stack ?? "", /traces\.test\.ts:\d+/);
      assert.equal(Error.stackTraceLimit, limit);
    });
  }
});
