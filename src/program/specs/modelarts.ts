// Written by `npm run docs` from the platform's schemas and look-ups: change those.

import type { Input } from "@pulumi/pulumi";

/**
 * The request POST /v1/{project_id}/models in camelCase, with records where the vendor takes JSON text, and without the
 * source job, which the resource names. No call changes a version: a change of any member makes a new one.
 */
export interface ModelartsModelSpec {
  /** Name of the model: 1 to 64 letters, digits, "-" and "_"; Chinese characters where the region still takes them. */
  readonly modelName: Input<string>;
  /**
   * Framework or format. Regions differ in what they take: `TensorFlow`, `PyTorch`, `MindSpore`, `Image`, `Custom`,
   * `Template`, …
   */
  readonly modelType: Input<string>;
  /**
   * Label of the version, such as `1.0.0`: three numbers up to 99. Default: the one after the highest existing one, at
   * first `0.0.1`.
   */
  readonly modelVersion?: Input<string>;
  /**
   * Directory of the model in object storage: `obs://bucket/dir/` or `https://bucket.obs.<region>.…/dir/`; with
   * `modelType: "Image"` the address of an image in SWR. Default: the first output path of the source job.
   */
  readonly sourceLocation?: Input<string>;
  /** How the model was made: `auto` for auto-learning; left out for any other way. */
  readonly sourceType?: Input<"auto">;
  /** Whether the image is copied; only with `modelType: "Image"`. Default true. */
  readonly sourceCopy?: Input<boolean>;
  /** Environment that the model runs in, such as `python3.6`; depends on `modelType`. */
  readonly runtime?: Input<string>;
  /** Free text without & ! ' " < > =; at most 68 characters, because this package writes its marker before it. */
  readonly description?: Input<string>;
  /** What the model computes: at most 36 characters, a letter first, without & ! ' " < > = and Chinese characters. */
  readonly modelAlgorithm?: Input<string>;
  /**
   * File in object storage with the code that answers requests; it must be named `customize_service.py`. Default: the
   * platform looks for it.
   */
  readonly executionCode?: Input<string>;
  /** What a service of the model takes; not needed with `initialConfig`. */
  readonly inputParams?: Input<readonly Input<ModelartsModelParameter>[]>;
  /** What a service of the model returns; not needed with `initialConfig`. */
  readonly outputParams?: Input<readonly Input<ModelartsModelParameter>[]>;
  /** Packages that the code needs; not needed with `initialConfig`. */
  readonly dependencies?: Input<readonly Input<ModelartsModelDependency>[]>;
  /** Scores of the model. */
  readonly modelMetrics?: Input<ModelartsModelMetrics>;
  /** Interfaces of a service of the model; not needed with `initialConfig`. */
  readonly apis?: Input<readonly Input<ModelartsModelApi>[]>;
  /** The model's `config.json`, as text or as a record: its interfaces, dependencies and parameters in one. */
  readonly initialConfig?: Input<string> | Input<Readonly<Record<string, Input<unknown>>>>;
  /** Workspace. Default `"0"`, the default one. */
  readonly workspaceId?: Input<string>;
  /** Documents about the model, at most 3. */
  readonly modelDocs?: Input<readonly Input<ModelartsModelDoc>[]>;
  /** What the model may be deployed as. Default: all of them. */
  readonly installType?: Input<readonly Input<"batch" | "edge" | "real-time" | (string & {})>[]>;
  /** Template that the model is made from; only with `modelType: "Template"`. */
  readonly template?: Input<ModelartsModelTemplate>;
}

/** What a model of type `Template` is made from. */
export interface ModelartsModelTemplate {
  /** Id of the template. */
  readonly templateId: Input<string>;
  /** Its inputs. */
  readonly templateInputs: Input<readonly Input<ModelartsTemplateInput>[]>;
  /** Format of what a service takes and returns. */
  readonly inferFormat?: Input<string>;
}

/** Its inputs. */
export interface ModelartsTemplateInput {
  /** File or directory in object storage. */
  readonly input: Input<string>;
  /** Which input of the template it is. */
  readonly inputId: Input<string>;
}

/** Documents about the model, at most 3. */
export interface ModelartsModelDoc {
  /** Its name, 1 to 48 characters. */
  readonly docName: Input<string>;
  /** Its address. */
  readonly docUrl: Input<string>;
}

