// A sweep on TI-ONE: ten learning rates, twenty seeds each. All two hundred jobs are submitted as fast as the platform accepts them,
// the program waits for them together, and the one with the lowest loss becomes a version of a model. After a killed or interrupted
// `up`, run it again: it finds the jobs and continues to wait. `pulumi config set seeds 2` makes a small sweep.
import * as pulumi from "@pulumi/pulumi";
import * as training from "pulumi-training";

const { tione } = training;
const config = new pulumi.Config();
const seeds = config.getNumber("seeds") ?? 20;
const learningRates = [1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3];

const jobs = learningRates.flatMap((learningRate, index) =>
  Array.from({ length: seeds }, (_, seed) => {
    return new training.TrainingJob(`rate${index}-seed${seed}`, {
      platform: "tione",
      spec: {
        chargeType: "POSTPAID_BY_HOUR",
        resourceConfigInfos: [tione.postpaid({ instanceType: "TI.GN10.2XLARGE40.POST" })],
        imageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1.4" },
        startCmd: "python sweep.py",
        tuningParameters: { learningRate, seed },
        output: tione.cos("ml-1250000000/sweep/"),
      },
      // The id is enough: a job that is waited for here would hold a slot that the next job needs.
      waitFor: "submitted",
    });
  }),
);

/** The last loss that the job reported. */
async function lossOf({ jobId }: training.JobSnapshot): Promise<number> {
  const metrics = await tione.getLatestTrainingMetrics({ jobId });
  return metrics.find(({ name }) => name === "loss")?.values.at(-1)?.value ?? Infinity;
}

const best = training.waitForJobs(jobs, { waitFor: "succeeded", timeout: "48h" }).apply(async (ended) => {
  const losses = await Promise.all(ended.map(lossOf));
  return ended[losses.indexOf(Math.min(...losses))];
});

const model = new training.TrainingModelVersion("best", {
  platform: "tione",
  sourceJobId: best.apply((job) => job?.jobId ?? ""),
  spec: {
    trainingModelName: "sweep",
    algorithmFramework: "PYTORCH",
    modelFormat: "PYTORCH",
    reasoningEnvironmentSource: "CUSTOM",
    reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/serve:1.0" },
  },
});

export const bestJob = best.apply((job) => job?.name);
export const { versionId, artifactPath } = model;
