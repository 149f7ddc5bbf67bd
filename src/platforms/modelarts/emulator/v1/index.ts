import type { EmulatedApi, Vendor } from "../../../../emulator/vendor";
import { dummyCredentials } from "../../dummy";
import { emulatedApi, type Act, type Answer, type Protocol } from "../gate";
import { pageOfLines } from "../jobs/log-lines";
import { countIn, parseRequest, Refusal, type Count } from "../refusal";
import { isRetired, route, ROUTES_V1 } from "../routes";
import { v1Switches, type V1Switches } from "../switches";
import { aiEngines, BAD_ARGUMENT, builtInAlgorithms, listClusters, resourceSpecs } from "./catalogue";
import { createTrainingJobV1, updateTrainingJobV1, type CreateRequestV1 } from "./create";
import {
  headOf,
  idIn,
  logFilesOf,
  logLinesOf,
  long,
  specCodeOf,
  versionOf,
  writeLong,
  type SiteV1,
  type TrainingJobV1,
  type TrainingV1,
} from "./job";
import { specOf } from "./specs";
import { isSettled, isStoppable, outcomes, stopTimeline } from "./states";

/** A little more than 2^53: clients that read them as numbers lose the last digit. */
const ID_DIGITS = 17;

/** One code for every bad argument. */
const CODES = { type: BAD_ARGUMENT, value: BAD_ARGUMENT };

const onJobs: Readonly<Record<string, Act<SiteV1>>> = {
  CreateTrainingJobV1: (_, body, site) => {
    if (site.stage.switches().v1Retired)
      throw new Refusal(404, "APIGW.0101", "The API does not exist or has not been published.");
    return yes(create(parseRequest(createTrainingJobV1, body, CODES), site));
  },
  ListTrainingJobsV1: ({ query }, _, site) => yes(list(query, site)),
  UpdateTrainingJobV1({ id }, body, site) {
    const job = known(id, site);
    const { job_desc: description } = parseRequest(updateTrainingJobV1, body, CODES);
    site.jobs.amend(job, { ...job.facts, description });
    return yes({});
  },
  DeleteTrainingJobV1({ id }, _, site) {
    site.jobs.remove(known(id, site));
    return yes({});
  },
  ListTrainingJobVersionsV1({ id }, _, site) {
    const job = visible(id, site);
    return yes({ ...headOf(job), version_count: 1, versions: [versionOf(job, site)] });
  },
  ShowTrainingJobVersionV1({ id, part }, _, site) {
    const job = visible(id, site, part);
    return yes({ ...headOf(job), ...versionOf(job, site), system_metric_list: {}, spec_code: specCodeOf(job) });
  },
  StopTrainingJobVersionV1({ id, part }, _, site) {
    const job = known(id, site, part);
    const { state } = site.jobs.stateOf(job);
    if (!isStoppable(state)) throw no("ModelArts.0105", `A job of status ${state} cannot be stopped.`);
    site.jobs.stop(job, job.facts, stopTimeline);
    return yes({});
  },
  DeleteTrainingJobVersionV1({ id, part }, _, site) {
    site.jobs.remove(known(id, site, part));
    return yes({});
  },
  ListTrainingJobLogFilesV1: ({ id, part }, _, site) => yes({ log_file_list: logFilesOf(visible(id, site, part)) }),
  ShowTrainingJobLogV1({ id, part, query }, _, site) {
    const job = visible(id, site, part);
    if (!logFilesOf(job).includes(query.get("log_file") ?? ""))
      throw new Refusal(400, BAD_ARGUMENT, "log_file is not one of the job's.");
    const page = pageOfLines(logLinesOf(job, site), query, { least: 0, code: BAD_ARGUMENT });
    const [start_line, end_line] = [page.first, page.last].map((line) => long(line || "0"));
    return yes({ content: page.content, lines: String(page.count), start_line, end_line });
  },
};

const onCatalogues: Readonly<Record<string, Act<SiteV1>>> = {
  ListClustersV1: ({ query }, _, { jobs }) => listClusters(query, jobs),
  ListResourceSpecsV1: ({ query }) => yes(resourceSpecs(query)),
  ListAiEnginesV1: ({ query }) => yes(aiEngines(query)),
  ListBuiltInAlgorithmsV1: ({ query }) => yes(builtInAlgorithms(query)),
};

const protocol: Protocol<SiteV1> = {
  routes: ROUTES_V1,
  actions: { ...onJobs, ...onCatalogues },
  otherProject: [403, "ModelArts.0210"],
  refusalBody: ({ code, message }) => ({ is_success: false, error_message: message, error_code: code }),
  jobIdIn: idIn,
  write: writeLong,
};

const MARKER = /^\[pulumi:([a-z2-7]{20})(\.[a-z2-7]{12})?\]/;