/** One interface of a service. */
export interface ModelartsModelApi {
  /** Path. */
  readonly url?: Input<string>;
  /** Method. */
  readonly method?: Input<"get" | "post" | (string & {})>;
  /** Protocol: `http`, `https`. */
  readonly protocol?: Input<string>;
  /** What it takes. */
  readonly inputParams?: Input<ModelartsInterfaceParams>;
  /** What it returns. */
  readonly outputParams?: Input<ModelartsInterfaceParams>;
}

/** What it takes. */
export interface ModelartsInterfaceParams {
  /** Type of the whole, in JSON Schema: `object`. */
  readonly type?: Input<string>;
  /** Its members by name, in JSON Schema. */
  readonly properties?: Input<Readonly<Record<string, Input<unknown>>>>;
}

/** Scores of the model. */
export interface ModelartsModelMetrics {
  /** F1 score. */
  readonly f1?: Input<number>;
  /** Recall. */
  readonly recall?: Input<number>;
  /** Precision. */
  readonly precision?: Input<number>;
  /** Accuracy. */
  readonly accuracy?: Input<number>;
}

/** Packages of one installer. */
export interface ModelartsModelDependency {
  /** What installs them. */
  readonly installer: Input<"pip">;
  /** The packages. */
  readonly packages: Input<readonly Input<ModelartsPackage>[]>;
}

/** The packages. */
export interface ModelartsPackage {
  /** Name. */
  readonly packageName: Input<string>;
  /** Version; goes with `restraint`. */
  readonly packageVersion?: Input<string>;
  /** How the version is compared; goes with `packageVersion`. */
  readonly restraint?: Input<"ATLEAST" | "ATMOST" | "EXACT">;
}

/** One parameter of a service. Source: members `input_params`, `output_params`. */
export interface ModelartsModelParameter {
  /** Path of the request. */
  readonly url: Input<string>;
  /** Its method. */
  readonly method: Input<"get" | "post" | (string & {})>;
  /** Its protocol: `http`, `https`. */
  readonly protocol: Input<string>;
  /** Name of the parameter, at most 64 characters. */
  readonly paramName: Input<string>;
  /** Its type. */
  readonly paramType: Input<"date" | "file" | "float" | "int" | "string" | "timestamp">;
  /** Lowest value, for numbers. */
  readonly min?: Input<number>;
  /** Highest value, for numbers. */
  readonly max?: Input<number>;
  /** What it means. */
  readonly paramDesc?: Input<string>;
}

/**
 * The request POST /v2/{project_id}/training-jobs in camelCase and the vendor's units, with the members of `metadata`
 * and `spec` side by side, and tags. What is left out is left to the platform, and is never compared with what it
 * filled in. A change of any member replaces the job, except for `description`, `notification`, `priority`,
 * `preemptible`, `endpoints` and `tags`.
 */
