import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { type JobInfo, type PodInfo, present } from "../../kit/answers";
import { tioneClient } from "../jobs/client";
import { ownTags, snapshotOf, specOf, statusWordsOf, utc } from "../jobs/record";
import type { TioneJobSpec } from "../jobs/schema";
import { cardsOf, coresOf, filters, gibOf, said, tagFilters } from "./answers";
import type { Args } from "./args";
import { tioneLookupClient } from "./client";
import { type Machines, readTask, type ReadTask } from "./wire";

/** Machines of one role. Members that the platform does not tell are absent. */
export interface MachinesInfo {
  /** `WORKER`, `PS`, `DRIVER`, `EXECUTOR`, `HEAD`. */
  readonly role?: string;
  /** How many machines. */
  readonly instances?: number;
  /** Of each machine. */
  readonly cores?: number;
  /** GiB of each machine. */
  readonly memoryGiB?: number;
  /** Cards of each machine, parts of a card as fractions. */
  readonly gpus?: number;
  /** `A100`. */
  readonly gpuType?: string;
  /** Specification, for pay-as-you-go machines: `TI.GN7.2XLARGE32.POST`. */
  readonly instanceType?: string;
}

/** A training task. Members that the platform does not tell are absent. */
export interface TrainingJobInfo extends JobInfo {
  /** Framework of a platform image: `PYTORCH`. */
  readonly frameworkName?: string;
  /** Version of the framework. */
  readonly frameworkVersion?: string;
  /** Platform image: `torch1.9-py3.8-cuda11.1-gpu`. */
  readonly frameworkEnvironment?: string;
  /** How its machines work together: `DDP`, `PS_WORKER`, `MPI`, `HOROVOD`, `SPARK`, `RAY`. */
  readonly trainingMode?: string;
  /** `PREPAID` or `POSTPAID_BY_HOUR`. */
  readonly chargeType?: string;
  /** Vendor's word: `NOT_BILLING`, `BILLING`, `ARREARS_STOP`. */
  readonly chargeStatus?: string;
  /** Vendor's words about the price. */
  readonly billing?: string;
  /** One entry for each role. */
  readonly machines: readonly MachinesInfo[];
  /** Seconds that the last run took so far. */
  readonly runSeconds?: number;
  /** The user's own: not the platform's, nor this package's. */
  readonly tags: Readonly<Record<string, string>>;
  /** When somebody last did something to it: RFC 3339, UTC. */
  readonly updatedAt?: string;
}

/** A training task with what it was asked to be. */
export interface TrainingJobDetails extends TrainingJobInfo {
  /** The last run, which logs and pods are named after; absent before the first. */
  readonly latestRunId?: string;
  /** As `spec` of a TrainingJob, as far as the platform tells: not the environment, nor passwords of registries. */
  readonly spec: Partial<TioneJobSpec>;
}

/** One pod of a training task. Members that the platform does not tell are absent. */
export interface TrainingPodInfo extends PodInfo {
  /** Address in the network. */
  readonly ip?: string;
  /** What its machine is like. */
  readonly machine?: MachinesInfo;
}

/** Training tasks as they are. */
export function taskLookups(where: Where, io: Io) {
  const client = tioneLookupClient(where, io);
  return {
    async getTrainingJobs(args: Args<"getTrainingJobs">): Promise<readonly TrainingJobInfo[]> {
      const { names, frameworkName, limit } = args;
      const query = {
        ...filters({
          Name: names,
          Id: args.jobIds,
          Status: args.statuses?.flatMap(statusWordsOf),
          ResourceGroupId: args.resourceGroupId,
          ChargeType: args.chargeType,
        }),
        ...tagFilters(args.tags),
      };
      // What is selected here is not known before all is read.
      const atMost = names || frameworkName ? undefined : limit;
      const tasks = await client.describeTrainingTasks(query, args.order === "oldest" ? "ASC" : "DESC", atMost);
      return tasks
        .filter(({ Name }) => !names || names.includes(Name))
        .filter(({ FrameworkName }) => !frameworkName || FrameworkName === frameworkName)
        .slice(0, limit)
        .map((task) => taskOf(task, where));
    },

    /** @throws PlatformError `notFound` */
    async getTrainingJob({ jobId }: Args<"getTrainingJob">): Promise<TrainingJobDetails> {
      const detail = await tioneClient(where, io).describeTrainingTask(jobId);
      const spec = specOf(detail);
      return {
        ...taskOf(readTask.parse(detail), where),
        ...present({ latestRunId: said(detail.LatestInstanceId) }),
        spec: spec.imageInfo ? { ...spec, imageInfo: withoutSecret(spec.imageInfo) } : spec,
      };
    },

    async getPods({ jobId }: Args<"getPods">): Promise<readonly TrainingPodInfo[]> {
      return (await client.describeTrainingTaskPods(jobId)).map((pod) => {
        const machine = pod.ResourceConfigInfo && machinesOf(pod.ResourceConfigInfo);
        return {
          pod: said(pod.Name) ?? "",
          ...present({
            role: machine?.role,
            platformStatus: said(pod.Status),
            ip: said(pod.IP),
            startedAt: utc(pod.StartTime),
            endedAt: utc(pod.EndTime),
            machine,
          }),
        };
      });
    },
  };
}

type Image = NonNullable<TioneJobSpec["imageInfo"]>;

/** What programs get from a look-up is stored in the state as plain text. */
function withoutSecret({ imageSecret: _, ...image }: Image): Image {
  return image;
}

function taskOf(task: ReadTask, where: Where): TrainingJobInfo {
  return {
    ...snapshotOf(task, where),
    ...present({
      frameworkName: said(task.FrameworkName),
      frameworkVersion: said(task.FrameworkVersion),
      frameworkEnvironment: said(task.FrameworkEnvironment),
      trainingMode: said(task.TrainingMode),
      chargeType: said(task.ChargeType),
      chargeStatus: said(task.ChargeStatus),
      billing: said(task.BillingInfo),
      groupId: said(task.ResourceGroupId),
      groupName: said(task.ResourceGroupName),
      runSeconds: task.RuntimeInSeconds,
      updatedAt: utc(task.UpdateTime),
    }),
    machines: (task.ResourceConfigInfos ?? []).map(machinesOf),
    tags: ownTags(task) ?? {},
  };
}

function machinesOf(machines: Machines): MachinesInfo {
  return present({
    role: said(machines.Role),
    instances: machines.InstanceNum,
    cores: coresOf(machines.Cpu),
    memoryGiB: gibOf(machines.Memory),
    gpus: cardsOf(machines.Gpu),
    gpuType: said(machines.GpuType),
    instanceType: said(machines.InstanceType),
  });
}
