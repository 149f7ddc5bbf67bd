import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { present } from "../../kit/answers";
import { ownTags, utc } from "../jobs/record";
import { tioneModelClient } from "../models/client";
import { modelSnapshotOf } from "../models/record";
import type { ModelVersion } from "../models/wire";
import type { TrainingModelInfo, TrainingModelVersionInfo } from "./answers";
import type { Args } from "./args";
import { filters, said, tagFilters } from "./values";

/** The registry of models. */
export function modelLookups(where: Where, io: Io) {
  const client = tioneModelClient(where, io);
  return {
    async getModels(args: Args<"getModels">): Promise<readonly TrainingModelInfo[]> {
      const query = {
        ...filters({ keyword: args.search, TrainingModelId: args.modelIds, TrainingModelSource: args.source }),
        ...tagFilters(args.tags),
      };
      const instead = "use `getModelVersions` with the id of a model, which its console shows";
      return (await client.describeTrainingModels(query, instead)).map((model) => ({
        modelId: model.TrainingModelId,
        modelName: said(model.TrainingModelName) ?? "",
        tags: ownTags(model) ?? {},
        ...present({ createdAt: utc(model.CreateTime) }),
        versions: (model.TrainingModelVersions ?? []).map(versionOf),
      }));
    },

    /** @throws PlatformError `notFound` for an unknown model, where the platform says so */
    async getModelVersions(args: Args<"getModelVersions">): Promise<readonly TrainingModelVersionInfo[]> {
      const { versionIds, versionTypes, formats, frameworks } = args.filters ?? {};
      const query = filters({
        TrainingModelVersionId: versionIds,
        ModelVersionType: versionTypes,
        ModelFormat: formats,
        AlgorithmFramework: frameworks,
      });
      return (await client.describeTrainingModelVersions(args.modelId, query)).map(versionOf);
    },

    /** @throws PlatformError `notFound` */
    async getModelVersion({ versionId }: Args<"getModelVersion">): Promise<TrainingModelVersionInfo> {
      return versionOf(await client.describeTrainingModelVersion(versionId));
    },
  };
}

function versionOf(version: ModelVersion): TrainingModelVersionInfo {
  return {
    ...modelSnapshotOf(version),
    ...present({
      source: said(version.TrainingModelSource),
      sourceJobName: said(version.TrainingJobName),
      framework: said(version.AlgorithmFramework),
      format: said(version.TrainingModelFormat),
      versionType: said(version.VersionType),
      index: said(version.TrainingModelIndex),
      reasoningEnvironmentSource: said(version.ReasoningEnvironmentSource),
      reasoningEnvironmentId: said(version.ReasoningEnvironmentId),
      reasoningImageUrl: said(version.ReasoningImageInfo?.ImageUrl) ?? said(version.ReasoningEnvironment),
    }),
  };
}