export interface ModelartsJobSpec {
  /** Kind of job. Default `job`. */
  readonly kind?: Input<
    | "autosearch_job"
    | "diag_job"
    | "edge_job"
    | "federated_pool_job"
    | "hetero_job"
    | "job"
    | "mrs_job"
    | "visualization_job"
    | (string & {})
  >;
  /**
   * Free text; at most 224 characters, because this package writes its marker before it to find the job again. A change
   * is made in place.
   */
  readonly description?: Input<string>;
  /** Workspace. Default `"0"`, the default one. */
  readonly workspaceId?: Input<string>;
  /** Features of the job by the vendor's keys: fault tolerance, restarts, tools beside the job. */
  readonly annotations?: Input<ModelartsAnnotations>;
  /** Experiment that the job belongs to. */
  readonly trainingExperimentReference?: Input<ModelartsTrainingExperimentReference>;
  /** What is run: an algorithm, a subscribed one, code with a preset engine, or an image with a command. */
  readonly algorithm?: Input<ModelartsAlgorithm>;
  /** Roles of a heterogeneous job; the alternative to `resource`. */
  readonly tasks?: Input<readonly Input<ModelartsTask>[]>;
  /** The machines. */
  readonly resource?: Input<ModelartsResource>;
  /** `debug` keeps the machines after a failure. Default `production`. */
  readonly runtimeType?: Input<"debug" | "production" | (string & {})>;
  /** External storage mounted in the containers; on a dedicated pool only, at most 8 of SFS, each path once. */
  readonly volumes?: Input<readonly Input<ModelartsVolume>[]>;
  /** Where logs go in addition to the platform, which keeps them for 30 days. */
  readonly logExportPath?: Input<ModelartsJobLogExportPath>;
  /** How logs are exported. */
  readonly logExportConfig?: Input<ModelartsLogExportConfig>;
  /** Hours after which the platform ends the job, so that nothing runs for ever. Default: none. */
  readonly autoStop?: Input<ModelartsHours>;
  /**
   * Priority in the queue of a dedicated pool, 1 to 3, 3 going first; 3 needs a permission. Default 1. A change is made
   * in place.
   */
  readonly priority?: Input<number>;
  /** Whether jobs of a higher priority may take the machines. Default false. A change is made in place. */
  readonly preemptible?: Input<boolean>;
  /** Nodes that the job must or should run on; on a dedicated pool only. */
  readonly schedulePolicy?: Input<ModelartsSchedulePolicy>;
  /** Messages about the job, sent by SMN. A change is made in place. */
  readonly notification?: Input<ModelartsNotification>;
  /** Metrics that the platform collects from the job. */
  readonly customMetrics?: Input<readonly Input<ModelartsCustomMetrics>[]>;
  /** Whether the platform forgets the job's record after a while; kind `job` only. */
  readonly retention?: Input<ModelartsRetention>;
  /** Hours for which the machines are kept after the job has ended. */
  readonly reservedTime?: Input<ModelartsHours>;
  /** Where the model of a fine-tuning job goes. */
  readonly outputModel?: Input<ModelartsOutputModel>;
  /** Model that a fine-tuning job produces. */
  readonly assetModel?: Input<ModelartsAssetModel>;
  /** Asset that a fine-tuning job starts from. */
  readonly assetId?: Input<string>;
  /** How people reach the containers. A change is made in place. */
  readonly endpoints?: Input<ModelartsEndpoints>;
  /** Kind of fine-tuning; left out for any other job. */
  readonly trainType?: Input<"DPO" | "LORA" | "PRETRAIN" | "RFT" | "SFT" | (string & {})>;
  /** Configuration of a fine-tuning job. */
  readonly ftjobConfig?: Input<ModelartsFtjobConfig>;
  /**
   * Tags by key; keys at most 128 characters and not beginning with `_sys_`, values at most 255. They are written after
   * the job is created. A change is made in place; leaving `tags` out keeps those that the job has.
   */
  readonly tags?: Input<Readonly<Record<string, Input<string>>>>;
}

/** Configuration of a fine-tuning job. */
export interface ModelartsFtjobConfig {
  /** Id. */
  readonly ftJobUuid?: Input<string>;
  /** Kind of training. */
  readonly ftTrainType?: Input<string>;
  /** Kind of model. */
  readonly modelType?: Input<string>;
  /** Where results go. */
  readonly trainOutputPath?: Input<string>;
  /** Progress. */
  readonly trainProcess?: Input<number>;
  /** Checkpoint to resume from. */
  readonly checkpointId?: Input<string>;
  /** Which checkpoints are kept during training. */
  readonly checkpointConfig?: Input<ModelartsCheckpointConfig>;
  /** Variables of the job. */
  readonly taskEnv?: Input<ModelartsTaskEnv>;
}

/** Variables of the job. */
export interface ModelartsTaskEnv {
  /** The variables. */
  readonly envs?: Input<readonly Input<ModelartsEnv>[]>;
}

/** The variables. */
export interface ModelartsEnv {
  /** Label. */
  readonly label?: Input<string>;
  /** What it is for. */
  readonly des?: Input<string>;
  /** Name of the variable. */
  readonly envName?: Input<string>;
  /** Type of the value. */
  readonly envType?: Input<string>;
  /** Value. */
  readonly value?: Input<string>;
  /** Whether it may be changed. */
  readonly modifiable?: Input<boolean>;
  /** Whether it is shown. */
  readonly displayable?: Input<boolean>;
  /** Steps that use it. */
  readonly usedSteps?: Input<readonly Input<string>[]>;
}

/** Which checkpoints are kept during training. */
export interface ModelartsCheckpointConfig {
  /** Checkpoint to resume from. */
  readonly checkpointId?: Input<string>;
  /** How many are kept: 0 none, -1 all. */
  readonly saveCheckpointsMax?: Input<number>;
  /** How many steps are skipped. */
  readonly skippedSteps?: Input<number>;
  /** 1: resume from the checkpoint. */
  readonly restoreTraining?: Input<0 | 1>;
}

/** How people reach the containers. A change is made in place. */
export interface ModelartsEndpoints {
  /** By SSH. */
  readonly ssh?: Input<ModelartsSsh>;
}

/** By SSH. */
export interface ModelartsSsh {
  /** Key pairs of the account. */
  readonly keyPairNames?: Input<readonly Input<string>[]>;
}

