import type { Moment } from "../../../../emulator/timeline";
import type { Job, Run } from "../../../../emulator/world";
import { aliasOf, instanceTypes } from "../catalogue/billing";
import { platformImageUrl } from "../catalogue/frameworks";
import { groupsById } from "../groups/catalogue";
import type { Tag } from "../tag";
import { decodeCommands, type CreateRequest } from "./create";
import { ARREARS_REASON, ruleOf } from "./states";

// How TI-ONE shows a task. Sources: TrainingTaskDetail, TrainingTaskSetItem, API version 2021-11-11, and the habits
// of its sample replies: shells instead of null, an offset without minutes, a platform's tag.

/** The one account that the emulator knows. */
export const account = {
  uin: "100000000001",
  subUin: "100000000002",
  subUinName: "emulator",
  appId: "1250000001",
} as const;

/** What the emulator keeps of a task besides its states. */
export interface Task {
  readonly region: string;
  /** Workspace; `0` is the default one. */
  readonly project: string;
  readonly request: CreateRequest;
  readonly tags: readonly Tag[];
  readonly logEnable: boolean;
  readonly logConfig: CreateRequest["LogConfig"];
  /** One id for each run, the latest last. */
  readonly instanceIds: readonly string[];
  /** The latest operation by a user. */
  readonly operation: { readonly type: "CREATE" | "START" | "STOP" | "MODIFY"; readonly at: number };
}

export type TaskJob = Job<Task>;

/** One run of a task as it is at one moment. */
export interface Scene {
  readonly job: TaskJob;
  readonly run: Run;
  readonly instanceId: string;
  /** The states of the run so far, and the last of them. */
  readonly moments: readonly Moment[];
  readonly state: Moment;
  readonly now: number;
  /** Its place in the queue, from 1, while it waits. */
  readonly queueIndex?: number;
  /** The switch `updateTimeFollowsState`. */
  readonly updateTimeFollowsState: boolean;
}

/** When the run began to run and when it ended, if it did: milliseconds since the epoch. */
export function timesOf({ moments, state }: Scene): { readonly startedAt?: number; readonly endedAt?: number } {
  const startedAt = moments.find((moment) => moment.state === "RUNNING")?.at;
  return { startedAt, endedAt: ruleOf(state.state).settled ? state.at : undefined };
}

export function updatedAt({ job, state, updateTimeFollowsState }: Scene): number {
  const { at } = job.facts.operation;
  return updateTimeFollowsState ? Math.max(at, state.at) : at;
}

export function chargeStatusOf({ job, state }: Scene): "BILLING" | "NOT_BILLING" | "ARREARS_STOP" {
  if (state.reason === ARREARS_REASON) return "ARREARS_STOP";
  const isBilled = state.state === "RUNNING" && job.facts.request.ChargeType === "POSTPAID_BY_HOUR";
  return isBilled ? "BILLING" : "NOT_BILLING";
}

