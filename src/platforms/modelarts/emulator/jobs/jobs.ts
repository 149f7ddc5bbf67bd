import { z } from "zod";
import type { Stage } from "../../../../emulator/vendor";
import type { Ledger } from "../../../../emulator/world";
import { flavorById, POOL_FLAVORS } from "../catalogue";
import { POOLS } from "../pools/catalogue";
import { Refusal } from "../refusal";
import { description, notification, priority, ssh, type CreateRequest } from "./create";
import { AI_PROJECT, shown, type Scene, type Training, type TrainingJob } from "./job";
import { pageOf, type listTrainingJobs } from "./search";
import { isStoppable, stopTimeline } from "./states";

/** What a call acts on. */
export interface Site {
  readonly stage: Stage;
  readonly jobs: Ledger<Training>;
}

const DEFAULT_WORKSPACE = "0";

export function createJob(request: CreateRequest, site: Site): object {
  const { stage, jobs } = site;
  const { metadata } = request;
  const workspace = metadata.workspace_id || DEFAULT_WORKSPACE;
  if (stage.switches().uniqueNames && holds(metadata.name, workspace, site))
    throw new Refusal(400, "ModelArts.2751", `Training job name ${metadata.name} already exists.`);
  refuseUnusablePool(request);
  refuseUnknownFlavor(request);
  refuseWithoutStock(request, site);
  const id = stage.ids.uuid("training-job");
  jobs.commit(
    { id, name: metadata.name, facts: { workspace, request, tags: new Map() } },
    stage.timelineFor(metadata.name),
  );
  return shown(sceneOf(known(id, site), site));
}

export function stopJob(id: string, site: Site): object {
  const job = known(id, site);
  const { state } = site.jobs.stateOf(job);
  if (!isStoppable(state))
    throw new Refusal(409, "ModelArts.2796", `Training job ${id} cannot be terminated while it is ${state}.`);
  site.jobs.stop(job, job.facts, stopTimeline);
  return shown(sceneOf(known(id, site), site));
}

export function deleteJob(id: string, site: Site): void {
  site.jobs.remove(known(id, site));
}

export const stopRequest = z.strictObject({ action_type: z.string() });
export const batchDelete = z.strictObject({
  jobs: z
    .array(z.strictObject({ kind: z.string(), metadata: z.strictObject({ id: z.string() }) }))
    .min(1)
    .max(100),
});

/** PUT: everything is optional, and nothing else is accepted. `annotation` is in the singular only here. */
export const changeRequest = z.strictObject({
  description: description.optional(),
  spec: z
    .strictObject({
      notification: notification.optional(),
      schedule_policy: z
        .strictObject({ priority: priority.optional(), preemptible: z.boolean().optional() })
        .optional(),
    })
    .optional(),
  endpoints: ssh.optional(),
  metadata: z.strictObject({ annotation: z.strictObject({ "jupyter-lab/enable": z.literal("true") }) }).optional(),
});

export function changeJob(id: string, change: z.output<typeof changeRequest>, { jobs, stage }: Site): void {
  const job = known(id, { jobs, stage });
  const { request } = job.facts;
  if (change.spec?.schedule_policy && !request.spec?.resource?.pool_id)
    throw new Refusal(400, "ModelArts.2788", "schedule_policy needs a dedicated resource pool.");
  const { metadata } = request;
  const changed: CreateRequest = {
    ...request,
    metadata: {
      ...metadata,
      ...(change.description !== undefined && { description: change.description }),
      annotations: { ...metadata.annotations, ...change.metadata?.annotation },
    },
    spec: {
      ...request.spec,
      ...(change.spec?.notification && { notification: change.spec.notification }),
      schedule_policy:
        (request.spec?.schedule_policy ?? change.spec?.schedule_policy)
          ? { ...request.spec?.schedule_policy, ...change.spec?.schedule_policy }
          : undefined,
    },
    ...(change.endpoints && { endpoints: change.endpoints }),
  };
  jobs.amend(job, { ...job.facts, request: changed });
}

/** A job as reads show it. @throws Refusal `ModelArts.2775`, with HTTP 400 */
export function visible(id: string, site: Site): Scene {
  const job = known(id, site);
  return site.jobs.isVisible(job) ? sceneOf(job, site) : refuseUnknown(id);
}

export function searchJobs(request: z.output<typeof listTrainingJobs>, site: Site): object {
  const workspace = request.workspace_id || DEFAULT_WORKSPACE;
  const scenes = site.jobs
    .known()
    .filter((job) => job.facts.workspace === workspace && site.jobs.isVisible(job))
    .map((job) => sceneOf(job, site));
  const { page, total } = pageOf(request, scenes);
  const { limit = 10, offset = 0, order = "desc" } = request;
  const items = page.map(shown);
  return {
    total,
    count: items.length,
    limit,
    offset,
    sort_by: "create_time",
    order,
    group_by: "",
    workspace_id: workspace,
    ai_project: AI_PROJECT,
    items,
  };
}