/** Model that a fine-tuning job produces. */
export interface ModelartsAssetModel {
  /** Name of the model. */
  readonly name: Input<string>;
  /** Its version. */
  readonly version: Input<string>;
  /** Its type. */
  readonly type: Input<string>;
  /** Its code. */
  readonly code?: Input<string>;
  /** What it is for. */
  readonly desc?: Input<string>;
  /** Its series. */
  readonly series?: Input<string>;
  /** Description of the model. */
  readonly modelDesc?: Input<string>;
  /** Asset that it was made from. */
  readonly parentAssetId?: Input<string>;
}

/** Where the model of a fine-tuning job goes. */
export interface ModelartsOutputModel {
  /** Object storage. */
  readonly obs: Input<ModelartsOutputModelObs>;
}

/** Object storage. */
export interface ModelartsOutputModelObs {
  /** `/bucket/dir/`. */
  readonly obsPath: Input<string>;
  /** Directory in the container. */
  readonly localPath?: Input<string>;
}

/** Whether the platform forgets the job's record after a while; kind `job` only. */
export interface ModelartsRetention {
  /** On or off. */
  readonly policy?: Input<"disabled" | "enabled">;
}

/** Metrics that the platform collects from the job; one of each kind. */
export interface ModelartsCustomMetrics {
  /** By a command. */
  readonly exec?: Input<ModelartsExec>;
  /** By HTTP. */
  readonly httpGet?: Input<ModelartsHttpGet>;
}

/** By HTTP. */
export interface ModelartsHttpGet {
  /** Path of the URL. */
  readonly path: Input<string>;
  /** Port, 1 to 65535. */
  readonly port: Input<number>;
}

/** By a command. */
export interface ModelartsExec {
  /** The command and its arguments. */
  readonly command: Input<readonly Input<string>[]>;
}

/** Messages about the job, sent by SMN. A change is made in place. */
export interface ModelartsNotification {
  /** SMN topic. */
  readonly topicUrn?: Input<string>;
  /** Events to report. */
  readonly events?: Input<
    readonly Input<
      | "JobCompleted"
      | "JobFailed"
      | "JobHanged"
      | "JobPreempted"
      | "JobRestarted"
      | "JobStarted"
      | "JobTerminated"
      | (string & {})
    >[]
  >;
}

/** Nodes that the job must or should run on; on a dedicated pool only. */
export interface ModelartsSchedulePolicy {
  /** What must hold. */
  readonly requiredAffinity?: Input<ModelartsRequiredAffinity>;
  /** What should hold. */
  readonly preferredAffinity?: Input<ModelartsPreferredAffinity>;
}

/** What should hold. */
export interface ModelartsPreferredAffinity {
  /** Which nodes. */
  readonly nodeAffinity?: Input<readonly Input<ModelartsPreferredAffinityNodeAffinity>[]>;
}

/** Which nodes. */
export interface ModelartsPreferredAffinityNodeAffinity {
  /** Its weight, 0 to 100. */
  readonly weight?: Input<number>;
  /** What should match. */
  readonly preference?: Input<ModelartsTerm>;
}

/** What must hold. */
export interface ModelartsRequiredAffinity {
  /** How nodes are grouped. */
  readonly affinityType?: Input<"cabinet" | "hyperinstance" | "networkTopology" | (string & {})>;
  /** How many nodes form a group; needed with `hyperinstance` and `networkTopology`. */
  readonly affinityGroupSize?: Input<number>;
  /** Level within which the whole job stays; with `networkTopology`. */
  readonly jobLevel?: Input<"cluster" | "hyperinstanceGroup" | (string & {})>;
  /** Level within which a group stays; with `networkTopology`. */
  readonly affinityGroupLevel?: Input<"hyperinstance" | "hyperinstanceGroup" | "slice" | (string & {})>;
  /** Which nodes. */
  readonly nodeAffinity?: Input<ModelartsNodeAffinity>;
}

/** Which nodes. */
export interface ModelartsNodeAffinity {
  /** At least one of them must match. */
  readonly nodeSelectorTerms: Input<readonly Input<ModelartsTerm>[]>;
}

/** At least one of them must match. */
export interface ModelartsTerm {
  /** By labels. */
  readonly matchExpressions?: Input<readonly Input<ModelartsRequirement>[]>;
  /** By fields. */
  readonly matchFields?: Input<readonly Input<ModelartsRequirement>[]>;
}

/** By labels. */
export interface ModelartsRequirement {
  /** Label or field of a node. */
  readonly key: Input<string>;
  /** How it is compared. */
  readonly operator: Input<"DoesNotExist" | "Exists" | "Gt" | "In" | "Lt" | "NotIn">;
  /**
   * Values to compare it with: at least one for In and NotIn, none for Exists and DoesNotExist, one whole number for Gt
   * and Lt.
   */
  readonly values?: Input<readonly Input<string>[]>;
}

