// A fine-tuning job on machines of your own resource group, and an evaluation of its result on pay-as-you-go machines in another
// region. Run `pulumi up` here, with TI-ONE credentials or the emulator's variables in the environment.
import * as pulumi from "@pulumi/pulumi";
import * as training from "pulumi-training";

const { tione } = training;
const config = new pulumi.Config();

const tuning = new training.TrainingJob("sft", {
  platform: "tione",
  region: "ap-guangzhou",
  spec: {
    chargeType: "PREPAID",
    resourceGroupId: config.get("group") ?? "rsg-7c2k9",
    resourceConfigInfos: [
      tione.prepaid({ cores: 96, memoryGiB: 1024, gpus: 8, gpuType: "A100", instances: 2, rdma: true }),
    ],
    trainingMode: "DDP",
    frameworkName: "PYTORCH",
    frameworkEnvironment: "torch1.9-py3.8-cuda11.1-gpu",
    codePackagePath: tione.cos("ml-1250000000/code/sft/"),
    workerStartCmd: "torchrun --nnodes 2 --nproc-per-node 8 train.py",
    dataConfigs: [
      tione.mountCos("ml-1250000000/data/chat/", "/opt/ml/input/data/chat"),
      tione.mountCfsTurbo("cfs-a1b2c3d4", "/models/base", "/opt/ml/input/model"),
    ],
    vpcId: "vpc-5a6b7c8d",
    subnetId: "subnet-1e2f3a4b",
    output: tione.cos("ml-1250000000/runs/"),
    tuningParameters: { epochs: 3, learningRate: 1e-5 },
    env: { WANDB_API_KEY: { value: config.getSecret("wandb") ?? "offline", isPrivate: true } },
    tags: { team: "research" },
    trainToolConfig: { enableHangMonitor: true, logHangTimeoutInMinute: 60 },
  },
  // What depends on this job starts once it has succeeded.
  waitFor: "succeeded",
  timeouts: { create: "48h" },
  // `pulumi config set run 2` runs it again.
  trigger: config.get("run") ?? "1",
});

const elsewhere = new training.Provider("elsewhere", { tione: { region: "ap-shanghai" } });

const evaluation = new training.TrainingJob(
  "eval",
  {
    platform: "tione",
    spec: {
      chargeType: "POSTPAID_BY_HOUR",
      resourceConfigInfos: [tione.postpaid({ instanceType: "TI.GN10.2XLARGE40.POST" })],
      imageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/eval:2.0" },
      startCmd: "python eval.py",
      dataConfigs: [
        {
          dataSourceType: "COS",
          // TI-ONE writes a job's files to a directory named after it.
          cosSource: {
            bucket: "ml-1250000000",
            region: "ap-guangzhou",
            paths: [pulumi.interpolate`runs/${tuning.id}/`],
          },
          mappingPath: "/opt/ml/input/model",
        },
      ],
      output: { bucket: "ml-1250000000", region: "ap-guangzhou", paths: ["evals/"] },
    },
    onFailed: "rerun",
  },
  { provider: elsewhere },
);

export const model = tuning.outputPaths;
export const report = evaluation.outputPaths;
