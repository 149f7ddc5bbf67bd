import { z } from "zod";
import { coded, refuseMembers } from "../refusal";

// Source of this file: CreateTrainingTask and its structs, API version 2021-11-11. Strict: a member that is not here
// is refused as the vendor refuses it. An empty string counts as absent, because the vendor's own tools send one for an absent member.

const LONGEST_NAME = 60;
const LONGEST_REMARK = 1_024;
const LONGEST_TUNING = 2_048;
const MOST_DATA_CONFIGS = 10;

const text = z.string().optional();
const count = z.number().int().min(0);
const oneOf = <const Words extends readonly string[]>(words: Words) => z.enum([...words, ""]).optional();
const atMost = (length: number) =>
  text.refine(
    (value) => (value ?? "").length <= length,
    coded("InvalidParameterValue.ParamLengthExceedLimit", `at most ${length} characters`),
  );

/** A Linux path: what a container mounts, or a directory of it. */
const containerPath = text.refine(
  (path) => !/^([A-Za-z]:[\\/]|\\)/.test(path ?? ""),
  coded("InvalidParameterValue.PathIllegal", "a path in a container"),
);
const withoutNul = text.refine((value) => !value?.includes("\0"), coded("InvalidParameterValue", "a NUL character"));

/** Members that no public document lists but the server is known to define; the switch `unlistedMembers` refuses them. */
const unlisted = {
  task: {
    SchedulePolicy: z
      .strictObject({
        PriorityClass: text,
        /** Automatic restarts after a failure. */
        BackOffLimit: count.max(10).optional(),
      })
      .optional(),
    SanityCheckConfig: z.record(z.string(), z.unknown()).optional(),
    TaskType: text,
    TaskId: text,
    SourceTaskId: text,
    ResourceGroupAnnotationInfo: z
      .strictObject({ ResourceGroupTaskType: text, ResourceGroupTaskId: text, ResourceGroupTaskName: text })
      .optional(),
    PreTrainModel: z.strictObject({ ModelId: text, ModelName: text }).optional(),
    TAIJITemplateId: text,
    AIMarketTemplateId: text,
    AIMarketTemplateGroup: text,
  },
  resource: { SpecTempId: text, ArchType: text, ExtendedResourceList: z.array(z.unknown()).optional() },
  data: {
    AIMarketAlgoDataSource: z.strictObject({ Id: text, Path: text, MaterialName: text, Group: text }).optional(),
    AIMarketAlgoPreModelSource: z.strictObject({ Id: text, Path: text, MaterialName: text, Group: text }).optional(),
    WeDataHDFSSource: z.strictObject({ Id: count, Path: text }).optional(),
  },
  image: { ImageId: text, RegionScope: text },
  ssh: { VpcSSHInfoList: z.array(z.unknown()).optional() },
};

/** Names that tasks and models may have. */
export const properName = z
  .string()
  .refine(
    (name) => Array.from(name).length <= LONGEST_NAME,
    coded("InvalidParameterValue.ParamLengthExceedLimit", `at most ${LONGEST_NAME} characters`),
  )
  .refine(
    (name) => /^[\p{Script=Han}A-Za-z0-9][\p{Script=Han}A-Za-z0-9_-]*$/u.test(name),
    coded("InvalidParameterValue.BadName", "Chinese or Latin letters, digits, _ and -; the first a letter or a digit"),
  );

export const tagList = z.array(z.strictObject({ TagKey: z.string().min(1), TagValue: z.string() })).optional();

export const cosPath = z.strictObject({
  Bucket: z
    .string()
    .min(1)
    .refine((name) => /^[^/:]+$/.test(name), coded("InvalidParameterValue.CosPathNotExist", "no such bucket")),
  Region: z.string().min(1),
  /** A list of which only one element is supported. */
  Paths: z
    .array(z.string())
    .refine((paths) => paths.length === 1, coded("InvalidParameterValue.PathIllegal", "exactly one path")),
});

