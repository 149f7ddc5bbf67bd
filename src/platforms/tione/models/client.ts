import type { Where } from "../../../jobs/platform";
import { call, submit, type Gate } from "../../../net/call";
import { usable } from "../../../net/ids";
import type { Io } from "../../../net/io";
import { allPages } from "../../kit/pages";
import { actionOf, type Call, type Request } from "../transport";
import { emptyReply } from "../wire";
import { ifOffered } from "../withdrawn";
import * as wire from "./wire";

/** A selection of models or versions. One value matches any part of the member, several match exactly. */
export interface ModelQuery {
  readonly Filters?: readonly { readonly Name: string; readonly Values: readonly string[] }[];
  readonly TagFilters?: readonly { readonly TagKey: string; readonly TagValues: readonly string[] }[];
}

/** The longest page of models is not documented; that of tasks is this long. */
const MODELS_PAGE = 50;

export type ModelClient = ReturnType<typeof tioneModelClient>;

/** TI-ONE's actions about models, one function each. All throw PlatformError. */
export function tioneModelClient(where: Where, io: Io) {
  const action = <T>(asked: Call<T>) => actionOf(asked, where, io);
  const ask = <T>(asked: Call<T>) => call(io, action(asked));

  async function listedVersions(modelId: string, query: ModelQuery = {}) {
    const request = { TrainingModelId: modelId, ...query };
    const name = "DescribeTrainingModelVersions";
    const reply = await ask({ lane: "lookup", name, request, answer: wire.versionsReply });
    return reply.TrainingModelVersions ?? [];
  }

  return {
    /** Submits once, through the gate; the outcome holds the new version's id. */
    async createTrainingModel(request: Request, gate: Gate) {
      const create = action({ lane: "create", name: "CreateTrainingModel", request, answer: wire.createdModelReply });
      return submit(io, create, gate);
    },

    async describeTrainingModelVersion(id: string): Promise<wire.ModelVersion> {
      const request = { TrainingModelVersionId: id };
      const name = "DescribeTrainingModelVersion";
      const reply = await ask({ lane: "poll", name, request, answer: wire.versionReply });
      return reply.TrainingModelVersion;
    },

    /** All versions: the action has no pages. */
    async describeTrainingModelVersions(modelId: string, query: ModelQuery = {}): Promise<wire.ModelVersion[]> {
      return usable(await listedVersions(modelId, query));
    },

    /** Whether a model has any version but this one, even one whose id cannot be used. */
    async hasOtherVersions(modelId: string, id: string): Promise<boolean> {
      return (await listedVersions(modelId)).some((version) => version?.TrainingModelVersionId !== id);
    },

    /**
     * All models with their versions. Not in the vendor's public list since May 2024.
     * @param instead the end of the error message where the action is refused
     */
    async describeTrainingModels(query: ModelQuery, instead: string): Promise<wire.Model[]> {
      return allPages({
        size: MODELS_PAGE,
        idOf: ({ TrainingModelId }) => TrainingModelId,
        async read({ offset: Offset }) {
          const request = { ...query, WithModelVersions: true, Offset, Limit: MODELS_PAGE };
          const asked = ask({ lane: "lookup", name: "DescribeTrainingModels", request, answer: wire.modelsReply });
          const reply = await ifOffered(asked, instead);
          return { rows: reply.TrainingModels, total: reply.TotalCount };
        },
      });
    },

    /** @param withFiles always sent: what the vendor does without it is not documented */
    async deleteTrainingModelVersion(id: string, withFiles: boolean): Promise<void> {
      const request = { TrainingModelVersionId: id, EnableDeleteCos: withFiles };
      await ask({ lane: "stop", name: "DeleteTrainingModelVersion", request, answer: emptyReply });
    },

    /** Deletes the model with all of its versions. @param withFiles as above */
    async deleteTrainingModel(id: string, withFiles: boolean): Promise<void> {
      const request = { TrainingModelId: id, EnableDeleteCos: withFiles };
      await ask({ lane: "stop", name: "DeleteTrainingModel", request, answer: emptyReply });
    },
  };
}