/** GET /training-job-names. */
export function checkName(query: URLSearchParams, site: Site): object {
  const name = query.get("job_name") ?? "";
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) throw new Refusal(400, "ModelArts.2788", "job_name is not valid.");
  return { is_duplicate: holds(name, query.get("workspace_id") || DEFAULT_WORKSPACE, site) };
}

const tag = z.strictObject({
  key: z
    .string()
    .min(1)
    .max(128)
    .regex(/^(?!_sys_)/),
  value: z.string().max(255).optional(),
});
export const tagRequest = z.strictObject({ tags: z.array(tag).min(1) });

export function writeTags(id: string, { tags }: z.output<typeof tagRequest>, site: Site): void {
  const job = known(id, site);
  const added = tags.map(({ key, value = "" }) => [key, value] as const);
  site.jobs.amend(job, { ...job.facts, tags: new Map([...job.facts.tags, ...added]) });
}

export function dropTags(id: string, { tags }: z.output<typeof tagRequest>, site: Site): void {
  const job = known(id, site);
  const dropped = new Set(tags.map(({ key }) => key));
  site.jobs.amend(job, { ...job.facts, tags: new Map([...job.facts.tags].filter(([key]) => !dropped.has(key))) });
}

/** The write side knows a job before reads show it. */
export function known(id: string, { jobs }: Site): TrainingJob {
  return jobs.find(id) ?? refuseUnknown(id);
}

function refuseUnknown(id: string): never {
  throw new Refusal(400, "ModelArts.2775", `Training job (ID: ${id}) not found.`);
}

function sceneOf(job: TrainingJob, { jobs, stage }: Site): Scene {
  const now = stage.now();
  return { job, now, moments: jobs.momentsOf(job.runs[0] ?? never(job.id), now), state: jobs.stateOf(job) };
}

function never(id: string): never {
  throw new RangeError(`job ${id} has no run`);
}

function holds(name: string, workspace: string, { jobs }: Site): boolean {
  return jobs.known().some((job) => job.name === name && job.facts.workspace === workspace);
}

/** A pool that is not in the catalogue counts as a training pool. */
function refuseUnusablePool({ spec }: CreateRequest): void {
  const pool = POOLS.find(({ id }) => id === spec?.resource?.pool_id);
  if (!pool) return;
  if (!pool.scopes.includes("Train")) throw new Refusal(400, "ModelArts.2886", "The pool is not a training pool.");
  if (pool.phase !== "Running") throw new Refusal(400, "ModelArts.2887", "The pool is not running.");
}

/** `2781` is "flavor not found", `2763` a flavor that does not go with the pool, `2793` more machines than it may have. */
function refuseUnknownFlavor({ spec }: CreateRequest): void {
  const { flavor_id, pool_id, pool_group_id, node_count = 1 } = spec?.resource ?? {};
  if (!flavor_id) return;
  const unknown = new Refusal(400, "ModelArts.2781", `The training job flavor ${flavor_id} is not found.`);
  if (pool_id || pool_group_id) {
    if (!POOL_FLAVORS.has(flavor_id)) throw unknown;
    if (POOLS.find(({ id }) => id === pool_id)?.flavor.type === "CPU")
      throw new Refusal(400, "ModelArts.2763", "A CPU pool takes no flavor.");
    return;
  }
  const flavor = flavorById(flavor_id);
  if (!flavor) throw unknown;
  if (node_count > flavor.mostNodes)
    throw new Refusal(400, "ModelArts.2793", `${flavor_id} runs on at most ${flavor.mostNodes} machines.`);
}

/** What live jobs hold counts against the stock of their flavor or pool. */
function refuseWithoutStock(request: CreateRequest, { stage, jobs }: Site): void {
  const need = (wanted: CreateRequest) => wanted.spec?.resource?.pool_id ?? wanted.spec?.resource?.flavor_id ?? "";
  const limit = stage.switches().stock[need(request)];
  if (limit === undefined) return;
  const nodes = (wanted: CreateRequest) => wanted.spec?.resource?.node_count ?? 1;
  const held = jobs
    .known()
    .filter((job) => jobs.isLive(job) && need(job.facts.request) === need(request))
    .reduce((sum, job) => sum + nodes(job.facts.request), 0);
  if (held + nodes(request) > limit) throw new Refusal(400, "ModelArts.2815", "The quota is insufficient.");
}
