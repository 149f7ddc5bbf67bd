// Written by `npm run docs` from the platform's schemas and look-ups: change those.

import type { Input } from "@pulumi/pulumi";

/**
 * The request CreateTrainingModel, API version 2021-11-11, in camelCase and the vendor's units, with maps where the
 * vendor has lists of names and values. What the source job and the choice of model determine is sent with it:
 * `ImportMethod`, `TrainingModelSource`, the job's id and name. A change to any member replaces the version: TI-ONE can
 * change none of them.
 */
export interface TioneModelSpec {
  /**
   * What serves the model: a platform image (`SYSTEM`, with `reasoningEnvironment` or `reasoningEnvironmentId`) or a
   * custom one (`CUSTOM`, with `reasoningImageInfo`).
   */
  readonly reasoningEnvironmentSource: Input<"CUSTOM" | "SYSTEM">;
  /**
   * Name of the new model that this is the first version of: at most 60 Chinese and Latin letters, digits, `_` and `-`.
   * The alternative to `trainingModelId`.
   */
  readonly trainingModelName?: Input<string>;
  /** Model (`m-…`) that gets a new version. The alternative to `trainingModelName`. */
  readonly trainingModelId?: Input<string>;
  /** Label of the version: `v4`. Default: `v1` for a new model, else the highest existing number plus one. */
  readonly trainingModelVersion?: Input<string>;
  /**
   * Directory with the files, ending in `/`. Default: the output directory of the source job; needed without one.
   * `region` defaults to the place's.
   */
  readonly trainingModelCosPath?: Input<TioneCosPathInfo>;
  /** Where TI-ONE keeps the files. Default: the platform's choice. */
  readonly modelOutputPath?: Input<TioneCosPathInfo>;
  /** `COPY` leaves the files where they are, `CUT` moves them. Default `COPY`. */
  readonly modelMoveMode?: Input<"COPY" | "CUT">;
  /** What the model was trained with. Default: the framework of the source job, where it ran on a platform image. */
  readonly algorithmFramework?: Input<
    "DETECTRON2" | "MMDETECTION" | "ONNX" | "PMML" | "PYTORCH" | "TENSORFLOW" | (string & {})
  >;
  /** Format of the files. */
  readonly modelFormat?: Input<
    | "DETECTRON2"
    | "FROZEN_GRAPH"
    | "HUGGING_FACE_BERT"
    | "HUGGING_FACE_STABLE_DIFFUSION_LORA"
    | "HUGGING_FACE_STABLE_DIFFUSION"
    | "HUGGING_FACE"
    | "MMDETECTION"
    | "ONNX"
    | "PMML"
    | "PYTORCH"
    | "SAVED_MODEL"
    | "TORCH_SCRIPT"
    | "WEB_UI_STABLE_DIFFUSION"
    | (string & {})
  >;
  /** Default `NORMAL`. */
  readonly modelVersionType?: Input<"ACCELERATE" | "NORMAL" | "TAIJI_HY" | (string & {})>;
  /** Address of a platform image: `imageUrl` of `getPlatformImages`. With `SYSTEM`. */
  readonly reasoningEnvironment?: Input<string>;
  /** Id of a platform image, such as `pytorch1.9.0-py38(gpu)`: `imageId` of `getPlatformImages`. With `SYSTEM`. */
  readonly reasoningEnvironmentId?: Input<string>;
  /** Custom image. Needed with `CUSTOM`. */
  readonly reasoningImageInfo?: Input<TioneImageInfo>;
  /**
   * Quality metrics of the model: text, or numbers by name, which are sent as `name=value,name=value`; at most 1,000
   * characters.
   */
  readonly trainingModelIndex?: Input<string> | Input<Readonly<Record<string, Input<number>>>>;
  /** What the training was meant to favour, such as `BALANCE`. */
  readonly trainingPreference?: Input<string>;
  /** Remove old models periodically. With `modelFormat: "SAVED_MODEL"`. Default false. */
  readonly autoClean?: Input<boolean>;
  /**
   * How many models are kept, 1 to 24, default 24; 65,535, which the vendor's helper sends, is no limit. With
   * `autoClean`.
   */
  readonly maxReservedModels?: Input<number>;
  /** Minutes between two removals, 1 to 1,440, default 1; 65,535 as above. With `autoClean`. */
  readonly modelCleanPeriod?: Input<number>;
  /** Whether the training was quantization-aware. Default false. */
  readonly isQAT?: Input<boolean>;
  /**
   * Tags of the model by key. Keys beginning with `qcs:` belong to the platform, those with `pulumi-` to this package,
   * which writes three of them to a new model to find it again.
   */
  readonly tags?: Input<Readonly<Record<string, Input<string>>>>;
}

