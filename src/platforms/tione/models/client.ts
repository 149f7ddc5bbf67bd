import type { z } from "zod";
import type { Where } from "../../../jobs/platform";
import { call, submit, type Gate } from "../../../net/call";
import { usable } from "../../../net/ids";
import type { Io } from "../../../net/io";
import type { Lane } from "../../../net/limiter";
import { allPages } from "../../kit/pages";
import { actionOf, type Request } from "../transport";
import { emptyReply } from "../wire";
import { ifOffered } from "../withdrawn";
import * as wire from "./wire";

/** A selection of models or versions. One value matches any part of the member, several match exactly. */
export interface ModelQuery {
  readonly Filters?: readonly { readonly Name: string; readonly Values: readonly string[] }[];
  readonly TagFilters?: readonly { readonly TagKey: string; readonly TagValues: readonly string[] }[];
}

/** What is not said of the list of models; that of tasks ends here. */
const MODELS_PAGE = 50;

export type ModelClient = ReturnType<typeof tioneModelClient>;

/** TI-ONE's actions about models, one function each. All throw PlatformError. */
export function tioneModelClient(where: Where, io: Io) {
  const action = <T>(lane: Lane, name: string, request: Request, answer: z.ZodType<T>) =>
    actionOf({ where, io, service: "tione", lane, name, request, answer });

  async function listedVersions(modelId: string, query: ModelQuery = {}) {
    const request = { TrainingModelId: modelId, ...query };
    const reply = await call(io, action("lookup", "DescribeTrainingModelVersions", request, wire.versionsReply));
    return reply.TrainingModelVersions ?? [];
  }

  return {
    /** Submits once, through the gate; the outcome holds the new version's id. */
    async createTrainingModel(request: Request, gate: Gate) {
      return submit(io, action("create", "CreateTrainingModel", request, wire.createdModelReply), gate);
    },

    async describeTrainingModelVersion(id: string): Promise<wire.ModelVersion> {
      const request = { TrainingModelVersionId: id };
      const reply = await call(io, action("poll", "DescribeTrainingModelVersion", request, wire.versionReply));
      return reply.TrainingModelVersion;
    },

    /** All versions: the action has no pages. */
    async describeTrainingModelVersions(modelId: string, query: ModelQuery = {}): Promise<wire.ModelVersion[]> {
      return usable(await listedVersions(modelId, query));
    },

    /** Whether a model has any version but this one, be it one that we cannot name. */
    async hasOtherVersions(modelId: string, id: string): Promise<boolean> {
      return (await listedVersions(modelId)).some((version) => version?.TrainingModelVersionId !== id);
    },

    /**
     * All models with their versions. Not in the vendor's public list since May 2024.
     * @param instead for the error where it is refused: the end of a sentence
     */
    async describeTrainingModels(query: ModelQuery, instead: string): Promise<wire.Model[]> {
      return allPages({
        size: MODELS_PAGE,
        idOf: ({ TrainingModelId }) => TrainingModelId,
        async read({ offset: Offset }) {
          const request = { ...query, WithModelVersions: true, Offset, Limit: MODELS_PAGE };
          const asked = call(io, action("lookup", "DescribeTrainingModels", request, wire.modelsReply));
          const reply = await ifOffered(asked, instead);
          return { rows: reply.TrainingModels, total: reply.TotalCount };
        },
      });
    },

    /** @param withFiles sent in any case: what the vendor does without it is not documented */
    async deleteTrainingModelVersion(id: string, withFiles: boolean): Promise<void> {
      const request = { TrainingModelVersionId: id, EnableDeleteCos: withFiles };
      await call(io, action("stop", "DeleteTrainingModelVersion", request, emptyReply));
    },

    /** Deletes the model with all of its versions. @param withFiles as above */
    async deleteTrainingModel(id: string, withFiles: boolean): Promise<void> {
      const request = { TrainingModelId: id, EnableDeleteCos: withFiles };
      await call(io, action("stop", "DeleteTrainingModel", request, emptyReply));
    },
  };
}