/** A length of time. */
export interface ModelartsHours {
  /** The only unit. */
  readonly timeUnit: Input<"HOURS">;
  /** How many, at least 1. */
  readonly duration: Input<number>;
}

/** How logs are exported. */
export interface ModelartsLogExportConfig {
  /** Format. Default `v0`. */
  readonly version?: Input<"v0" | "v1" | (string & {})>;
  /** Whether logs are rotated over several files. Default false. */
  readonly rotationEnabled?: Input<boolean>;
}

/** Where logs go in addition to the platform, which keeps them for 30 days. */
export interface ModelartsJobLogExportPath {
  /** `/bucket/dir/`. */
  readonly obsUrl?: Input<string>;
  /** Directory on the machine. */
  readonly hostPath?: Input<string>;
}

/** External storage mounted in the containers; on a dedicated pool only. */
export interface ModelartsVolume {
  /** SFS Turbo. */
  readonly nfs?: Input<ModelartsVolumesNfs>;
  /** A parallel file system. */
  readonly pfs?: Input<ModelartsVolumesPfs>;
  /** Object storage. */
  readonly obs?: Input<ModelartsVolumesObs>;
}

/** Object storage. */
export interface ModelartsVolumesObs {
  /** `/bucket/dir`. */
  readonly obsPath?: Input<string>;
  /** Directory in the container. */
  readonly localPath?: Input<string>;
}

/** A parallel file system. */
export interface ModelartsVolumesPfs {
  /** `/bucket/dir`. */
  readonly pfsPath?: Input<string>;
  /** Directory in the container. */
  readonly localPath?: Input<string>;
}

/** SFS Turbo. */
export interface ModelartsVolumesNfs {
  /** `host:/dir`. */
  readonly nfsServerPath?: Input<string>;
  /** Directory in the container. */
  readonly localPath?: Input<string>;
  /** Whether the container may only read. Default false. */
  readonly readOnly?: Input<boolean>;
}

/** The machines. */
export interface ModelartsResource {
  /**
   * On the public pool, a flavor of the catalogue, such as `modelarts.vm.gpu.8v100`. On a dedicated GPU or NPU pool,
   * `modelarts.pool.visual.xlarge`, `2xlarge`, `4xlarge`, `8xlarge`, `16xlarge`: 1 to 16 cards. Not on a CPU pool.
   */
  readonly flavorId?: Input<string>;
  /** How many machines, at least 1. Default 1. */
  readonly nodeCount?: Input<number>;
  /** Dedicated pool, by its id (`pool-…`). Default: the public pool. */
  readonly poolId?: Input<string>;
  /** Group of pools; needed with kind `federated_pool_job`. */
  readonly poolGroupId?: Input<string>;
  /** Machines of a custom size; on a dedicated pool only. */
  readonly mainContainerCustomizedFlavor?: Input<ModelartsMainContainerCustomizedFlavor>;
}

/** Machines of a custom size; on a dedicated pool only. */
export interface ModelartsMainContainerCustomizedFlavor {
  /** Cores, more than 0. */
  readonly cpuCoreNum?: Input<number>;
  /** GiB of memory, more than 0. */
  readonly memSize?: Input<number>;
  /** Cards, at least 0. */
  readonly acceleratorNum?: Input<number>;
}

/** One role of a heterogeneous job; the vendor documents it as "not implemented". */
export interface ModelartsTask {
  /** Name of the role. */
  readonly role?: Input<string>;
  /** What it runs. */
  readonly algorithm?: Input<ModelartsTasksAlgorithm>;
  /** Its machines. */
  readonly taskResource?: Input<ModelartsTaskResource>;
  /** Where its logs go. */
  readonly logExportPath?: Input<ModelartsLogExportPath>;
}

/** Where its logs go. */
export interface ModelartsLogExportPath {
  /** `/bucket/dir/`. */
  readonly obsUrl?: Input<string>;
}

/** Its machines. */
export interface ModelartsTaskResource {
  /** How many. */
  readonly nodeCount: Input<number>;
  /** Flavor. */
  readonly flavorId?: Input<string>;
  /** Dedicated pool. */
  readonly poolId?: Input<string>;
}