/**
 * The request CreateTrainingTask, API version 2021-11-11, in camelCase and the vendor's units, with maps where the
 * vendor has lists of names and values. What is left out is left to the platform, and is never compared with what it
 * filled in. A change to any member replaces the job, except for `logEnable` and `logConfig`.
 */
export interface TioneJobSpec {
  /**
   * `PREPAID`: on a resource group, `resourceGroupId`. `POSTPAID_BY_HOUR`: pay as you go, an `instanceType` for each
   * role.
   */
  readonly chargeType: Input<"POSTPAID_BY_HOUR" | "PREPAID">;
  /** The machines, one entry for each role, at least one. */
  readonly resourceConfigInfos: Input<readonly Input<TioneResourceConfigInfo>[]>;
  /**
   * Workspace. Default: the setting `projectId`, else the vendor's default one. Every later call about the job repeats
   * it.
   */
  readonly tiProjectId?: Input<string>;
  /** Framework of a platform image: `PYTORCH`, `TENSORFLOW`, `SPARK`, `PYSPARK`. Goes with `frameworkEnvironment`. */
  readonly frameworkName?: Input<string>;
  /** Version of the framework, such as `1.9`; usually left out, as `frameworkEnvironment` implies it. */
  readonly frameworkVersion?: Input<string>;
  /** Platform image: `torch1.9-py3.8-cuda11.1-gpu`. The alternative to `imageInfo`. */
  readonly frameworkEnvironment?: Input<string>;
  /** Custom image. The alternative to `frameworkName` and `frameworkEnvironment`. */
  readonly imageInfo?: Input<TioneImageInfo>;
  /** Resource group that the job runs on, by its id (`rsg-…`), not its name; goes with `PREPAID`, which needs it. */
  readonly resourceGroupId?: Input<string>;
  /** How the machines work together. Default: the framework's. */
  readonly trainingMode?: Input<"DDP" | "HOROVOD" | "MPI" | "PS_WORKER" | "RAY" | "SPARK" | (string & {})>;
  /** Code in object storage, copied before the job starts. */
  readonly codePackagePath?: Input<TioneCosPathInfo>;
  /** Git repositories registered in TI-ONE. */
  readonly codeRepos?: Input<readonly Input<TioneCodeRepoConfig>[]>;
  /** Command for modes without roles, and for `SPARK`. */
  readonly startCmd?: Input<string>;
  /** Command for the `PS` machines. */
  readonly psStartCmd?: Input<string>;
  /** Command for the `WORKER` machines. */
  readonly workerStartCmd?: Input<string>;
  /** Data, code and model inputs; at most 10. */
  readonly dataConfigs?: Input<readonly Input<TioneDataConfig>[]>;
  /** Kind of the data as a whole; left out when every entry of `dataConfigs` has its own `dataSourceType`. */
  readonly dataSource?: Input<
    | "CFS"
    | "CFSTurbo"
    | "COS"
    | "COSFS"
    | "DATASET"
    | "GooseFS"
    | "GooseFSx"
    | "HDFS"
    | "PUBLIC_DATA_SOURCE"
    | (string & {})
  >;
  /** Directory for results: files land under `<paths[0]><job id>/`. */
  readonly output?: Input<TioneCosPathInfo>;
  /** Parameters that the code reads: text, or a record that is sent as JSON; at most 2,048 characters as text. */
  readonly tuningParameters?: Input<string> | Input<Readonly<Record<string, Input<boolean | number | string>>>>;
  /** Deliver logs to CLS; needs `logConfig`. Default false. A change is made in place (EnableTrainingTaskClsConfig). */
  readonly logEnable?: Input<boolean>;
  /** Where logs go. A change is made in place (EnableTrainingTaskClsConfig). */
  readonly logConfig?: Input<TioneLogConfig>;
  /** Network (`vpc-…`); needed for CFS and the like. */
  readonly vpcId?: Input<string>;
  /** Subnet of the network (`subnet-…`). */
  readonly subnetId?: Input<string>;
  /** Free text; at most 1,024 characters. */
  readonly remark?: Input<string>;
  /**
   * Tags by key. Keys beginning with `qcs:` belong to the platform, those with `pulumi-` to this package, which writes
   * three of them to find the job again.
   */
  readonly tags?: Input<Readonly<Record<string, Input<string>>>>;
  /** URL that TI-ONE calls when the job is created, started or stopped. */
  readonly callbackUrl?: Input<string>;
  /**
   * Environment variables of the containers by name. `{ value, isPrivate: true }` hides a value, there and here. This
   * package adds `PULUMI_JOB_MARKER` and `PULUMI_JOB_RESOURCE`, to find the job again.
   */
  readonly env?: Input<Readonly<Record<string, Input<string> | Input<TioneEnv>>>>;
  /** SSH and ports reachable from outside the containers. */
  readonly exposeNetworkConfig?: Input<TioneExposeNetworkConfig>;
  /** Hang detection. */
  readonly trainToolConfig?: Input<TioneTrainToolConfig>;
  /** Tide or spot machines; charging stays `POSTPAID_BY_HOUR`. */
  readonly resourceSupplyAttribute?: Input<TioneResourceSupplyAttribute>;
  /** Queues (`q-…`). */
  readonly queues?: Input<readonly Input<string>[]>;
}

