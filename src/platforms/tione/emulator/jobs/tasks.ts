import { z } from "zod";
import type { Ledger } from "../../../../emulator/world";
import { instanceTypes } from "../catalogue/billing";
import { nodesOfPods } from "../groups/placement";
import { projectOf } from "../project";
import { Refusal } from "../refusal";
import type { Site } from "../site";
import type { TioneStage } from "../switches";
import { logConfig, refuseUnlisted, type CreateRequest } from "./create";
import { pageOf, type describeTrainingTasks } from "./list";
import { podNamesOf, podsOf, type describePodUrl } from "./pods";
import { ruleOf, stopTimeline } from "./states";
import { account, detailOf, itemOf, type Scene, type Task, type TaskJob } from "./task";

const TASK_ID_DIGITS = 19;
const INSTANCE_SUFFIX_LETTERS = 12;

const project = z.string().optional();

export const byId = z.strictObject({ Id: z.string().min(1), TiProjectId: project });
export const describeTrainingTask = byId.extend({ InstanceId: z.string().optional() });
export const enableTrainingTaskClsConfig = z.strictObject({
  TaskId: z.string().min(1),
  LogEnable: z.boolean(),
  LogConfig: logConfig.optional(),
  TiProjectId: project,
});

type ById = z.output<typeof byId>;

export function createTask(request: CreateRequest, { stage, tasks, region }: Site): object {
  const switches = stage.switches();
  if (!switches.unlistedMembers) refuseUnlisted(request);
  const place = { region, project: projectOf(request.TiProjectId) };
  if (switches.uniqueNames) refuseDuplicate(request.Name, place, tasks);
  refuseUnknownTypes(request);
  refuseNoGroup(request);
  refuseWithoutStock(request, stage, tasks);

  const id = `train-${stage.ids.digits("task", TASK_ID_DIGITS)}`;
  const createdBy = { TagKey: "qcs:tag:createdBy", TagValue: `CAMUser:${account.subUin}:${account.subUinName}` };
  const task: Task = {
    ...place,
    request,
    tags: switches.tagBindingFails ? [] : [...(request.Tags ?? []), createdBy],
    logEnable: request.LogEnable ?? false,
    logConfig: request.LogConfig,
    instanceIds: [instanceIdOf(id, stage)],
    operation: { type: "CREATE", at: stage.now() },
  };
  tasks.commit({ id, name: request.Name, facts: task }, stage.timelineFor(request.Name));
  if (switches.tagBindingFails) throw new Refusal("InternalError.BindingTagsFailed", "Binding the tags failed.");
  return { Id: id };
}

export function startTask(request: ById, site: Site): object {
  const { stage, tasks } = site;
  const job = knownTask(request.Id, request.TiProjectId, site);
  refuseInState(job, "start", tasks);
  refuseWithoutStock(job.facts.request, stage, tasks);
  const facts: Task = {
    ...job.facts,
    instanceIds: [...job.facts.instanceIds, instanceIdOf(job.id, stage)],
    operation: { type: "START", at: stage.now() },
  };
  tasks.start(job, facts, stage.timelineFor(job.name));
  return {};
}

export function stopTask(request: ById, site: Site): object {
  const { stage, tasks } = site;
  const job = knownTask(request.Id, request.TiProjectId, site);
  refuseInState(job, "stop", tasks);
  tasks.stop(job, { ...job.facts, operation: { type: "STOP", at: stage.now() } }, stopTimeline);
  return {};
}

export function deleteTask(request: ById, site: Site): object {
  const job = knownTask(request.Id, request.TiProjectId, site);
  refuseInState(job, "delete", site.tasks);
  site.tasks.remove(job);
  return {};
}

/** @throws Refusal `InvalidAction` when the switch `clsUpdate` is off, as before the action existed */
export function changeLogDelivery(request: z.output<typeof enableTrainingTaskClsConfig>, site: Site): object {
  const { stage, tasks } = site;
  if (!stage.switches().clsUpdate) throw new Refusal("InvalidAction", "The action is not recognized.");
  if (request.LogEnable && request.LogConfig === undefined) {
    throw new Refusal("InvalidParameterValue.ClsConfigRequired", "`LogConfig` is needed with LogEnable.");
  }
  const job = knownTask(request.TaskId, request.TiProjectId, site);
  const operation = { type: "MODIFY", at: stage.now() } as const;
  tasks.amend(job, { ...job.facts, logEnable: request.LogEnable, logConfig: request.LogConfig, operation });
  return {};
}