/** What it runs. */
export interface ModelartsTasksAlgorithm {
  /** Directory of the code. */
  readonly codeDir?: Input<string>;
  /** File that is run. */
  readonly bootFile?: Input<string>;
  /** What the containers are made of. */
  readonly engine?: Input<ModelartsEngine>;
  /** Where data comes from. */
  readonly inputs?: Input<readonly Input<ModelartsInput>[]>;
  /** Where results go. */
  readonly outputs?: Input<readonly Input<ModelartsOutput>[]>;
  /** Environment variables of the containers. */
  readonly environments?: Input<Readonly<Record<string, Input<string>>>>;
  /** Where the code is put in the container. */
  readonly localCodeDir?: Input<string>;
  /** Directory that the command is run in. */
  readonly workingDir?: Input<string>;
  /** What the role changes in the above. */
  readonly jobConfig?: Input<ModelartsJobConfig>;
}

/** What the role changes in the above. */
export interface ModelartsJobConfig {
  /** Hyper-parameters. */
  readonly parameters?: Input<readonly Input<ModelartsParameter>[]>;
  /** Inputs. */
  readonly inputs?: Input<readonly Input<ModelartsInput>[]>;
  /** Outputs. */
  readonly outputs?: Input<readonly Input<ModelartsOutput>[]>;
  /** Engine. */
  readonly engine?: Input<ModelartsEngine>;
}

/** What is run. */
export interface ModelartsAlgorithm {
  /** Id of your own algorithm. */
  readonly id?: Input<string>;
  /** A subscribed algorithm, with `itemVersionId`. */
  readonly subscriptionId?: Input<string>;
  /** Version of the subscribed algorithm. */
  readonly itemVersionId?: Input<string>;
  /** Directory of the code, `/bucket/dir/`; at most 5 GB, 1,000 files, 32 levels. `file://…` is inside the image. */
  readonly codeDir?: Input<string>;
  /** File that is run; inside `codeDir`. */
  readonly bootFile?: Input<string>;
  /** Command of a custom image. */
  readonly command?: Input<string>;
  /** What the containers are made of; left out with `id` or `subscriptionId`. */
  readonly engine?: Input<ModelartsEngine>;
  /** Where the code is put in the container. Default `/home/ma-user/modelarts/user-job-dir`. */
  readonly localCodeDir?: Input<string>;
  /** Directory that the command is run in. */
  readonly workingDir?: Input<string>;
  /** Configuration of a search, in object storage. */
  readonly autosearchConfigPath?: Input<string>;
  /** Framework of a search, in object storage. */
  readonly autosearchFrameworkPath?: Input<string>;
  /** Hyper-parameters. */
  readonly parameters?: Input<readonly Input<ModelartsParameter>[]>;
  /** How the platform searches for hyper-parameters. */
  readonly policies?: Input<ModelartsPolicies>;
  /** Where data comes from. */
  readonly inputs?: Input<readonly Input<ModelartsInput>[]>;
  /** Where results go. */
  readonly outputs?: Input<readonly Input<ModelartsOutput>[]>;
  /**
   * Environment variables of the containers by name; at most 100, values of at most 4,096 characters. The platform
   * shows them.
   */
  readonly environments?: Input<Readonly<Record<string, Input<string>>>>;
  /** What is shown while the job runs. */
  readonly summary?: Input<ModelartsSummary>;
}

/** What is shown while the job runs. */
export interface ModelartsSummary {
  /** Which tool. */
  readonly logType?: Input<"mindstudio-insight" | "tensorboard" | (string & {})>;
  /** Where the job writes what the tool shows; needed with `logType`. */
  readonly logDir?: Input<ModelartsLogDir>;
  /** Whose data it shows. */
  readonly dataSources?: Input<readonly Input<ModelartsDataSource>[]>;
}

/** Whose data it shows. */
export interface ModelartsDataSource {
  /** A job. */
  readonly job: Input<ModelartsJob>;
  /** A file system. */
  readonly nfs?: Input<ModelartsNfs>;
}

/** A file system. */
export interface ModelartsNfs {
  /** `<id>.sfsturbo.internal:/`. */
  readonly nfsPath?: Input<string>;
}

/** A job. */
export interface ModelartsJob {
  /** Its id. */
  readonly jobId: Input<string>;
}

/** Where the job writes what the tool shows; needed with `logType`. */
export interface ModelartsLogDir {
  /** A parallel file system. */
  readonly pfs: Input<ModelartsPfs>;
}

/** A parallel file system. */
export interface ModelartsPfs {
  /** `/bucket/dir/`. */
  readonly pfsPath: Input<string>;
}