/** Where pay-as-you-go machines come from. Source: ResourceSupplyAttribute. */
export interface TioneResourceSupplyAttribute {
  /** `TIDE` or `SPOT` machines; ordinary ones when absent. */
  readonly supplyType?: Input<"SPOT" | "TIDE" | (string & {})>;
  /** Default `DEFAULT`. */
  readonly clusterType?: Input<"DEFAULT" | "THIRD" | (string & {})>;
}

/** Hang detection. Source: TrainToolConfig. */
export interface TioneTrainToolConfig {
  /** Default false. */
  readonly enableHangMonitor?: Input<boolean>;
  /** Machines to watch, such as `master-0`. */
  readonly hangMonitorNodes?: Input<readonly Input<string>[]>;
  /** Minutes without a log line that count as hanging, 1 to 14,400. */
  readonly logHangTimeoutInMinute?: Input<number>;
}

/** What is reachable from outside the containers. Source: ExposeNetworkConfig. */
export interface TioneExposeNetworkConfig {
  /** SSH login. */
  readonly sshConfig?: Input<TioneSshConfig>;
  /** A port of the container behind a load balancer. */
  readonly exposePortConfig?: Input<TioneExposePortConfig>;
}

/** A port of the container behind a load balancer. */
export interface TioneExposePortConfig {
  /** Default false. */
  readonly enable?: Input<boolean>;
  /** Network of the load balancer. */
  readonly vpcId?: Input<string>;
  /** Load balancer. */
  readonly clbId?: Input<string>;
  /** Domain of the load balancer. */
  readonly clbHost?: Input<string>;
}

/** SSH login. */
export interface TioneSshConfig {
  /** Default false. */
  readonly enable?: Input<boolean>;
  /** Public key that is allowed to log in. */
  readonly publicKey?: Input<string>;
  /** Port to listen on, 1 to 65535. */
  readonly port?: Input<number>;
}

/**
 * Environment variables of the containers by name. `{ value, isPrivate: true }` hides a value, there and here. This
 * package adds `PULUMI_JOB_MARKER` and `PULUMI_JOB_RESOURCE`, to find the job again.
 */
export interface TioneEnv {
  /** As the containers see it. */
  readonly value: Input<string>;
  /** Whether it is hidden, on the platform and here. Default false. */
  readonly isPrivate?: Input<boolean>;
}

/** Where logs are delivered (CLS). Source: LogConfig. */
export interface TioneLogConfig {
  /** Log set. */
  readonly logsetId: Input<string>;
  /** Topic in the log set. */
  readonly topicId: Input<string>;
}

