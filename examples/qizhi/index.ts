// One distributed training job on SII Qizhi. QIZHI_USERNAME and QIZHI_PASSWORD are read from the environment; the ids are in
// the URLs of the platform's console, the specification's in the details of any job created there.
import * as pulumi from "@pulumi/pulumi";
import * as training from "pulumi-training";

const config = new pulumi.Config();

const job = new training.TrainingJob("sft", {
  platform: "qizhi",
  spec: {
    workspaceId: config.require("workspaceId"),
    projectId: config.require("projectId"),
    logicComputeGroupId: config.require("logicComputeGroupId"),
    framework: "pytorch",
    command: "bash /inspire/sft/train.sh",
    frameworkConfig: [
      {
        image: config.require("image"),
        imageType: "SOURCE_PRIVATE",
        instanceCount: 2,
        shmGi: 200,
        specId: config.require("specId"),
      },
    ],
    taskPriority: 4,
    // Default: a day; "unlimited" lets it run until it ends by itself.
    maxRunningTimeMs: training.qizhi.hours(12),
    tbSummaryPath: "/inspire/sft/tensorboard",
  },
  waitFor: "running",
  // A queue may be long, and waiting in it is not a failure.
  timeouts: { create: "12h" },
});

export const jobId = job.jobId;
export const status = job.status;
export const page = job.consoleUrl;
export const tensorboard = job.outputPaths;
