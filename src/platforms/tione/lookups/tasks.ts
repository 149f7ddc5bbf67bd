import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { present } from "../../kit/answers";
import { tioneClient } from "../jobs/client";
import { ownTags, snapshotOf, specOf, statusWordsOf, utc } from "../jobs/record";
import type { TioneJobSpec } from "../jobs/schema";
import type { MachinesInfo, TrainingJobInfo, TrainingPodInfo } from "./answers";
import type { Args } from "./args";
import { tioneLookupClient } from "./client";
import { cardsOf, coresOf, filters, gibOf, said, tagFilters } from "./values";
import { readTask, type Machines, type ReadTask } from "./wire";

/** A training task, with what was asked for. */
export interface TrainingJobDetails extends TrainingJobInfo {
  /** The last run, which logs and pods are named after; absent before the first. */
  readonly latestRunId?: string;
  /** As the `spec` of a TrainingJob, as far as the platform shows it: without the environment and the passwords of registries. */
  readonly spec: Partial<TioneJobSpec>;
}

/** Training tasks and their pods. */
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
      // What is selected here is only known once everything has been read.
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