/** Data, code and model inputs; at most 10. */
export interface TioneDataConfig {
  /** Path in the container, such as `/opt/ml/input/data/imagenet`. */
  readonly mappingPath?: Input<string>;
  /** What it is for. */
  readonly dataSourceUsage?: Input<
    | "BUILTIN_CODE"
    | "BUILTIN_DATA"
    | "BUILTIN_MODEL"
    | "OTHER"
    | "OUTPUT"
    | "USER_CODE"
    | "USER_DATA"
    | "USER_MODEL"
    | (string & {})
  >;
  /** Kind of the source, which must be given as well: `COS` is copied before the job starts, `COSFS` is mounted. */
  readonly dataSourceType?: Input<
    | "CFS"
    | "CFSTurbo"
    | "COS"
    | "COSFS"
    | "DATASET"
    | "GooseFS"
    | "GooseFSx"
    | "HDFS"
    | "PUBLIC_DATA_SOURCE"
    | (string & {})
  >;
  /** Whether it is read-only in the container. Default false. */
  readonly readOnly?: Input<boolean>;
  /** A TI-ONE data set. Source: DataSetConfig. */
  readonly dataSetSource?: Input<TioneDataSetSource>;
  /** Object storage; for `COS` and `COSFS`. */
  readonly cosSource?: Input<TioneCosPathInfo>;
  /** A CFS file system. Source: CFSConfig. */
  readonly cfsSource?: Input<TioneCfsSource>;
  /** A CFS Turbo file system. Source: CFSTurbo. */
  readonly cfsTurboSource?: Input<TioneCfsTurboSource>;
  /** HDFS of an EMR cluster. Source: HDFSConfig. */
  readonly hdfsSource?: Input<TioneHdfsSource>;
  /** GooseFS or GooseFSx. Source: GooseFS. */
  readonly gooseFSSource?: Input<TioneGooseFSSource>;
  /** A disk of one machine of the group. Source: LocalDisk. */
  readonly localDiskSource?: Input<TioneLocalDiskSource>;
  /** A cloud disk for this job alone. Source: CBSConfig. */
  readonly cbsSource?: Input<TioneCbsSource>;
  /** A directory of the machine. Source: HostPath. */
  readonly hostPathSource?: Input<TioneHostPathSource>;
  /** A public data source. Source: PublicDataSourceFS. */
  readonly publicDataSource?: Input<TionePublicDataSource>;
}

/** A public data source. Source: PublicDataSourceFS. */
export interface TionePublicDataSource {
  /** `dsrc-…`. */
  readonly dataSourceId?: Input<string>;
  /** Directory in the data source. */
  readonly subPath?: Input<string>;
}

/** A directory of the machine. Source: HostPath. */
export interface TioneHostPathSource {
  /** Path on the machine. */
  readonly path?: Input<string>;
}

/** A cloud disk for this job alone. Source: CBSConfig. */
export interface TioneCbsSource {
  /** Size in GB, at least 1. */
  readonly volumeSizeInGB: Input<number>;
}

/** A disk of one machine of the group. Source: LocalDisk. */
export interface TioneLocalDiskSource {
  /** The machine. */
  readonly instanceId: Input<string>;
  /** Path on its disk. */
  readonly localPath?: Input<string>;
}

/** GooseFS or GooseFSx. Source: GooseFS. */
export interface TioneGooseFSSource {
  /** Instance. */
  readonly id?: Input<string>;
  /** Which of the two products. */
  readonly type?: Input<"GooseFS" | "GooseFSx" | (string & {})>;
  /** Path to mount. */
  readonly path?: Input<string>;
  /** Namespace of a GooseFS. */
  readonly nameSpace?: Input<string>;
  /** Mount options, separated by commas. */
  readonly mountOptions?: Input<string>;
}

/** HDFS of an EMR cluster. Source: HDFSConfig. */
export interface TioneHdfsSource {
  /** `emr-…`. */
  readonly id: Input<string>;
  /** Path in the cluster's HDFS. */
  readonly path: Input<string>;
}

/** A CFS Turbo file system. Source: CFSTurbo. */
export interface TioneCfsTurboSource {
  /** Id of the file system. */
  readonly id?: Input<string>;
  /** Path in the file system. */
  readonly path?: Input<string>;
}

/** A CFS file system. Source: CFSConfig. */
export interface TioneCfsSource {
  /** `cfs-…`. */
  readonly id: Input<string>;
  /** Path in the file system. */
  readonly path: Input<string>;
  /** As an extension of the job's storage or as a data source; default `STORAGE`. */
  readonly mountType?: Input<"SOURCE" | "STORAGE" | (string & {})>;
  /** `1` is NFS, `2` is Turbo. */
  readonly protocol?: Input<string>;
  /** Storage preset by the platform. */
  readonly isPresetStorage?: Input<boolean>;
}