/** Where results go. */
export interface ModelartsOutput {
  /** Name of the parameter or variable that tells the code where to write. */
  readonly name: Input<string>;
  /** Where the files go. */
  readonly remote: Input<ModelartsOutputsRemote>;
  /** What it is for. */
  readonly description?: Input<string>;
  /** Directory in the container. Default: one below `/home/ma-user/modelarts/outputs/`. */
  readonly localDir?: Input<string>;
  /** How the path is passed to the code. Default `parameter`. */
  readonly accessMethod?: Input<"env" | "parameter" | (string & {})>;
}

/** Where the files go. */
export interface ModelartsOutputsRemote {
  /** Object storage; should be empty before the run. */
  readonly obs: Input<ModelartsObs>;
}

/** Where data comes from. */
export interface ModelartsInput {
  /** Name of the parameter or variable that tells the code where the data is. */
  readonly name: Input<string>;
  /** Where the data is: `obs` or `dataset`. */
  readonly remote: Input<ModelartsRemote>;
  /** What it is for. */
  readonly description?: Input<string>;
  /** Directory in the container. Default: one below `/home/ma-user/modelarts/inputs/`. */
  readonly localDir?: Input<string>;
  /** How the path is passed to the code: as a `parameter` or an environment variable (`env`). Default `parameter`. */
  readonly accessMethod?: Input<"env" | "parameter" | (string & {})>;
  /** Which data is accepted. */
  readonly remoteConstraint?: Input<readonly Input<ModelartsRemoteConstraint>[]>;
}

/** Which data is accepted. */
export interface ModelartsRemoteConstraint {
  /** `obs` or `dataset`. */
  readonly dataType?: Input<string>;
  /** JSON text. */
  readonly attributes?: Input<string>;
}

/** Where the data is: `obs` or `dataset`. */
export interface ModelartsRemote {
  /** Object storage. */
  readonly obs?: Input<ModelartsObs>;
  /** A data set of the platform. */
  readonly dataset?: Input<ModelartsDataset>;
}

/** A data set of the platform. */
export interface ModelartsDataset {
  /** Id of the data set. */
  readonly id: Input<string>;
  /** Version; needed unless `serviceType` is `V3`. */
  readonly versionId?: Input<string>;
  /** Service that the data set belongs to; left out for the old one. */
  readonly serviceType?: Input<"V3" | (string & {})>;
  /** Name of the data set. */
  readonly name?: Input<string>;
  /** Share of the data that is used. */
  readonly datasetProportion?: Input<number>;
}

/** A directory in object storage, `/bucket/dir/` or `obs://bucket/dir/`, unencrypted and in the job's region. */
export interface ModelartsObs {
  /** The directory. */
  readonly obsUrl: Input<string>;
}

/** How the platform searches for hyper-parameters. */
export interface ModelartsPolicies {
  /** The search. */
  readonly autoSearch?: Input<ModelartsAutoSearch>;
}

/** Search for hyper-parameters. */
export interface ModelartsAutoSearch {
  /** Parameters that are left out of the search. */
  readonly skipSearchParams?: Input<string>;
  /** What is maximised or minimised. */
  readonly rewardAttrs?: Input<readonly Input<ModelartsRewardAttr>[]>;
  /** Parameters that are varied. */
  readonly searchParams?: Input<readonly Input<ModelartsSearchParam>[]>;
  /** The search algorithm. */
  readonly algoConfigs?: Input<readonly Input<ModelartsAlgoConfig>[]>;
}

/** The search algorithm. */
export interface ModelartsAlgoConfig {
  /** Name. */
  readonly name?: Input<string>;
  /** Its own parameters. */
  readonly params?: Input<readonly Input<ModelartsParam>[]>;
}

/** Its own parameters. */
export interface ModelartsParam {
  /** Name. */
  readonly key?: Input<string>;
  /** Value. */
  readonly value?: Input<string>;
  /** Type of the value. */
  readonly type?: Input<string>;
}

/** Parameters that are varied. */
export interface ModelartsSearchParam {
  /** Name of the parameter. */
  readonly name?: Input<string>;
  /** Kind of its values. */
  readonly paramType?: Input<"continuous" | "discrete">;
  /** Lowest value. */
  readonly lowerBound?: Input<string>;
  /** Highest value. */
  readonly upperBound?: Input<string>;
  /** How many values of a continuous parameter are tried. */
  readonly discretePointsNum?: Input<string>;
  /** The values of a discrete parameter. */
  readonly discreteValues?: Input<readonly Input<string>[]>;
}

/** What is maximised or minimised. */
export interface ModelartsRewardAttr {
  /** Name of the metric. */
  readonly name?: Input<string>;
  /** Direction. */
  readonly mode?: Input<"max" | "min">;
  /** Regular expression that reads it from the log. */
  readonly regex?: Input<string>;
}

