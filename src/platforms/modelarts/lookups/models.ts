import { z } from "zod";
import type { Io } from "../../../net/io";
import type { ModelVersionInfo } from "../../kit/answers";
import { modelartsModelClient } from "../models/client";
import { parseExact } from "../json";
import type { Args } from "./args";
import { readDescription } from "../marker";
import { modelSnapshotOf } from "../models/record";
import type { ModelartsWhere } from "../place";
import { told, toldTexts } from "../told";
import type { Model } from "../models/wire";

/** A version of a model. Members that the platform does not tell are absent. */
export interface TrainingModelVersionInfo extends ModelVersionInfo {
  /** What people wrote about it, without the marker of this package. */
  readonly description?: string;
  /** Workspace that it is in; `0` is the default one. */
  readonly workspaceId?: string;
  /** What this package knows the version by; absent from versions that it did not make. */
  readonly marker?: string;
  /** The vendor's word; a list spells it otherwise than the detail: `tensorflow`, `TensorFlow`. */
  readonly modelType?: string;
  /** Its size in bytes. */
  readonly bytes?: number;
  /** What it may be deployed as, in the vendor's words: `real-time` or `realtime`, `edge`, `batch`. */
  readonly installTypes: readonly string[];
}

/** A version of a model with what only the detail tells. */
export interface TrainingModelVersionDetails extends TrainingModelVersionInfo {
  /** Environment that it is run in: `python3.6`. */
  readonly runtime?: string;
  /** Image that the platform made of it. */
  readonly image?: string;
  /** Scores by name, as they were given at the import: `f1`, `recall`, `precision`, `accuracy`. */
  readonly metrics: Readonly<Record<string, number>>;
}

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