const resourceConfig = z.strictObject({
  Role: z.enum(["PS", "WORKER", "DRIVER", "EXECUTOR", "HEAD"]),
  /** 1/1000 core; this and the next three with a resource group only. */
  Cpu: count.optional(),
  /** MB. */
  Memory: count.optional(),
  /** 1/100 card. */
  Gpu: count.optional(),
  GpuType: text,
  InstanceType: text,
  InstanceNum: count.min(1).optional(),
  InstanceTypeAlias: text,
  RDMAConfig: z.strictObject({ Enable: z.boolean() }).optional(),
  ...unlisted.resource,
});

export const imageInfo = z.strictObject({
  ImageType: z.enum(["TCR", "CCR", "PreSet", "PRE_SET", "SYSTEM", "CUSTOM"]),
  ImageUrl: z
    .string()
    .min(1)
    .refine(
      (url) => !/^[a-z][a-z0-9+.-]*:\/\/|\S\s+\S/i.test(url),
      coded("InvalidParameterValue.ImageAddressIllegal", "an address of a registry"),
    ),
  RegistryRegion: text,
  RegistryId: text,
  AllowSaveAllContent: z.boolean().optional(),
  ImageName: text,
  SupportDataPipeline: z.boolean().optional(),
  ImageSecret: z.strictObject({ KeyId: text, Username: text, Password: text, SecretId: text }).optional(),
  ...unlisted.image,
});

const dataConfig = z.strictObject({
  MappingPath: containerPath,
  DataSourceUsage: oneOf([
    "BUILTIN_CODE",
    "BUILTIN_DATA",
    "BUILTIN_MODEL",
    "USER_DATA",
    "USER_CODE",
    "USER_MODEL",
    "OUTPUT",
    "OTHER",
  ]),
  DataSourceType: text,
  ReadOnly: z.boolean().optional(),
  DataSetSource: z.strictObject({ Id: z.string() }).optional(),
  COSSource: cosPath.optional(),
  CFSSource: z
    .strictObject({
      Id: z.string(),
      Path: z.string(),
      MountType: oneOf(["STORAGE", "SOURCE"]),
      Protocol: oneOf(["1", "2", "NFS", "TURBO"]),
      IsPresetStorage: z.boolean().optional(),
    })
    .optional(),
  CFSTurboSource: z.strictObject({ Id: text, Path: text }).optional(),
  HDFSSource: z.strictObject({ Id: z.string(), Path: z.string() }).optional(),
  GooseFSSource: z
    .strictObject({ Id: text, Type: oneOf(["GooseFS", "GooseFSx"]), Path: text, NameSpace: text, MountOptions: text })
    .optional(),
  LocalDiskSource: z.strictObject({ InstanceId: z.string(), LocalPath: text }).optional(),
  CBSSource: z.strictObject({ VolumeSizeInGB: count }).optional(),
  HostPathSource: z.strictObject({ Path: text }).optional(),
  PublicDataSource: z.strictObject({ DataSourceId: text, SubPath: text }).optional(),
  ...unlisted.data,
});

type DataConfig = z.output<typeof dataConfig>;
type SourceMember = Extract<keyof DataConfig, `${string}Source`>;

/** Which source member goes with which type. A type without a row goes with one of `OTHER_SOURCES`. */
const SOURCES: Readonly<Record<string, readonly SourceMember[]>> = {
  DATASET: ["DataSetSource"],
  COS: ["COSSource"],
  COSFS: ["COSSource"],
  CFS: ["CFSSource"],
  CFSTurbo: ["CFSTurboSource", "CFSSource"],
  HDFS: ["HDFSSource"],
  GooseFS: ["GooseFSSource"],
  GooseFSx: ["GooseFSSource"],
  PUBLIC_DATA_SOURCE: ["PublicDataSource"],
  WEDATA_HDFS: ["WeDataHDFSSource"],
  AIMarket_Algo_Data: ["AIMarketAlgoDataSource"],
  AIMarket_Algo_PreModel: ["AIMarketAlgoPreModelSource"],
};
const OTHER_SOURCES: readonly SourceMember[] = ["LocalDiskSource", "CBSSource", "HostPathSource"];
const ALL_SOURCES = [...new Set([...Object.values(SOURCES).flat(), ...OTHER_SOURCES])];

