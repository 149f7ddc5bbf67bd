import { z } from "zod";
import { id, idIfAny, page } from "../../net/ids";

/*
 * The parts of TI-ONE's answers that we read, in the vendor's spelling. Unknown members are ignored; optional ones that are
 * missing, null or of another type read as absent.
 */

export const text = z.string().nullish().catch(undefined);
export const count = z.number().nullish().catch(undefined);

export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item).nullish().catch(undefined);
}

/** A place in object storage; unset ones come as shells with empty members. */
export const cosPath = z
  .object({ Bucket: text, Region: text, Paths: list(z.string()) })
  .nullish()
  .catch(undefined);
export const tags = list(z.object({ TagKey: text, TagValue: text }));

export const task = z.object({
  Id: id,
  Name: z.string(),
  Status: z.string(),
  FailureReason: text,
  Message: text,
  CreateTime: text,
  StartTime: text,
  EndTime: text,
  Output: cosPath,
  ImageInfo: z.looseObject({ ImageUrl: text }).nullish().catch(undefined),
  /** Name of a platform image. */
  FrameworkEnvironment: text,
  Tags: tags,
  /** In the list only. */
  Envs: list(z.object({ Name: text, Value: text })),
  /** In the list only, and not documented: position in the group's queue. */
  WaitingQueueIndex: count,
});
/** Members that the list and the detail of a task share. */
export type Task = z.output<typeof task>;

/** The whole detail also holds what was asked for when the task was created; `record.ts` reads that. */
const taskDetail = task.loose().extend({
  /** The root account's number. */
  Uin: idIfAny,
  /** The last run, which logs and pods are named after. */
  LatestInstanceId: idIfAny,
});
export type TaskDetail = z.output<typeof taskDetail>;

export const createdReply = z.object({ Id: id });
export const emptyReply = z.object({});
export const taskReply = z.object({ TrainingTaskDetail: taskDetail });
export const tasksReply = z.object({ TrainingTaskSet: page(task).nullable(), TotalCount: count });
export const podsReply = z.object({ PodInfoList: list(z.object({ Name: text, Status: text })) });
export const logsReply = z.object({ Content: list(z.object({ Message: text, PodName: text })) });
export const taggedReply = z.object({ FailedResources: list(z.object({ Code: text, Message: text })) });

/** What every answer is wrapped in. */
export const envelope = z.object({
  Response: z.looseObject({
    Error: z.object({ Code: z.string(), Message: text }).nullish(),
    RequestId: text,
  }),
});
