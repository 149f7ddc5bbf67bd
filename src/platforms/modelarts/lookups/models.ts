import { z } from "zod";
import type { Io } from "../../../net/io";
import { parseExact } from "../json";
import { readDescription } from "../marker";
import { modelartsModelClient } from "../models/client";
import { modelSnapshotOf } from "../models/record";
import type { Model } from "../models/wire";
import type { ModelartsWhere } from "../place";
import { told, toldTexts } from "../told";
import type { TrainingModelVersionDetails, TrainingModelVersionInfo } from "./answers";
import type { Args } from "./args";

export function modelLookups(where: ModelartsWhere, io: Io) {
  const client = modelartsModelClient(where, io);
  return {
    async getModelVersions(args: Args<"getModelVersions">): Promise<readonly TrainingModelVersionInfo[]> {
      const { modelName, search, platformStatus: status, workspaceId } = args;
      const isExact = modelName !== undefined;
      const models = await client.listModels({ name: modelName ?? search, isExact, status, workspaceId });
      return models.filter(({ model_name }) => !isExact || model_name === modelName).map(versionOf);
    },
    async getModelVersion({ versionId }: Args<"getModelVersion">): Promise<TrainingModelVersionDetails> {
      const model = await client.showModel(versionId, "lookup");
      const { data: metrics = {} } = scores.safeParse(parseExact(model.model_metrics ?? ""));
      return { ...versionOf(model), ...told({ runtime: model.runtime, image: model.image_address }), metrics };
    },
  };
}

const scores = z.record(z.string(), z.number());

function versionOf(model: Model): TrainingModelVersionInfo {
  const { marker, text } = readDescription(model.description);
  const { claim: _, ...snapshot } = modelSnapshotOf(model);
  return {
    ...snapshot,
    ...told({
      description: text,
      workspaceId: model.workspace_id,
      marker,
      modelType: model.model_type,
      bytes: model.model_size,
    }),
    installTypes: toldTexts(model.install_type),
  };
}
