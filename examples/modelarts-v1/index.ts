// One training job on a private deployment that still has ModelArts v1: the public cloud retired it on 2023-06-30.
//   pulumi config set --path training:modelarts.endpoint https://modelarts.cloud.example
//   pulumi config set --path training:modelarts.allowCustomEndpoint true
import * as pulumi from "@pulumi/pulumi";
import * as training from "pulumi-training";

const config = new pulumi.Config();

const job = new training.TrainingJob("resnet", {
  platform: "modelarts-v1",
  spec: {
    jobDesc: config.get("description") ?? "baseline", // the only member that v1 changes in place
    workerServerNum: 1,
    appUrl: "/ml-bucket/code/",
    bootFileUrl: "/ml-bucket/code/train.py",
    engineId: config.getNumber("engineId") ?? 1,
    parameter: { learning_rate: "0.01", batch_size: "32" },
    dataSource: [{ type: "obs", dataUrl: "/ml-bucket/data/" }],
    specId: config.requireNumber("specId"),
    trainUrl: "/ml-bucket/runs/",
    logUrl: "/ml-bucket/logs/",
  },
});

export const jobId = job.jobId;
export const status = job.status;
export const output = job.outputPaths;
