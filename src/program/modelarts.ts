import type { Input, Unwrap } from "@pulumi/pulumi";
import type { ModelartsAnnotations, ModelartsInput, ModelartsOutput, ModelartsResource } from "./specs/modelarts";
import { needValues } from "./values";

export {
  getFlavors,
  getEngines,
  getResourceGroups,
  getResourceGroup,
  getGroupWorkloads,
  getWorkspaces,
  getNodeFlavors,
  getTrainingJobs,
  getTrainingJob,
  getLogs,
  getEvents,
  getStages,
  getMetrics,
  getModelVersions,
  getModelVersion,
  getClusters,
  getResourceSpecs,
  getAiEngines,
} from "./lookups/modelarts";
export type {
  AiEngineInfo,
  ClusterInfo,
  EngineInfo,
  EnterpriseWorkspaceInfo,
  FlavorInfo,
  GetAiEnginesArgs,
  GetEventsArgs,
  GetFlavorsArgs,
  GetGroupWorkloadsArgs,
  GetLogsArgs,
  GetMetricsArgs,
  GetModelVersionArgs,
  GetModelVersionsArgs,
  GetResourceGroupArgs,
  GetResourceGroupsArgs,
  GetResourceSpecsArgs,
  GetStagesArgs,
  GetTrainingJobArgs,
  GetTrainingJobsArgs,
  GroupWorkloadInfo,
  MetricsInfo,
  NodeFlavorInfo,
  ResourceGroupDetails,
  ResourceGroupInfo,
  ResourceGroupNodeInfo,
  ResourceSpecInfo,
  RunInfo,
  StageInfo,
  StepInfo,
  TrainingJobInfo,
  TrainingModelVersionDetails,
  TrainingModelVersionInfo,
} from "./lookups/modelarts";

/** The machines of a job. */
export type Resource = Unwrap<ModelartsResource>;
/** The machines of a job on a dedicated pool, which may be another resource's output. */
export type PoolResource = Omit<Resource, "poolId"> & Pick<PoolMachines, "poolId">;
/** One place where data comes from. */
export type JobInput = Unwrap<ModelartsInput>;
/** One place where results go. */
export type JobOutput = Unwrap<ModelartsOutput>;
/** Features of a job by the vendor's keys. */
export type Annotations = Unwrap<ModelartsAnnotations>;

/** The vendor's flavors, by the number of cards on a machine. */
const FLAVORS: Readonly<Record<number, string>> = {
  1: "modelarts.pool.visual.xlarge",
  2: "modelarts.pool.visual.2xlarge",
  4: "modelarts.pool.visual.4xlarge",
  8: "modelarts.pool.visual.8xlarge",
  16: "modelarts.pool.visual.16xlarge",
};

/** Machines of a dedicated pool. */
export interface PoolMachines {
  /** Id of the pool, such as a `ResourceGroupRef`'s `groupId`. */
  readonly poolId: Input<string>;
  /** Cards of each machine: 1, 2, 4, 8 or 16. Leave out for a CPU pool. */
  readonly cards?: number;
  /** How many machines; default 1. */
  readonly nodes?: number;
}

/**
 * Machines of a dedicated pool.
 * @throws RangeError when ModelArts has no machine with that many cards
 */
export function pool(machines: PoolMachines): PoolResource {
  needValues("modelarts.pool", { machines });
  const { poolId, cards, nodes = 1 } = machines;
  needValues("modelarts.pool", { cards });
  if (cards === undefined) return { poolId, nodeCount: nodes };
  const flavorId = FLAVORS[cards];
  if (!flavorId)
    throw new RangeError(`cards is ${cards}; a pool offers machines with ${Object.keys(FLAVORS).join(", ")}`);
  return { poolId, flavorId, nodeCount: nodes };
}

/** Data from object storage, `/bucket/dir/`; the code gets the directory as its parameter `name`. */
export function obsInput(name: string, obsUrl: string): JobInput {
  return { name, remote: { obs: { obsUrl } } };
}

/** Results to object storage, `/bucket/dir/`; the code gets the directory as its parameter `name`. */
export function obsOutput(name: string, obsUrl: string): JobOutput {
  return { name, remote: { obs: { obsUrl } } };
}

/**
 * Restarts a job after a fault; for `annotations`.
 * @param times 1 to 3
 * @throws RangeError for any other number
 */
export function retries(times: number): Annotations {
  needValues("modelarts.retries", { times });
  if (![1, 2, 3].includes(times)) throw new RangeError(`times is ${times}; ModelArts restarts a job 1 to 3 times`);
  return { "fault-tolerance/job-retry-num": String(times) };
}
