import { z } from "zod";
import { id, idIfAny, page } from "../../../net/ids";
import { count, list, task, text } from "../wire";

/* The parts of TI-ONE's answers to look-ups that we read, as in `../wire.ts`. */

const flag = z.boolean().nullish().catch(undefined);
const texts = list(z.string());

/** Cpu in thousandths of a core, Memory in megabytes, Gpu in hundredths of a card. */
const machines = z.object({
  Role: text,
  Cpu: count,
  Memory: count,
  Gpu: count,
  GpuType: text,
  InstanceType: text,
  InstanceNum: count,
});
export type Machines = z.output<typeof machines>;

/** A task with the members that only look-ups return; in the list and in the detail. */
export const readTask = task.extend({
  FrameworkName: text,
  FrameworkVersion: text,
  FrameworkEnvironment: text,
  ChargeType: text,
  ChargeStatus: text,
  ResourceGroupId: idIfAny,
  ResourceGroupName: text,
  ResourceConfigInfos: list(machines),
  TrainingMode: text,
  RuntimeInSeconds: count,
  BillingInfo: text,
  UpdateTime: text,
});
export type ReadTask = z.output<typeof readTask>;
export const readTasksReply = z.object({ TrainingTaskSet: page(readTask).nullish(), TotalCount: count });

const pod = z.object({
  Name: text,
  IP: text,
  Status: text,
  StartTime: text,
  EndTime: text,
  ResourceConfigInfo: machines.nullish().catch(undefined),
});
export type Pod = z.output<typeof pod>;
export const readPodsReply = z.object({ PodInfoList: list(pod) });

export const frameworksReply = z.object({
  FrameworkInfos: list(
    z.object({
      Name: text,
      VersionInfos: list(z.object({ Version: text, Environment: text, TrainingModes: texts })),
    }),
  ),
});

const image = z.object({
  ImageId: text,
  ImageName: text,
  ImageType: text,
  ImageUrl: text,
  Framework: text,
  FrameworkVersion: text,
  SupportGpuList: texts,
  Description: text,
  ImageRange: texts,
  SupportDistributedDeploy: flag,
  ExtraAttributes: list(z.object({ Key: text, Value: text, Values: texts })),
});
export type Image = z.output<typeof image>;
export const imagesReply = z.object({ PlatformImageInfos: z.array(image).nullish(), TotalCount: count });

const spec = z.object({
  SpecName: z.string().min(1),
  SpecAlias: text,
  Available: flag,
  AvailableRegion: texts,
  GpuType: text,
});
export type Spec = z.output<typeof spec>;
export const specsReply = z.object({ Specs: z.array(spec).nullish() });
/** In fen, hundredths of a yuan. */
export const pricesReply = z.object({
  SpecsPrice: list(z.object({ SpecName: text, TotalCost: count, RealTotalCost: count, SpecCount: count })),
});

const workspace = z.object({ TiProjectId: id, Name: text, Description: text, Status: text, CreateTime: text });
export type Workspace = z.output<typeof workspace>;
export const workspacesReply = z.object({ Workspaces: page(workspace).nullish(), TotalCount: count });

const logLine = z.object({ Message: text, PodName: text, Timestamp: text });
export const logPageReply = z.object({ Context: text, Content: list(logLine) });

const event = z.object({
  Id: text,
  Message: text,
  FirstTimestamp: text,
  LastTimestamp: text,
  Count: count,
  Type: text,
  ResourceKind: text,
  ResourceName: text,
});
export type Event = z.output<typeof event>;
export const eventsReply = z.object({ Events: z.array(event).nullish(), TotalCount: count });

export const metricsReply = z.object({
  Data: list(
    z.object({
      MetricName: text,
      Metrics: list(z.object({ XType: text, Points: list(z.object({ XValue: count, YValue: count })) })),
    }),
  ),
});
const values = list(z.object({ Timestamp: count, Value: count }));
export type Values = z.output<typeof values>;
export const latestMetricsReply = z.object({
  Metrics: list(z.object({ MetricName: text, Values: values, Epochs: values, Steps: values, TotalSteps: values })),
});