const exposeNetworkConfig = z.strictObject({
  SSHConfig: z
    .strictObject({
      Enable: z.boolean().optional(),
      PublicKey: text,
      Port: count.optional(),
      LoginCommand: text,
      IsAddressChanged: z.boolean().optional(),
      PodSSHInfo: z.strictObject({ Host: text, Port: count.optional(), LoginCommand: text }).optional(),
      ...unlisted.ssh,
    })
    .optional(),
  ExposePortConfig: z
    .strictObject({ Enable: z.boolean().optional(), VpcId: text, ClbId: text, ClbHost: text })
    .optional(),
});

export const logConfig = z.strictObject({ LogsetId: z.string().min(1), TopicId: z.string().min(1) });

export const createTrainingTask = z
  .strictObject({
    Name: properName,
    ChargeType: z.enum(["PREPAID", "POSTPAID_BY_HOUR"]),
    ResourceConfigInfos: z.array(resourceConfig).min(1),
    TiProjectId: text,
    FrameworkName: text,
    FrameworkVersion: text,
    FrameworkEnvironment: text,
    ImageInfo: imageInfo.optional(),
    ResourceGroupId: text,
    TrainingMode: oneOf(["PS_WORKER", "DDP", "MPI", "HOROVOD", "SPARK", "RAY"]),
    CodePackagePath: cosPath.optional(),
    CodeRepos: z.array(z.strictObject({ Id: z.string(), TargetPath: containerPath })).optional(),
    StartCmdInfo: z
      .strictObject({ StartCmd: withoutNul, PsStartCmd: withoutNul, WorkerStartCmd: withoutNul })
      .optional(),
    EncodedStartCmdInfo: z.strictObject({ StartCmdInfo: z.string() }).optional(),
    DataConfigs: z
      .array(dataConfig)
      .refine(
        (all) => all.length <= MOST_DATA_CONFIGS,
        coded("InvalidParameterValue.DataConfigNumLimitExceeded", `at most ${MOST_DATA_CONFIGS} entries`),
      )
      .optional(),
    DataSource: text,
    Output: cosPath.optional(),
    TuningParameters: atMost(LONGEST_TUNING),
    LogEnable: z.boolean().optional(),
    LogConfig: logConfig.optional(),
    VpcId: text,
    SubnetId: text,
    Remark: atMost(LONGEST_REMARK),
    Tags: tagList,
    CallbackUrl: text,
    Envs: z
      .array(z.strictObject({ Name: withoutNul, Value: withoutNul, IsPrivate: z.boolean().optional() }))
      .optional(),
    ExposeNetworkConfig: exposeNetworkConfig.optional(),
    TrainToolConfig: z
      .strictObject({
        EnableHangMonitor: z.boolean().optional(),
        HangMonitorNodes: z.array(z.string()).optional(),
        LogHangTimeoutInMinute: z.number().int().min(1).max(14_400).optional(),
      })
      .optional(),
    ResourceSupplyAttribute: z
      .strictObject({ SupplyType: oneOf(["TIDE", "SPOT"]), ClusterType: oneOf(["DEFAULT", "THIRD"]) })
      .optional(),
    Queues: z.array(z.string()).optional(),
    ...unlisted.task,
  })
  .superRefine((task, context) => {
    for (const { path, code, message } of problems(task)) {
      context.addIssue({ code: "custom", path: [...path], ...coded(code, message) });
    }
  });

export type CreateRequest = z.output<typeof createTrainingTask>;