/** Huawei Cloud ModelArts, training jobs of v1, with its clusters and specifications. */
export const modelartsV1Vendor: Vendor<V1Switches> = {
  platform: "modelarts-v1",
  env: {
    HUAWEICLOUD_SDK_AK: dummyCredentials.access,
    HUAWEICLOUD_SDK_SK: dummyCredentials.secret,
    HUAWEICLOUD_SDK_PROJECT_ID: dummyCredentials.projectId,
    HW_REGION_NAME: dummyCredentials.region,
  },
  actions: Object.keys(protocol.actions),
  requestsPerSecond: 200,
  outcomes,
  switches: v1Switches.shape,
  recognise: (request) => (isRetired(request.url) ? (route(request, ROUTES_V1)?.action ?? "") : undefined),
  open(stage): EmulatedApi {
    const jobs = stage.ledger<TrainingV1>({
      platform: "modelarts-v1",
      isSettled,
      marker: ({ description }) => MARKER.exec(description)?.[1],
    });
    return emulatedApi(protocol, { stage, jobs });
  },
};

function create({ job_name, job_desc, workspace_id, config }: CreateRequestV1, site: SiteV1): object {
  const { stage, jobs } = site;
  refuseUnknownMachines(config);
  if (stage.switches().uniqueNames && jobs.known().some(({ name }) => name === job_name))
    throw no("ModelArts.0103", `Job name:${job_name} is existed`);
  const id = stage.ids.digits("v1-job", ID_DIGITS);
  const facts: TrainingV1 = {
    workspace: workspace_id || "0",
    description: job_desc ?? "NULL",
    versionId: stage.ids.digits("v1-version", ID_DIGITS),
    resourceId: `job${stage.ids.letters("v1-resource", 8)}`,
    config,
  };
  jobs.commit({ id, name: job_name, facts }, stage.timelineFor(job_name));
  const { create_time, status, version_id, version_name } = versionOf(known(id, site), site);
  const { resourceId: resource_id } = facts;
  return { job_id: long(id), job_name, status, create_time, version_id, version_name, resource_id };
}

/** The code for an unknown specification is not documented: it gets that of every bad argument. */
function refuseUnknownMachines({ spec_id, flavor, worker_server_num }: CreateRequestV1["config"]): void {
  if (spec_id === undefined && flavor === undefined) return;
  const known = specOf(spec_id, flavor?.code);
  if (!known) throw new Refusal(400, BAD_ARGUMENT, `There is no specification ${spec_id ?? flavor?.code}.`);
  if (worker_server_num > known.mostNodes)
    throw new Refusal(400, BAD_ARGUMENT, `Specification ${known.id} runs on at most ${known.mostNodes} workers.`);
}

const perPage: Count = { name: "per_page", least: 1, most: 1_000, otherwise: 10 };
const pageNumber: Count = { name: "page", least: 1, most: 65_535, otherwise: 1 };

function list(query: URLSearchParams, site: SiteV1): object {
  const size = countIn(query, perPage, BAD_ARGUMENT);
  const page = countIn(query, pageNumber, BAD_ARGUMENT);
  const statuses = query.get("status")?.split("|");
  const wanted = site.jobs
    .known()
    .filter(
      (job) =>
        site.jobs.isVisible(job) &&
        job.facts.workspace === (query.get("workspace_id") ?? "0") &&
        job.name.includes(query.get("search_content") ?? "") &&
        (statuses?.includes(site.jobs.stateOf(job).state) ?? true),
    );
  const ordered = query.get("order") === "desc" ? [...wanted].reverse() : wanted;
  return {
    job_total_count: wanted.length,
    job_count_limit: 100,
    quotas: 10,
    jobs: ordered.slice((page - 1) * size, page * size).map((job) => {
      const { version_id, status, create_time, duration } = versionOf(job, site);
      return { ...headOf(job), version_id, status, create_time, duration, version_count: 1 };
    }),
  };
}

/** A job as reads show it. @throws Refusal as `known` */
function visible(id: string, site: SiteV1, versionId?: string): TrainingJobV1 {
  const job = known(id, site, versionId);
  return site.jobs.isVisible(job) ? job : refuseUnknown();
}

/** The write side knows a job before reads show it. @throws Refusal */
function known(id: string, { jobs }: SiteV1, versionId?: string): TrainingJobV1 {
  const job = jobs.find(id);
  return job && (versionId === undefined || job.facts.versionId === versionId) ? job : refuseUnknown();
}

/** With a code that says nothing, because no document gives one for a missing job. */
function refuseUnknown(): never {
  throw no("ModelArts.0105", "The job or the version does not exist.");
}

function yes(members: object): Answer {
  return [200, { is_success: true, ...members }];
}

/** The product refuses with HTTP 200 and in its own shape. */
function no(code: string, message: string): Refusal {
  return new Refusal(200, code, message);
}