export function describeTask(request: z.output<typeof describeTrainingTask>, site: Site): object {
  const scene = visible(request, site);
  return { TrainingTaskDetail: detailOf(scene, site.stage.switches().unlistedMembers) };
}

export function listTasks(request: z.output<typeof describeTrainingTasks>, site: Site): object {
  const { page, total } = pageOf(request, scenesOf(request.TiProjectId, site));
  const withUnlisted = site.stage.switches().unlistedMembers;
  return { TrainingTaskSet: page.map((scene) => itemOf(scene, withUnlisted)), TotalCount: total };
}

/** The node and the address of a pod are in no public document; the vendor's own helper prints the node. */
export function describePods(scene: Scene, site: Site): object {
  if (!site.stage.switches().unlistedMembers) return podsOf(scene);
  const nodes = nodesOfPods(scene.job, site);
  return podsOf(scene, (name) => ({
    NodeId: nodes.get(name) ?? "",
    Url: urlOf(name, site),
    AppId: account.appId,
  }));
}

/** The vendor's sample has no scheme either. */
function urlOf(pod: string, { region }: Site): string {
  return `${pod}.${region}.tencent.com`;
}

export function podUrl({ PodName, TiProjectId }: z.output<typeof describePodUrl>, site: Site): object {
  const isThere = scenesOf(TiProjectId, site).some((scene) => podNamesOf(scene).includes(PodName));
  if (!isThere) throw new Refusal("ResourceNotFound", `There is no pod ${PodName}.`);
  return { PodUrl: urlOf(PodName, site) };
}

/** A task and one of its runs; the latest when `InstanceId` is absent. */
type Named = z.output<typeof describeTrainingTask>;

/** A task as reads show it. @throws Refusal `ResourceNotFound` */
export function visible({ Id, TiProjectId, InstanceId }: Named, site: Site): Scene {
  const job = knownTask(Id, TiProjectId, site);
  const scene = site.tasks.isVisible(job) ? sceneOf(job, site, InstanceId) : undefined;
  return scene ?? refuseUnknown(Id);
}

/**
 * The run with this id if reads show it, in whatever workspace; none when it is unknown. Without an id: every run of the region,
 * those of the oldest task first.
 */
export function runsWithId(instanceId: string | undefined, site: Site): readonly Scene[] {
  return site.tasks
    .known()
    .filter((job) => job.facts.region === site.region && site.tasks.isVisible(job))
    .flatMap((job) => job.facts.instanceIds.flatMap((id) => sceneOf(job, site, id) ?? []))
    .filter((scene) => !instanceId || scene.instanceId === instanceId);
}

/** Every task of the region and workspace that reads show, oldest first. */
function scenesOf(tiProjectId: string | undefined, site: Site): readonly Scene[] {
  let waiting = 0;
  return site.tasks
    .known()
    .filter((job) => job.facts.region === site.region && site.tasks.isVisible(job))
    .flatMap((job) => sceneOf(job, site) ?? [])
    .map((scene) => (scene.state.state === "PENDING" ? { ...scene, queueIndex: ++waiting } : scene))
    .filter(({ job }) => job.facts.project === projectOf(tiProjectId));
}

function sceneOf(job: TaskJob, { stage, tasks }: Site, instanceId?: string): Scene | undefined {
  const index = instanceId === undefined ? job.runs.length - 1 : job.facts.instanceIds.indexOf(instanceId);
  const run = job.runs[index];
  const runId = job.facts.instanceIds[index];
  if (run === undefined || runId === undefined) return undefined;
  const now = job.runs[index + 1]?.at ?? stage.now();
  const moments = tasks.momentsOf(run, now);
  const state = moments.at(-1);
  const { updateTimeFollowsState } = stage.switches();
  return state && { job, run, instanceId: runId, moments, state, now, updateTimeFollowsState };
}

