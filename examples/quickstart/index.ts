// One distributed training job on pay-as-you-go GPUs. `npm run demo` runs it against the emulator; with TI-ONE credentials
// in the environment, `pulumi up` runs it for real.
import * as pulumi from "@pulumi/pulumi";
import * as training from "pulumi-training";

const config = new pulumi.Config();
/** `pulumi config set image 1.5` trains with another image: a new job, the old one stopped first. */
const image = config.get("image") ?? "1.4";

const job = new training.TrainingJob("sft", {
  platform: "tione",
  region: "ap-guangzhou",
  spec: {
    chargeType: "POSTPAID_BY_HOUR",
    resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN10.2XLARGE40.POST", instanceNum: 2 }],
    trainingMode: "DDP",
    imageInfo: { imageType: "CCR", imageUrl: `ccr.ccs.tencentyun.com/ml/sft:${image}` },
    startCmd: "torchrun --nnodes 2 train.py",
    output: { bucket: "ml-1250000000", region: "ap-guangzhou", paths: ["runs/"] },
  },
  waitFor: "running",
});

export const jobId = job.jobId;
export const status = job.status;
export const output = job.outputPaths;