const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** `2025-05-28 18:18:33`, Beijing time, though it does not say so: lists and pods. */
export function listTime(ms: number | undefined): string | null {
  if (ms === undefined) return null;
  return new Date(ms + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
}

/** `2025-05-28T18:18:33+08`: details. */
function detailTime(ms: number | undefined): string | null {
  return listTime(ms)?.replace(" ", "T").concat("+08") ?? null;
}

/** The `TrainingTaskDetail` of DescribeTrainingTask; `withUnlisted` adds what no public document lists. */
export function detailOf(scene: Scene, withUnlisted: boolean): object {
  const { job, now, instanceId } = scene;
  const { request, region, logEnable, logConfig } = job.facts;
  const emptyPath = { Bucket: "", Region: "", Paths: [] };
  return {
    ...commonOf(scene),
    Uin: account.uin,
    Region: region,
    CodePackagePath: request.CodePackagePath ?? emptyPath,
    Output: request.Output ?? emptyPath,
    StartCmdInfo: commandsOf(request),
    DataSource: request.DataSource ?? "",
    DataConfigs: request.DataConfigs ?? [],
    TuningParameters: request.TuningParameters ?? "",
    LogEnable: logEnable,
    LogConfig: logConfig ?? { LogsetId: "", TopicId: "" },
    VpcId: request.VpcId ?? "",
    SubnetId: request.SubnetId ?? "",
    Remark: request.Remark ?? "",
    CodeRepos: request.CodeRepos ?? [],
    ExposeNetworkConfig: networkOf(scene),
    LatestInstanceId: instanceId,
    TensorBoardId: "",
    OperatorInfo: operatorOf(scene),
    ...timesText(scene, detailTime, now),
    ...(withUnlisted && {
      ...unlistedOf(scene, detailTime),
      ...(request.SchedulePolicy && { SchedulePolicy: request.SchedulePolicy }),
    }),
  };
}

/** An item of DescribeTrainingTasks' `TrainingTaskSet`; `withUnlisted` adds what no document lists. */
export function itemOf(scene: Scene, withUnlisted: boolean): object {
  const { request } = scene.job.facts;
  return {
    ...commonOf(scene),
    Output: request.Output ?? { Bucket: "", Region: "", Paths: [] },
    AppId: account.appId,
    // A private value is accepted and never shown again.
    Envs: (request.Envs ?? []).map((env) => (env.IsPrivate ? { Name: env.Name, IsPrivate: true } : env)),
    LatestOperatorInfo: operatorOf(scene),
    ...timesText(scene, listTime, scene.now),
    ...(withUnlisted && {
      Uin: account.uin,
      TaskType: request.TaskType ?? "",
      ResourceGroupSWType: sourceOfMachines(request),
      ...(scene.queueIndex !== undefined && { WaitingQueueIndex: scene.queueIndex }),
      ...unlistedOf(scene, listTime),
    }),
  };
}

/** The members of both list and detail that no public document lists; the vendor's own helper prints some of them. */
function unlistedOf({ job, moments }: Scene, text: (ms: number | undefined) => string | null): object {
  const { AIMarketTemplateId = "", AIMarketTemplateGroup = "" } = job.facts.request;
  return {
    StartScheduleTime: text(moments.find(({ state }) => state === "PENDING")?.at),
    Warnings: [],
    AIMarketTemplateId,
    AIMarketTemplateGroup,
  };
}

/** Bought in TI-ONE, or pay as you go; no group here has machines of the account's own (`SW`). */
function sourceOfMachines({ ChargeType }: CreateRequest): "NORMAL" | "NONE" {
  return ChargeType === "PREPAID" ? "NORMAL" : "NONE";
}

function commonOf(scene: Scene): object {
  const { job, state } = scene;
  const { request, tags } = job.facts;
  return {
    Id: job.id,
    Name: job.name,
    SubUin: account.subUin,
    SubUinName: account.subUinName,
    FrameworkName: request.FrameworkName ?? "",
    FrameworkVersion: request.FrameworkVersion ?? "",
    FrameworkEnvironment: request.FrameworkEnvironment ?? "",
    ChargeType: request.ChargeType,
    ChargeStatus: chargeStatusOf(scene),
    BillingInfo: billingInfoOf(request),
    ResourceGroupId: request.ResourceGroupId ?? "",
    ResourceGroupName: groupsById.get(request.ResourceGroupId ?? "")?.name ?? request.ResourceGroupId ?? "",
    ResourceConfigInfos: request.ResourceConfigInfos.map((entry) => resourceOf(entry)),
    Tags: tags,
    TrainingMode: request.TrainingMode ?? "",
    ImageInfo: imageOf(request),
    Status: state.state,
    FailureReason: state.reason ?? "",
    Message: "",
    CallbackUrl: request.CallbackUrl ?? "",
  };
}

/** How to log in is shown while there is something to log in to. */
function networkOf({ job, instanceId, state }: Scene): object | null {
  const asked = job.facts.request.ExposeNetworkConfig;
  if (!asked?.SSHConfig?.Enable || state.state !== "RUNNING") return asked ?? null;
  const Host = `${instanceId}-master-0.ssh.emulator.invalid`;
  const Port = asked.SSHConfig.Port ?? 22;
  const LoginCommand = `ssh -p ${Port} root@${Host}`;
  const told = { LoginCommand, IsAddressChanged: false, PodSSHInfo: { Host, Port, LoginCommand } };
  return { ...asked, SSHConfig: { ...asked.SSHConfig, ...told } };
}

function timesText(scene: Scene, text: (ms: number | undefined) => string | null, now: number): object {
  const { startedAt, endedAt } = timesOf(scene);
  const runtimeMs = startedAt === undefined ? 0 : (endedAt ?? now) - startedAt;
  return {
    CreateTime: text(scene.job.createdAt),
    UpdateTime: text(updatedAt(scene)),
    StartTime: text(startedAt),
    EndTime: text(endedAt),
    RuntimeInSeconds: Math.floor(runtimeMs / 1_000),
  };
}

type ResourceConfig = CreateRequest["ResourceConfigInfos"][number];

/** With the amounts that the platform fills in for pay-as-you-go. */
export function resourceOf(entry: ResourceConfig): object {
  const type = instanceTypes.get(entry.InstanceType ?? "");
  return {
    Role: entry.Role,
    Cpu: type ? type.cores * 1_000 : (entry.Cpu ?? 0),
    Memory: type ? type.memoryGiB * 1_024 : (entry.Memory ?? 0),
    GpuType: type?.gpuType ?? entry.GpuType ?? "",
    Gpu: type ? type.gpus * 100 : (entry.Gpu ?? 0),
    InstanceType: entry.InstanceType ?? "",
    InstanceTypeAlias: type ? aliasOf(type) : "",
    InstanceNum: entry.InstanceNum ?? 1,
    RDMAConfig: { Enable: entry.RDMAConfig?.Enable ?? false },
  };
}

function imageOf({ ImageInfo, FrameworkEnvironment = "" }: CreateRequest): object {
  if (ImageInfo === undefined) {
    return {
      ImageType: "PRE_SET",
      ImageUrl: platformImageUrl(FrameworkEnvironment),
      RegistryRegion: "",
      RegistryId: "",
      ImageName: FrameworkEnvironment,
      ImageSecret: null,
    };
  }
  // The secret itself never comes back.
  return { RegistryRegion: "", RegistryId: "", ImageName: "", ...ImageInfo, ImageSecret: null };
}

/** The base64 form wins, and only the decoded one comes back. */
function commandsOf({ StartCmdInfo, EncodedStartCmdInfo }: CreateRequest): object {
  const given = (EncodedStartCmdInfo && decodeCommands(EncodedStartCmdInfo.StartCmdInfo)) ?? StartCmdInfo;
  return {
    StartCmd: given?.StartCmd ?? "",
    PsStartCmd: given?.PsStartCmd ?? "",
    WorkerStartCmd: given?.WorkerStartCmd ?? "",
  };
}

function billingInfoOf({ ChargeType, ResourceConfigInfos }: CreateRequest): string {
  if (ChargeType === "PREPAID") return "";
  const fen = ResourceConfigInfos.reduce(
    (sum, entry) => sum + (instanceTypes.get(entry.InstanceType ?? "")?.fenPerHour ?? 0) * (entry.InstanceNum ?? 1),
    0,
  );
  return `${(fen / 100).toFixed(2)}元/小时`;
}

function operatorOf({ job, state }: Scene): object {
  const { subUin, subUinName } = account;
  if (state.reason === ARREARS_REASON) {
    return { SubUin: "", SubUinName: "", IsPlatformOperator: true, OperationType: "STOP" };
  }
  return { SubUin: subUin, SubUinName: subUinName, IsPlatformOperator: false, OperationType: job.facts.operation.type };
}