/** A TI-ONE data set. Source: DataSetConfig. */
export interface TioneDataSetSource {
  /** Id of the data set. */
  readonly id: Input<string>;
}

/** A git repository registered in TI-ONE. Source: CodeRepoConfig. */
export interface TioneCodeRepoConfig {
  /** `cr-…`. */
  readonly id: Input<string>;
  /** Directory in the container where the code goes. */
  readonly targetPath: Input<string>;
}

/** A place in object storage. Source: CosPathInfo. */
export interface TioneCosPathInfo {
  /** Bucket, with the account number at its end: `ml-1250000000`. */
  readonly bucket: Input<string>;
  /** Exactly one key, a directory ending in `/`: `["runs/"]`. */
  readonly paths: Input<readonly Input<string>[]>;
  /** Region of the bucket; default: the job's region. */
  readonly region?: Input<string>;
}

/** A container image. Source: ImageInfo. */
export interface TioneImageInfo {
  /**
   * Whose registry: `TCR` (enterprise), `CCR` (personal), `PreSet` (TI-ONE's own images), `CUSTOM` (any other). The
   * catalogues spell TI-ONE's own `PRE_SET` or `SYSTEM`; both are accepted.
   */
  readonly imageType: Input<"CCR" | "CUSTOM" | "PRE_SET" | "PreSet" | "PRESET" | "SYSTEM" | "TCR" | (string & {})>;
  /** Address with tag: `ccr.ccs.tencentyun.com/ml/sft:1.4`. */
  readonly imageUrl: Input<string>;
  /** Region of a `TCR` registry. */
  readonly registryRegion?: Input<string>;
  /** Instance id of a `TCR` registry. */
  readonly registryId?: Input<string>;
  /** Whether all content of the image may be exported. */
  readonly allowSaveAllContent?: Input<boolean>;
  /** Display name of the image. */
  readonly imageName?: Input<string>;
  /** Whether the image can build data. */
  readonly supportDataPipeline?: Input<boolean>;
  /** How to log in to a `CUSTOM` registry. Secret. */
  readonly imageSecret?: Input<TioneImageSecret>;
}

/** How to log in to a `CUSTOM` registry. Secret. */
export interface TioneImageSecret {
  /** KMS public key that the password is encrypted with. */
  readonly keyId?: Input<string>;
  /** User name. */
  readonly username?: Input<string>;
  /** Password in base64; the encrypted one when `keyId` is set. */
  readonly password?: Input<string>;
  /** Stored credential to use instead. */
  readonly secretId?: Input<string>;
}

/** What the machines of one role look like. Source: ResourceConfigInfo. */
export interface TioneResourceConfigInfo {
  /**
   * What these machines do: `WORKER` for DDP, MPI and HOROVOD; `WORKER` and `PS` for PS_WORKER; `DRIVER` and `EXECUTOR`
   * for SPARK; `HEAD` and `WORKER` for RAY.
   */
  readonly role: Input<"DRIVER" | "EXECUTOR" | "HEAD" | "PS" | "WORKER" | (string & {})>;
  /** Thousandths of a core for each machine (32 cores are 32,000). With `PREPAID` only. */
  readonly cpu?: Input<number>;
  /** Megabytes of memory for each machine (256 GiB are 262,144). With `PREPAID` only. */
  readonly memory?: Input<number>;
  /** Hundredths of a card for each machine (8 cards are 800). With `PREPAID` only. */
  readonly gpu?: Input<number>;
  /** Type of the cards, such as `A100` or `V100`. With `PREPAID` only. */
  readonly gpuType?: Input<string>;
  /**
   * Machine specification, such as `TI.GN7.2XLARGE32.POST`: `SpecName` of DescribeBillingSpecs. With `POSTPAID_BY_HOUR`
   * only.
   */
  readonly instanceType?: Input<string>;
  /** How many machines, at least 1. Default: the platform's. */
  readonly instanceNum?: Input<number>;
  /** RDMA between the machines, where the group's machines have it. */
  readonly rdmaConfig?: Input<TioneRdmaConfig>;
}

/** RDMA between the machines, where the group's machines have it. */
export interface TioneRdmaConfig {
  /** Default false. */
  readonly enable?: Input<boolean>;
}