/** Hyper-parameters. */
export interface ModelartsParameter {
  /** Name, as the code reads it. */
  readonly name?: Input<string>;
  /** Value. */
  readonly value?: Input<string>;
  /** What it is for. */
  readonly description?: Input<string>;
  /** Which values it may have. */
  readonly constraint?: Input<ModelartsConstraint>;
  /** The description in another language. */
  readonly i18nDescription?: Input<ModelartsI18nDescription>;
}

/** The description in another language. */
export interface ModelartsI18nDescription {
  /** Language: `zh-cn`. */
  readonly language?: Input<string>;
  /** Text. */
  readonly description?: Input<string>;
}

/** Which values it may have. */
export interface ModelartsConstraint {
  /** `Integer`, `Float`, `String`, `Boolean`. */
  readonly type?: Input<string>;
  /** Whether it may be changed. */
  readonly editable?: Input<boolean>;
  /** Whether it is required. */
  readonly required?: Input<boolean>;
  /** Whether it is sensitive; not implemented by the platform. */
  readonly sensitive?: Input<boolean>;
  /** How `validRange` is to be read. */
  readonly validType?: Input<"Choice" | "None" | "Range" | (string & {})>;
  /** The values, or their range. */
  readonly validRange?: Input<readonly Input<string>[]>;
}

/** What the job's containers are made of. */
export interface ModelartsEngine {
  /** Preset engine: `pytorch_1.8.0-cuda_10.2-py_3.7-ubuntu_18.04-x86_64`. */
  readonly engineId?: Input<string>;
  /**
   * Preset framework, with `engineVersion`: instead of `engineId`, or beside it. With `imageUrl`, the boot file is
   * used.
   */
  readonly engineName?: Input<string>;
  /** Version of the framework. */
  readonly engineVersion?: Input<string>;
  /** Custom image in SWR: `org/image:tag`. */
  readonly imageUrl?: Input<string>;
  /** Whether to install what the platform's framework needs; only with name, version and image. */
  readonly installSysPackages?: Input<boolean>;
  /** SWR enterprise instance of the image. */
  readonly imageRepoId?: Input<string>;
  /** User id that the container runs as; in `tasks` only. Default 1000. */
  readonly runUser?: Input<string>;
}

/** Experiment that the job belongs to. */
export interface ModelartsTrainingExperimentReference {
  /** Id of an experiment to join. */
  readonly id?: Input<string>;
  /** Name of an experiment to create; at most 64 characters. */
  readonly name?: Input<string>;
  /** Description of the new experiment; at most 256 characters. */
  readonly description?: Input<string>;
}

/**
 * Features of a job, in the vendor's own keys. Source: `metadata.annotations`. The vendor's list is not closed: other
 * keys pass, and the preview warns of them.
 */
export interface ModelartsAnnotations {
  /** Its meaning is not documented; the platform shows `worker` where it is left out. */
  readonly key_task?: Input<string>;
  /** Directory of the SSH keys in the container, such as `/home/ma-user/.ssh/`. */
  readonly "ssh-plugin/ssh-key-file-path"?: Input<string>;
  /** `Template RL` for a reinforcement learning job. */
  readonly job_template?: Input<string>;
  /** How often the job is restarted after a fault, `"1"` to `"3"`. */
  readonly "fault-tolerance/job-retry-num"?: Input<string>;
  /** How often one pod is restarted after a fault. */
  readonly "fault-tolerance/pod-retry-num"?: Input<string>;
  /** Restart whatever the reason: `"true"`. */
  readonly "fault-tolerance/job-unconditional-retry"?: Input<"false" | "true">;
  /** Restart when the job hangs: `"true"`. */
  readonly "fault-tolerance/hang-retry"?: Input<"false" | "true">;
  /** Retry failed communication between cards: `"true"`. */
  readonly "fault-tolerance/hccl_op_retry"?: Input<"false" | "true">;
  /** Directory where the code is kept: `/bucket/dir/`. */
  readonly "record/code-dir"?: Input<string>;
  /** JupyterLab in the job: `"true"`. */
  readonly "jupyter-lab/enable"?: Input<"false" | "true">;
  /** TensorBoard beside the job: `"true"`. */
  readonly "tensorboard/enable"?: Input<"false" | "true">;
  /** MindStudio Insight beside the job: `"true"`. */
  readonly "mindstudio-insight/enable"?: Input<"false" | "true">;
  /** Diagnose what makes the job slow: `"true"`. */
  readonly performance_diagnosis_enabled?: Input<"false" | "true">;
}
