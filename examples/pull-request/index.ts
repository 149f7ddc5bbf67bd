// A fine-tuning job and the evaluation of its result. Each pull request that changes this program gets a comment that says what it
// would run, stop and cost: the workflows next to this file post it, docs/guides/pull-requests.md explains them, and docs/plans/ shows
// such comments.
import * as pulumi from "@pulumi/pulumi";
import * as training from "pulumi-training";

const { tione } = training;
const config = new pulumi.Config();

const tuning = new training.TrainingJob("sft", {
  platform: "tione",
  region: "ap-guangzhou",
  spec: {
    chargeType: "POSTPAID_BY_HOUR",
    resourceConfigInfos: [tione.postpaid({ instanceType: "TI.GN10.2XLARGE40.POST", instances: 2 })],
    trainingMode: "DDP",
    imageInfo: { imageType: "CCR", imageUrl: `ccr.ccs.tencentyun.com/ml/sft:${config.get("image") ?? "1.4"}` },
    startCmd: "torchrun --nnodes 2 train.py",
    output: tione.cos("ml-1250000000/runs/"),
  },
  // Bounds the estimate: without it, the most that the job can cost is unknown.
  maxDuration: "24h",
});

const evaluation = new training.TrainingJob("eval", {
  platform: "tione",
  region: "ap-guangzhou",
  spec: {
    chargeType: "POSTPAID_BY_HOUR",
    resourceConfigInfos: [tione.postpaid({ instanceType: "TI.GN10.2XLARGE40.POST" })],
    imageInfo: { imageType: "CCR", imageUrl: `ccr.ccs.tencentyun.com/ml/eval:${config.get("evalImage") ?? "2.0"}` },
    startCmd: "python eval.py",
    dataConfigs: [
      {
        dataSourceType: "COS",
        // TI-ONE writes a job's files to a directory named after it.
        cosSource: {
          bucket: "ml-1250000000",
          region: "ap-guangzhou",
          paths: [pulumi.interpolate`runs/${tuning.jobId}/`],
        },
        mappingPath: "/opt/ml/input/model",
      },
    ],
    output: tione.cos("ml-1250000000/evals/"),
  },
  maxDuration: "2h",
});

export const model = tuning.outputPaths;
export const report = evaluation.outputPaths;
