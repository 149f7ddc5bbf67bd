import { z } from "zod";
import type { Ledger } from "../../../emulator/world";
import { account, type Task, type TaskJob } from "./jobs/task";
import type { Tag } from "./tag";

// The part of the vendor's Tag service that training tasks need. Source: Tag service, API version 2018-08-13.

const MOST_RESOURCES = 10;
const MOST_TAGS = 10;

const tagSchema = z.strictObject({ TagKey: z.string().min(1), TagValue: z.string(), Category: z.string().optional() });
const resourceList = z.array(z.string()).min(1).max(MOST_RESOURCES);

export const tagResources = z.strictObject({
  ResourceList: resourceList,
  Tags: z.array(tagSchema).min(1).max(MOST_TAGS),
});

export const unTagResources = z.strictObject({
  ResourceList: resourceList,
  TagKeys: z.array(z.string()).min(1).max(MOST_TAGS),
});

export const getResources = z.strictObject({
  ResourceList: z.array(z.string()).optional(),
  TagFilters: z.array(z.strictObject({ TagKey: z.string(), TagValue: z.array(z.string()).optional() })).optional(),
  PaginationToken: z.string().regex(/^\d*$/).optional(),
  MaxResults: z.number().int().min(1).max(200).optional(),
});

/** Binds tags; a key that is already bound gets the new value. Failures are in the answer; the call itself succeeds. */
export function bindTags({ ResourceList, Tags }: z.output<typeof tagResources>, tasks: Ledger<Task>): object {
  const added = Tags.map(({ TagKey, TagValue }) => ({ TagKey, TagValue }));
  return retag(ResourceList, tasks, (tags) => [
    ...tags.filter(({ TagKey }) => !added.some((tag) => tag.TagKey === TagKey)),
    ...added,
  ]);
}

export function unbindTags({ ResourceList, TagKeys }: z.output<typeof unTagResources>, tasks: Ledger<Task>): object {
  return retag(ResourceList, tasks, (tags) => tags.filter(({ TagKey }) => !TagKeys.includes(TagKey)));
}

function retag(
  resources: readonly string[],
  tasks: Ledger<Task>,
  change: (tags: readonly Tag[]) => readonly Tag[],
): object {
  const failed = resources.flatMap((resource) => {
    const job = find(resource, tasks);
    if (job === undefined) {
      return { Resource: resource, Code: "ResourceNotFound", Message: "there is no such training task" };
    }
    tasks.amend(job, { ...job.facts, tags: change(job.facts.tags) });
    return [];
  });
  return { FailedResources: failed };
}

/** Tagged resources; all filters must match. The token is the number of resources already read. */
export function listTagged(request: z.output<typeof getResources>, tasks: Ledger<Task>): object {
  const { ResourceList, TagFilters = [], PaginationToken = "", MaxResults = 50 } = request;
  const asked = ResourceList?.map((resource) => find(resource, tasks)?.id);
  const wanted = tasks
    .known()
    .filter(
      (job) =>
        tasks.isVisible(job) &&
        (asked?.includes(job.id) ?? true) &&
        TagFilters.every(({ TagKey, TagValue }) =>
          job.facts.tags.some((tag) => tag.TagKey === TagKey && (TagValue?.includes(tag.TagValue) ?? true)),
        ),
    );
  const first = Number(PaginationToken);
  const end = first + MaxResults;
  return {
    PaginationToken: end < wanted.length ? String(end) : "",
    ResourceTagMappingList: wanted.slice(first, end).map((job) => ({
      Resource: `qcs::tione:${job.facts.region}:uin/${account.uin}:trainingtask/${job.id}`,
      Tags: job.facts.tags,
    })),
  };
}

/** Some clients leave the account out of a resource string. */
function find(resource: string, tasks: Ledger<Task>): TaskJob | undefined {
  const [, region, uin, id] = /^qcs::tione:([^:]+):uin\/(\d*):trainingtask\/([^/]+)$/.exec(resource) ?? [];
  if (uin !== "" && uin !== account.uin) return undefined;
  const job = id === undefined ? undefined : tasks.find(id);
  return job?.facts.region === region ? job : undefined;
}
