import { z } from "zod";
import { TAG_VERSION, TIONE_VERSION } from "./actions";
import { billingSpecs, billingSpecsPrice, describeBillingSpecs, describeBillingSpecsPrice } from "./catalogue/billing";
import { trainingFrameworks } from "./catalogue/frameworks";
import {
  buildInImages,
  describeBuildInImages,
  describePlatformImages,
  describePresetImages,
  platformImages,
  presetImages,
} from "./catalogue/images";
import { inferTemplates } from "./catalogue/infer-templates";
import { describeGroup, describeGroups, describeRunningJobs, listGroups, listNodes, listRunningJobs } from "./groups";
import { describeWorkspaces, listWorkspaces } from "./groups/workspaces";
import { createTrainingTask } from "./jobs/create";
import { describeTrainingTasks } from "./jobs/list";
import { describeEvents, describeLogs, eventsOf, logsOf } from "./jobs/logs";
import { byTaskId, latestMetricsOf, metricsOf, pushMetrics, pushTrainingMetrics } from "./jobs/metrics";
import { describePodUrl } from "./jobs/pods";
import {
  byId,
  changeLogDelivery,
  createTask,
  deleteTask,
  describePods,
  describeTask,
  describeTrainingTask,
  enableTrainingTaskClsConfig,
  listTasks,
  podUrl,
  runsWithId,
  startTask,
  stopTask,
  visible,
} from "./jobs/tasks";
import {
  deleteModel,
  deleteTrainingModel,
  deleteTrainingModelVersion,
  deleteVersion,
  describeTrainingModelVersion,
  describeTrainingModelVersions,
  describeVersion,
  importModel,
  listVersions,
} from "./models";
import { describeTrainingModels, listModels } from "./models/list";
import { createTrainingModel } from "./models/request";
import { parseRequest, Refusal } from "./refusal";
import type { Site } from "./site";
import { bindTags, getResources, listTagged, tagResources, unbindTags, unTagResources } from "./tags";

export interface Route {
  readonly version: string;
  /** Acts on the members of a request and returns those of the reply, without `RequestId`. */
  run(body: unknown, site: Site): object;
}

function route<Request>(
  schema: z.ZodType<Request>,
  run: (request: Request, site: Site) => object,
  version: string = TIONE_VERSION,
): Route {
  return { version, run: (body, site) => run(parseRequest(schema, body), site) };
}

const nothing = z.strictObject({ TiProjectId: z.string().optional() });

/** Every call that is emulated. */
export const ROUTES: Readonly<Record<string, Route>> = {
  CreateTrainingTask: route(createTrainingTask, createTask),
  StartTrainingTask: route(byId, startTask),
  StopTrainingTask: route(byId, stopTask),
  DeleteTrainingTask: route(byId, deleteTask),
  DescribeTrainingTask: route(describeTrainingTask, describeTask),
  DescribeTrainingTasks: route(describeTrainingTasks, listTasks),
  DescribeTrainingTaskPods: route(byId, (request, site) => describePods(visible(request, site), site)),
  DescribeTrainingTaskPodUrl: route(describePodUrl, podUrl),
  EnableTrainingTaskClsConfig: route(enableTrainingTaskClsConfig, changeLogDelivery),
  DescribeLogs: route(describeLogs, (request, site) => {
    refuseOtherServices(request.Service);
    return logsOf(request, runsWithId(request.ServiceId, site), site.stage.now());
  }),
  DescribeEvents: route(describeEvents, (request, site) => {
    refuseOtherServices(request.Service);
    return eventsOf(request, runsWithId(request.ServiceId, site), site.stage.now());
  }),
  PushTrainingMetrics: route(pushTrainingMetrics, pushMetrics),
  DescribeTrainingMetrics: route(byTaskId, metricsOf),
  DescribeLatestTrainingMetrics: route(byTaskId, latestMetricsOf),
  CreateTrainingModel: route(createTrainingModel, importModel),
  DescribeTrainingModelVersion: route(describeTrainingModelVersion, describeVersion),
  DescribeTrainingModelVersions: route(describeTrainingModelVersions, listVersions),
  DescribeTrainingModels: route(describeTrainingModels, listModels),
  DeleteTrainingModelVersion: route(deleteTrainingModelVersion, deleteVersion),
  DeleteTrainingModel: route(deleteTrainingModel, deleteModel),
  DescribeBillingResourceGroups: route(describeGroups, listGroups),
  DescribeBillingResourceGroup: route(describeGroup, listNodes),
  DescribeBillingResourceInstanceRunningJobs: route(describeRunningJobs, listRunningJobs),
  DescribeWorkspaces: route(describeWorkspaces, listWorkspaces),
  DescribeBillingSpecs: route(describeBillingSpecs, (request, { stage }) =>
    billingSpecs(request, stage.switches().stock),
  ),
  DescribeBillingSpecsPrice: route(describeBillingSpecsPrice, billingSpecsPrice),
  DescribeTrainingFrameworks: route(nothing, trainingFrameworks),
  DescribePlatformImages: route(describePlatformImages, platformImages),
  DescribeBuildInImages: route(describeBuildInImages, buildInImages),
  DescribePresetImageList: route(describePresetImages, presetImages),
  DescribeInferTemplates: route(nothing, inferTemplates),
  TagResources: route(tagResources, (request, { tasks }) => bindTags(request, tasks), TAG_VERSION),
  UnTagResources: route(unTagResources, (request, { tasks }) => unbindTags(request, tasks), TAG_VERSION),
  GetResources: route(getResources, (request, { tasks }) => listTagged(request, tasks), TAG_VERSION),
};

function refuseOtherServices(service: string): void {
  if (service !== "TRAIN") throw new Refusal("NotEmulated", `Service ${service} is not emulated.`, 501);
}
