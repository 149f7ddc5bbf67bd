import { z } from "zod";
import type { CreateRequest } from "./create";
import { POD_STATES } from "./states";
import { account, listTime, resourceOf, timesOf, type Scene } from "./task";

// Source: DescribeTrainingTaskPods, DescribeTrainingTaskPodUrl, API version 2021-11-11.

export const describePodUrl = z.strictObject({ PodName: z.string().min(1), TiProjectId: z.string().optional() });

type ResourceConfig = CreateRequest["ResourceConfigInfos"][number];

/** What each pod of a task asks for, in the order of their numbers: one pod for each instance of each role. */
export function podConfigs({ ResourceConfigInfos }: CreateRequest): ResourceConfig[] {
  return ResourceConfigInfos.flatMap((entry) => Array<typeof entry>(entry.InstanceNum ?? 1).fill(entry));
}

/** @param instanceId of the run */
export function podName(instanceId: string, index: number): string {
  return `${instanceId}-${index === 0 ? "master" : "worker"}-${index}`;
}

/** The names of a run's pods; none before there is something to place. */
export function podNamesOf({ state, instanceId, job }: Scene): string[] {
  if (POD_STATES[state.state] === undefined) return [];
  return podConfigs(job.facts.request).map((_, i) => podName(instanceId, i));
}

/** Answer of DescribeTrainingTaskPods. `unlisted`: by a pod's name, its members that no public document lists. */
export function podsOf(scene: Scene, unlisted: (name: string) => object = () => ({})): object {
  const { startedAt, endedAt } = timesOf(scene);
  const configs = podConfigs(scene.job.facts.request);
  const names = podNamesOf(scene);
  const pods = names.map((Name, i) => ({
    Name,
    IP: startedAt === undefined ? "" : `10.0.${Math.floor(i / 250)}.${(i % 250) + 1}`,
    Status: POD_STATES[scene.state.state],
    StartTime: listTime(startedAt),
    EndTime: listTime(endedAt),
    ResourceConfigInfo: configs[i] && resourceOf({ ...configs[i], InstanceNum: 1 }),
    SubUin: account.subUin,
    ...unlisted(Name),
  }));
  return { PodNames: names, TotalCount: pods.length, PodInfoList: pods };
}
