import type { Unwrap } from "@pulumi/pulumi";
import type { TioneCosPathInfo, TioneDataConfig, TioneResourceConfigInfo } from "./specs/tione";
import { needValues } from "./values";

export {
  getTrainingFrameworks,
  getPlatformImages,
  getBillingPrices,
  getResourceGroups,
  getResourceGroup,
  getNodeWorkloads,
  getWorkspaces,
  getTrainingJobs,
  getTrainingJob,
  getPods,
  getLogs,
  getEvents,
  getTrainingMetrics,
  getLatestTrainingMetrics,
  pushTrainingMetrics,
  getModels,
  getModelVersions,
  getModelVersion,
} from "./lookups/tione";
export type {
  FrameworkInfo,
  GetBillingPricesArgs,
  GetEventsArgs,
  GetLatestTrainingMetricsArgs,
  GetLogsArgs,
  GetModelsArgs,
  GetModelVersionArgs,
  GetModelVersionsArgs,
  GetNodeWorkloadsArgs,
  GetPlatformImagesArgs,
  GetPodsArgs,
  GetResourceGroupArgs,
  GetResourceGroupsArgs,
  GetTrainingJobArgs,
  GetTrainingJobsArgs,
  GetTrainingMetricsArgs,
  ImageInfo,
  LatestTrainingMetric,
  MachineInfo,
  MachinesInfo,
  MetricPoint,
  ModelVersionsFilters,
  PushTrainingMetricsArgs,
  ResourceGroupDetails,
  ResourceGroupInfo,
  ResourceGroupNodeInfo,
  TimedValue,
  TrainingJobDetails,
  TrainingJobInfo,
  TrainingMetric,
  TrainingMetricsData,
  TrainingModelInfo,
  TrainingModelVersionInfo,
  TrainingPodInfo,
} from "./lookups/tione";

/** Machines of one role, in the vendor's units. */
export type ResourceConfigInfo = Unwrap<TioneResourceConfigInfo>;
/** One input of data, code or a model. */
export type DataConfig = Unwrap<TioneDataConfig>;
/** A place in object storage. */
export type CosPathInfo = Unwrap<TioneCosPathInfo>;

type Role = ResourceConfigInfo["role"];

/** Machines of a resource group, in everyday units. */
export interface PrepaidMachines {
  /** Default `WORKER`. */
  readonly role?: Role;
  /** Cores of each machine, down to 1/1000. */
  readonly cores: number;
  /** GiB of memory of each machine, down to 1/1024. */
  readonly memoryGiB: number;
  /** Cards of each machine, down to 1/100; default none. */
  readonly gpus?: number;
  /** Type of the cards: `A100`. */
  readonly gpuType?: string;
  /** How many machines; default 1. */
  readonly instances?: number;
  /** RDMA between the machines; default off. */
  readonly rdma?: boolean;
}

/**
 * Machines of a resource group, for `chargeType: "PREPAID"`.
 * @throws RangeError when a number is finer than TI-ONE's units
 */
export function prepaid(machines: PrepaidMachines): ResourceConfigInfo {
  needValues("tione.prepaid", { machines });
  const { role = "WORKER", cores, memoryGiB, gpus = 0, gpuType, instances = 1, rdma } = machines;
  needValues("tione.prepaid", { cores, memoryGiB, gpus });
  return {
    role,
    cpu: units("cores", cores, 1000),
    memory: units("memoryGiB", memoryGiB, 1024),
    gpu: units("gpus", gpus, 100),
    ...(gpuType !== undefined && { gpuType }),
    instanceNum: instances,
    ...(rdma !== undefined && { rdmaConfig: { enable: rdma } }),
  };
}

/** Pay-as-you-go machines. */
export interface PostpaidMachines {
  /** Default `WORKER`. */
  readonly role?: Role;
  /** Specification: `TI.GN7.2XLARGE32.POST`. */
  readonly instanceType: string;
  /** How many machines; default 1. */
  readonly instances?: number;
}

/** Pay-as-you-go machines, for `chargeType: "POSTPAID_BY_HOUR"`. */
export function postpaid(machines: PostpaidMachines): ResourceConfigInfo {
  needValues("tione.postpaid", { machines });
  const { role = "WORKER", instanceType, instances = 1 } = machines;
  return { role, instanceType, instanceNum: instances };
}

