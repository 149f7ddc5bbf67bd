import { z } from "zod";
import { id, idIfAny, page, rows } from "../../../net/ids";
import { cosPath, count, tags, text } from "../wire";

/* The parts of TI-ONE's answers about models that we read, as in `../wire.ts`. */

/** A version; the same in the detail and in both lists. */
export const modelVersion = z.object({
  TrainingModelVersionId: id,
  TrainingModelId: idIfAny,
  TrainingModelName: text,
  TrainingModelVersion: text,
  /** Null for a while after the import begins. */
  TrainingModelStatus: text,
  TrainingModelProgress: count,
  TrainingModelErrorMsg: text,
  /** `JOB` or `COS`. */
  TrainingModelSource: text,
  TrainingJobId: idIfAny,
  TrainingJobName: text,
  TrainingModelCosPath: cosPath,
  AlgorithmFramework: text,
  TrainingModelFormat: text,
  /** `NORMAL` or `ACCELERATE`. */
  VersionType: text,
  ReasoningEnvironment: text,
  ReasoningEnvironmentId: text,
  ReasoningEnvironmentSource: text,
  ReasoningImageInfo: z.object({ ImageUrl: text }).nullish().catch(undefined),
  TrainingModelIndex: text,
  CreateTime: text,
});
export type ModelVersion = z.output<typeof modelVersion>;

const model = z.object({
  TrainingModelId: id,
  TrainingModelName: text,
  Tags: tags,
  CreateTime: text,
  TrainingModelVersions: rows(modelVersion).nullish().catch(undefined),
});
export type Model = z.output<typeof model>;

export const createdModelReply = z.object({ TrainingModelVersionId: id });
export const versionReply = z.object({ TrainingModelVersion: modelVersion });
// Not lenient: a list that cannot be read must not look like an empty one, which allows the model to be deleted. For the same
// reason a version without a usable id still counts.
export const versionsReply = z.object({ TrainingModelVersions: page(modelVersion).nullable() });
export const modelsReply = z.object({ TrainingModels: page(model).nullable(), TotalCount: count });