/** The write side knows a task before reads show it. */
export function knownTask(id: string, tiProjectId: string | undefined, { tasks, region }: Site): TaskJob {
  const job = tasks.find(id);
  const isHere = job?.facts.region === region && job.facts.project === projectOf(tiProjectId);
  return isHere ? job : refuseUnknown(id);
}

function refuseUnknown(id: string): never {
  throw new Refusal("ResourceNotFound", `There is no training task ${id}.`);
}

function refuseInState(job: TaskJob, request: "stop" | "start" | "delete", tasks: Ledger<Task>): void {
  const { state } = tasks.stateOf(job);
  const code = ruleOf(state)[request];
  if (code !== undefined)
    throw new Refusal(code, `A training task cannot be asked to ${request} while it is ${state}.`);
}

function refuseDuplicate(name: string, place: { region: string; project: string }, tasks: Ledger<Task>): void {
  const twin = tasks
    .known()
    .find((job) => job.name === name && job.facts.region === place.region && job.facts.project === place.project);
  if (twin === undefined) return;
  const isBeingCreated = tasks.stateOf(twin).state === "SUBMITTING";
  const code = isBeingCreated ? "FailedOperation.DuplicateNameTaskIsCreating" : "InvalidParameterValue.DuplicateName";
  throw new Refusal(code, "A training task of this name exists.");
}

function refuseUnknownTypes({ ChargeType, ResourceConfigInfos }: CreateRequest): void {
  if (ChargeType === "PREPAID") return;
  const unknown = ResourceConfigInfos.find(({ InstanceType = "" }) => !instanceTypes.has(InstanceType));
  if (unknown === undefined) return;
  const code = "InvalidParameterValue.ResourceConfigIllegal";
  throw new Refusal(code, `There is no instance type ${unknown.InstanceType}.`);
}

/** Groups are given by id. One that the catalogue lacks passes, as in the documents' examples; a name does not. */
function refuseNoGroup({ ChargeType, ResourceGroupId = "" }: CreateRequest): void {
  if (ChargeType !== "PREPAID" || /^[a-z]*rsg-/.test(ResourceGroupId)) return;
  throw new Refusal("InvalidParameterValue", `There is no resource group ${ResourceGroupId}.`);
}

/** What live tasks hold counts against the stock. */
function refuseWithoutStock(request: CreateRequest, stage: TioneStage, tasks: Ledger<Task>): void {
  const { stock } = stage.switches();
  const limited = needsOf(request).filter(({ of }) => stock[of] !== undefined);
  if (limited.length === 0) return;
  const held = tasks
    .known()
    .filter((job) => tasks.isLive(job))
    .flatMap((job) => needsOf(job.facts.request));
  for (const need of limited) {
    const limit = stock[need.of];
    const taken = held.reduce((sum, other) => (other.of === need.of ? sum + other.amount : sum), 0);
    if (limit === undefined || taken + need.amount <= limit) continue;
    if (request.ChargeType === "PREPAID") {
      throw new Refusal("OperationDenied.ResourceGroupInsufficient", `Resource group ${need.of} has too little left.`);
    }
    throw new Refusal("OperationDenied.BillingStatusResourceInsufficient", `${need.of} is sold out.`);
  }
}

/** Instances by type, or cards by group. */
function needsOf({
  ChargeType,
  ResourceGroupId = "",
  ResourceConfigInfos,
}: CreateRequest): { of: string; amount: number }[] {
  if (ChargeType === "PREPAID") {
    const cards = ResourceConfigInfos.reduce(
      (sum, entry) => sum + ((entry.Gpu ?? 0) / 100) * (entry.InstanceNum ?? 1),
      0,
    );
    return [{ of: ResourceGroupId, amount: cards }];
  }
  return ResourceConfigInfos.map(({ InstanceType = "", InstanceNum = 1 }) => ({
    of: InstanceType,
    amount: InstanceNum,
  }));
}

function instanceIdOf(id: string, stage: TioneStage): string {
  return `${id}-${stage.ids.letters("instance", INSTANCE_SUFFIX_LETTERS)}`;
}
