import { listWorkspaces, resourceFlavors, trainingEngines, trainingFlavors } from "./catalogue";
import type { Act } from "./gate";
import { createTrainingJob } from "./jobs/create";
import { shown } from "./jobs/job";
import * as jobs from "./jobs/jobs";
import { logLines, logsPreview, logsUrl, metricsOf } from "./jobs/logs";
import { eventsOf, stagesOf, tasksShown } from "./jobs/progress";
import { listTrainingJobs } from "./jobs/search";
import { deleteModels, importOne, listModels, showModel, type Registry } from "./models";
import { importModel, MODEL_CODES } from "./models/create";
import { occupancyOf } from "./pools/capacity";
import { POOLS } from "./pools/catalogue";
import { listEvents, listNodes, listPools, poolOf, showPool } from "./pools/show";
import { listWorkloads, runtimeMetrics, workloadStatistics } from "./pools/workloads";
import { parseRequest, Refusal } from "./refusal";

type Site = jobs.Site & Registry;
type Actions = Readonly<Record<string, Act<Site>>>;

const onJobs: Actions = {
  CreateTrainingJob: (_, body, site) => [201, jobs.createJob(parseRequest(createTrainingJob, body), site)],
  ShowTrainingJobDetails: ({ id }, _, site) => [200, shown(jobs.visible(id, site))],
  ListTrainingJobs: (_, body, site) => [200, jobs.searchJobs(parseRequest(listTrainingJobs, body), site)],
  CheckTrainingJobName: ({ query }, _, site) => [200, jobs.checkName(query, site)],
  StopTrainingJob({ id }, body, site) {
    if (parseRequest(jobs.stopRequest, body).action_type !== "terminate")
      throw new Refusal(400, "ModelArts.2812", "The only action is terminate.");
    return [202, jobs.stopJob(id, site)];
  },
  DeleteTrainingJob({ id }, _, site) {
    jobs.deleteJob(id, site);
    return [202, ""];
  },
  BatchDeleteTrainingJobs(_, body, site) {
    const ids = parseRequest(jobs.batchDelete, body).jobs.map(({ metadata }) => metadata.id);
    const workspaces = new Set(ids.map((id) => jobs.known(id, site).facts.workspace));
    if (workspaces.size > 1) throw new Refusal(400, "ModelArts.2788", "All jobs must be in one workspace.");
    for (const id of ids) jobs.deleteJob(id, site);
    return [200, null];
  },
  ChangeTrainingJobDescription({ id }, body, site) {
    jobs.changeJob(id, parseRequest(jobs.changeRequest, body), site);
    return [200, null];
  },
  ShowTrainingJobTags: ({ id }, _, site) => [
    200,
    { tags: [...jobs.visible(id, site).job.facts.tags].map(([key, value]) => ({ key, value })) },
  ],
  CreateTrainingJobTags({ id }, body, site) {
    jobs.writeTags(id, parseRequest(jobs.tagRequest, body), site);
    return [204, undefined];
  },
  DeleteTrainingJobTags({ id }, body, site) {
    jobs.dropTags(id, parseRequest(jobs.tagRequest, body), site);
    return [204, undefined];
  },
};

const onWhatJobsLeave: Actions = {
  ListTrainingJobEvents: ({ id, query }, _, site) => [200, eventsOf(jobs.visible(id, site), query)],
  ListTrainingJobStages: ({ id }, _, site) => [200, stagesOf(jobs.visible(id, site))],
  ListTrainingJobTasks({ id }, _, site) {
    const scene = jobs.visible(id, site);
    const pool = POOLS.find((each) => each.id === scene.job.facts.request.spec?.resource?.pool_id);
    return [200, tasksShown(scene, (pool && occupancyOf(pool, site.jobs).placed.get(id)) ?? [])];
  },
  ShowTrainingJobMetrics: ({ id, part }, _, site) => metricsOf(jobs.visible(id, site), part),
  ShowTrainingJobLogsPreview: ({ id, part }, _, site) => logsPreview(jobs.visible(id, site), part),
  ShowTrainingJobLogsFromAom: ({ id, part, query }, _, site) => logLines(jobs.visible(id, site), part, query),
  ShowObsUrlOfTrainingJobLogs: ({ id, part }, _, site) => logsUrl(jobs.visible(id, site), part),
};

const onModels: Actions = {
  ImportModel: (_, body, site) => [200, importOne(parseRequest(importModel, body, MODEL_CODES), site)],
  ListModels: ({ query }, _, site) => [200, listModels(query, site)],
  ShowModel: ({ subject }, _, site) => [200, showModel(subject, site)],
  DeleteModel: ({ subject, query }, _, site) => [200, deleteModels(subject, query, site)],
};

const onPools: Actions = {
  ListPools: ({ query }) => [200, listPools(query)],
  ShowPool: ({ subject }) => [200, showPool(poolOf(subject))],
  ListPoolNodes: ({ subject, query }, _, site) => [200, listNodes(poolOf(subject), query, site.jobs)],
  ListWorkloads: ({ subject, query }, _, site) => [200, listWorkloads(poolOf(subject), query, site)],
  ShowWorkloadStatistics: ({ subject }, _, site) => [200, workloadStatistics(poolOf(subject), site)],
  ShowPoolRuntimeMetrics: (_, __, site) => [200, runtimeMetrics(site)],
  ListEvents: ({ query }) => [200, listEvents(query)],
};

const onCatalogues: Actions = {
  ShowTrainingJobFlavors: ({ query }) => [200, trainingFlavors(query)],
  ShowTrainingJobEngines: () => [200, trainingEngines()],
  ListResourceFlavors: ({ query }) => [200, resourceFlavors(query)],
  ListWorkspace: ({ query }) => [200, listWorkspaces(query)],
};

/** Every emulated call of the current generation, except IAM's. */
export const ACTIONS: Actions = { ...onJobs, ...onWhatJobsLeave, ...onModels, ...onPools, ...onCatalogues };