interface Problem {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** The rules that concern more than one member. */
function* problems(task: CreateRequest): Generator<Problem> {
  const { ImageInfo, FrameworkName, FrameworkEnvironment } = task;
  if (ImageInfo === undefined && !(FrameworkName && FrameworkEnvironment)) {
    yield { path: ["ImageInfo"], code: "MissingParameter", message: "an image, or framework name and environment" };
  }
  if (ImageInfo !== undefined && (FrameworkName || FrameworkEnvironment)) {
    yield {
      path: ["ImageInfo"],
      code: "InvalidParameterValue.ImageIllegal",
      message: "either an image or a framework",
    };
  }
  if (task.ChargeType === "PREPAID" && !task.ResourceGroupId) {
    yield { path: ["ResourceGroupId"], code: "MissingParameter", message: "needed with PREPAID" };
  }
  if (task.LogEnable && task.LogConfig === undefined) {
    yield { path: ["LogConfig"], code: "InvalidParameterValue.ClsConfigRequired", message: "needed with LogEnable" };
  }
  if (task.EncodedStartCmdInfo !== undefined && decodeCommands(task.EncodedStartCmdInfo.StartCmdInfo) === undefined) {
    const message = "base64 of a JSON object with StartCmd, PsStartCmd and WorkerStartCmd";
    yield { path: ["EncodedStartCmdInfo", "StartCmdInfo"], code: "InvalidParameterValue", message };
  }
  yield* resourceProblems(task);
  for (const [i, config] of (task.DataConfigs ?? []).entries()) {
    const given = ALL_SOURCES.filter((member) => config[member] !== undefined);
    const wanted = config.DataSourceType ? (SOURCES[config.DataSourceType] ?? OTHER_SOURCES) : ALL_SOURCES;
    if (given.length !== 1 || !given.every((member) => wanted.includes(member))) {
      const message = `exactly one source, of ${wanted.join(", ")}; given: ${given.join(", ") || "none"}`;
      yield { path: ["DataConfigs", i], code: "InvalidParameterValue", message };
    }
  }
}

function* resourceProblems(task: CreateRequest): Generator<Problem> {
  const code = "InvalidParameterValue.ResourceConfigIllegal";
  const roles = task.ResourceConfigInfos.map(({ Role }) => Role);
  const repeated = roles.find((role, i) => roles.indexOf(role) !== i);
  // RAY has one entry for each group of workers.
  if (repeated !== undefined && task.TrainingMode !== "RAY") {
    yield { path: ["ResourceConfigInfos"], code, message: `role ${repeated} occurs twice` };
  }
  if (roles.includes("PS") !== (task.TrainingMode === "PS_WORKER")) {
    yield { path: ["ResourceConfigInfos"], code, message: "PS_WORKER, and only it, has a PS role" };
  }
  for (const [i, entry] of task.ResourceConfigInfos.entries()) {
    const path = ["ResourceConfigInfos", i];
    if (task.ChargeType === "POSTPAID_BY_HOUR" && !entry.InstanceType) {
      yield { path: [...path, "InstanceType"], code: "MissingParameter", message: "needed with POSTPAID_BY_HOUR" };
    }
    if (task.ChargeType === "PREPAID" && !entry.Cpu && !entry.Memory && !entry.Gpu && !entry.SpecTempId) {
      yield { path, code, message: "asks for no core, no memory and no card" };
    }
    if (entry.Gpu && !entry.GpuType) yield { path: [...path, "GpuType"], code, message: "needed with Gpu" };
  }
}

// The vendor's own client writes null for a command that it does not use.
const commands = z.object({
  StartCmd: z.string().nullable(),
  PsStartCmd: z.string().nullable(),
  WorkerStartCmd: z.string().nullable(),
});

/** The commands inside the base64 form; undefined when they cannot be read. */
export function decodeCommands(encoded: string): z.output<typeof commands> | undefined {
  try {
    return commands.parse(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
  } catch {
    return undefined; // not base64, not JSON, or not the commands: all the same to the caller
  }
}

/** @throws Refusal `UnknownParameter` for a member that the public documents do not list */
export function refuseUnlisted(task: CreateRequest): void {
  const structs: readonly (readonly [string, object | undefined, object])[] = [
    ["", task, unlisted.task],
    ["ImageInfo.", task.ImageInfo, unlisted.image],
    ["ExposeNetworkConfig.SSHConfig.", task.ExposeNetworkConfig?.SSHConfig, unlisted.ssh],
    ...task.ResourceConfigInfos.map((entry, i) => [`ResourceConfigInfos.${i}.`, entry, unlisted.resource] as const),
    ...(task.DataConfigs ?? []).map((entry, i) => [`DataConfigs.${i}.`, entry, unlisted.data] as const),
  ];
  for (const [where, struct, members] of structs) refuseMembers(struct, Object.keys(members), where);
}