/** `cos://bucket.region/path/`, as in the outputs of jobs, with or without the region. */
const COS = /^cos:\/\/([^/.]+)(?:\.([^/]+))?\/(.*)$/s;
/** The address of a bucket. Source: the domains of Tencent Cloud's object storage. */
const ADDRESS = /^https?:\/\/([^/.]+)\.cos\.([^/.]+)\.myqcloud\.com\/(.*)$/s;
const PLAIN = /^([^/:\s]+)()\/(.*)$/s;

/**
 * A directory in object storage from `bucket/path/`, `cos://bucket.region/path/` or the bucket's own address.
 * @param region of the bucket; default: as `place` says, else the job's region
 * @throws RangeError when `place` does not name a bucket and a path, or names a region other than `region`
 */
export function cos(place: string, region?: string): CosPathInfo {
  needValues("tione.cos", { place, region });
  const [, bucket, itsRegion, path = ""] = PLAIN.exec(place) ?? COS.exec(place) ?? ADDRESS.exec(place) ?? [];
  if (!bucket) {
    throw new RangeError(
      `${JSON.stringify(place)} does not name a bucket and a path; ` +
        'write "bucket-1250000000/path/" or "cos://bucket-1250000000.ap-guangzhou/path/"',
    );
  }
  if (region && itsRegion && region !== itsRegion)
    throw new RangeError(`${JSON.stringify(place)} is in ${itsRegion}, and region is ${region}; leave one of them out`);
  const where = region ?? (itsRegion || undefined);
  return { bucket, ...(where !== undefined && { region: where }), paths: [path] };
}

/** Copies a directory of object storage to `target` before the job starts. */
export function mountCos(place: string | CosPathInfo, target: string): DataConfig {
  return { dataSourceType: "COS", cosSource: placeOf("tione.mountCos", place), mappingPath: target };
}

/** Mounts a directory of object storage at `target`. */
export function mountCosfs(place: string | CosPathInfo, target: string): DataConfig {
  return { dataSourceType: "COSFS", cosSource: placeOf("tione.mountCosfs", place), mappingPath: target };
}

/** Mounts a TI-ONE data set at `target`. */
export function mountDataset(id: string, target: string): DataConfig {
  return { dataSourceType: "DATASET", dataSetSource: { id }, mappingPath: target };
}

/** Mounts a directory of a CFS file system at `target`. */
export function mountCfs(id: string, path: string, target: string): DataConfig {
  return { dataSourceType: "CFS", cfsSource: { id, path }, mappingPath: target };
}

/** Mounts a directory of a CFS Turbo file system at `target`; TI-ONE takes it as a CFS source. */
export function mountCfsTurbo(id: string, path: string, target: string): DataConfig {
  return mountCfs(id, path, target);
}

/** Mounts a directory of an EMR cluster's HDFS at `target`. */
export function mountHdfs(id: string, path: string, target: string): DataConfig {
  return { dataSourceType: "HDFS", hdfsSource: { id, path }, mappingPath: target };
}

/** Mounts a directory in a namespace of a GooseFS at `target`. */
export function mountGooseFS(id: string, path: string, nameSpace: string, target: string): DataConfig {
  return { dataSourceType: "GooseFS", gooseFSSource: { id, type: "GooseFS", path, nameSpace }, mappingPath: target };
}

/** Mounts a directory of a GooseFSx at `target`. */
export function mountGooseFSx(id: string, path: string, target: string): DataConfig {
  return { dataSourceType: "GooseFSx", gooseFSSource: { id, type: "GooseFSx", path }, mappingPath: target };
}

/** Mounts a directory of a public data source at `target`. */
export function mountPublicDataSource(id: string, subPath: string, target: string): DataConfig {
  return {
    dataSourceType: "PUBLIC_DATA_SOURCE",
    publicDataSource: { dataSourceId: id, subPath },
    mappingPath: target,
  };
}

function placeOf(call: string, place: string | CosPathInfo): CosPathInfo {
  needValues(call, { place });
  return typeof place === "string" ? cos(place) : place;
}

// Far less than the finest unit and far more than a double's rounding error: 0.29 * 100 is 28.999999999999996.
const TOLERANCE = 1e-6;

function units(name: string, value: number, perOne: number): number {
  const exact = value * perOne;
  const nearest = Math.round(exact);
  if (nearest >= 0 && Math.abs(exact - nearest) <= TOLERANCE) return nearest;
  const takes = nearest >= 0 ? `; the nearest value it takes is ${nearest / perOne}` : "";
  throw new RangeError(`${name} is ${value}; TI-ONE counts in steps of 1/${perOne}, from 0${takes}`);
}
