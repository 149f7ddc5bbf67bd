// From machines to a registered model, on TI-ONE or, with `pulumi config set platform modelarts`, on ModelArts: an existing group,
// a job on it, and a version of a model from what the job wrote. The model waits for the job; if the job fails, nothing is
// registered. `pulumi config set run 2` trains again and registers another version.
import * as pulumi from "@pulumi/pulumi";
import * as training from "pulumi-training";

const config = new pulumi.Config();
const trigger = config.get("run") ?? "1";
const groupName = config.get("group") ?? "prod-a100";

function onTione(): training.TrainingModelVersion {
  const { tione } = training;
  const group = new training.ResourceGroupRef("pool", {
    platform: "tione",
    resourceGroupName: groupName,
    requireFree: { gpus: 8, gpuType: "A100" }, // fails before anything is submitted, and says what is free
  });
  const job = new training.TrainingJob("sft", {
    platform: "tione",
    spec: {
      chargeType: "PREPAID",
      resourceGroupId: group.groupId,
      resourceConfigInfos: [tione.prepaid({ cores: 32, memoryGiB: 256, gpus: 8, gpuType: "A100" })],
      trainingMode: "DDP",
      imageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1.4" },
      workerStartCmd: "torchrun train.py",
      output: tione.cos("ml-1250000000/runs/"),
    },
    trigger,
  });
  const modelId = config.get("modelId");
  return new training.TrainingModelVersion("sft", {
    platform: "tione",
    sourceJobId: job.jobId,
    spec: {
      // A new model, or with `pulumi config set modelId m-…` the next version of an existing one.
      ...(modelId ? { trainingModelId: modelId } : { trainingModelName: "sft" }),
      algorithmFramework: "PYTORCH",
      modelFormat: "PYTORCH",
      reasoningEnvironmentSource: "CUSTOM",
      reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/serve:1.0" },
    },
  });
}

function onModelarts(): training.TrainingModelVersion {
  const { modelarts } = training;
  const group = new training.ResourceGroupRef("pool", {
    platform: "modelarts",
    resourceGroupName: groupName,
    requireFree: { gpus: 8 },
  });
  const job = new training.TrainingJob("sft", {
    platform: "modelarts",
    spec: {
      algorithm: {
        engine: { imageUrl: "team/llm-train:1.4" },
        command: "bash run.sh",
        outputs: [modelarts.obsOutput("train_url", "/ml-bucket/runs/")],
      },
      resource: modelarts.pool({ poolId: group.groupId, cards: 8 }),
    },
    trigger,
  });
  return new training.TrainingModelVersion("sft", {
    platform: "modelarts",
    sourceJobId: job.jobId,
    // Without `modelVersion` the next free one is taken, and the new version exists before the old one is deleted.
    spec: { modelName: "sft", modelType: "PyTorch", runtime: "pytorch_1.8.0-cuda_10.2-py_3.7-ubuntu_18.04-x86_64" },
  });
}

const model = config.get("platform") === "modelarts" ? onModelarts() : onTione();

export const { modelId, versionId, version, status, artifactPath, sourceJobId } = model;
