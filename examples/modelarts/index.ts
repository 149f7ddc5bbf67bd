// One distributed training job on a dedicated pool of Huawei Cloud ModelArts. HW_ACCESS_KEY and HW_SECRET_KEY, or the names of
// the vendor's SDK, are read from the environment; the project is looked up by the region's name.
import * as pulumi from "@pulumi/pulumi";
import * as training from "pulumi-training";

const config = new pulumi.Config();
const bucket = config.require("bucket");

const job = new training.TrainingJob("sft", {
  platform: "modelarts",
  region: "cn-north-4",
  spec: {
    description: config.get("description") ?? "baseline", // changed in place, as are tags, priority and notification
    algorithm: {
      engine: { imageUrl: config.require("image") },
      command: "bash run.sh",
      inputs: [training.modelarts.obsInput("data_url", `/${bucket}/data/`)],
      outputs: [training.modelarts.obsOutput("train_url", `/${bucket}/runs/`)],
      environments: { NCCL_DEBUG: "WARN" },
    },
    resource: training.modelarts.pool({ poolId: config.require("poolId"), cards: 8, nodes: 2 }),
    annotations: training.modelarts.retries(2),
    priority: 2,
    // Nothing runs forever by mistake.
    autoStop: { timeUnit: "HOURS", duration: 24 },
    tags: { team: "nlp" },
  },
  waitFor: "running",
  // A queue may be long, and waiting in it is not a failure.
  timeouts: { create: "12h" },
});

export const jobId = job.jobId;
export const status = job.status;
export const output = job.outputPaths;
