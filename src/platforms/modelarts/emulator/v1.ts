import type { z } from "zod";
import type { Session, Stage, Vendor, WireReply, WireRequest } from "../../../emulator/vendor";
import type { Job, Ledger } from "../../../emulator/world";
import { dummyCredentials } from "../dummy";
import { admit } from "./access";
import { type CreateRequestV1, createTrainingJobV1, updateTrainingJobV1 } from "./create-v1";
import { parseBody, parseRequest, Refusal } from "./refusal";
import { type Asked, route, ROUTES_V1 } from "./routes";
import { isSettled, isStoppable, outcomes, stopTimeline } from "./states-v1";

/** What the emulator keeps of a job beside its states: one version each. */
interface Training {
  readonly workspace: string;
  readonly description: string;
  readonly versionId: string;
  readonly resourceId: string;
  readonly config: CreateRequestV1["config"];
}

interface Site {
  readonly stage: Stage;
  readonly jobs: Ledger<Training>;
}

type TrainingJob = Job<Training>;
type Act = (asked: Asked, body: unknown, site: Site) => object;

/** A little more than 2^53: clients that read them as numbers lose the last digit. */
const ID_DIGITS = 17;

const ACTIONS: Readonly<Record<string, Act>> = {
  CreateTrainingJobV1: (_, body, site) => create(readRequest(createTrainingJobV1, body), site),
  ListTrainingJobsV1: ({ query }, _, site) => list(query, site),
  UpdateTrainingJobV1({ id }, body, site) {
    const job = known(id, site);
    const { job_desc: description } = readRequest(updateTrainingJobV1, body);
    site.jobs.amend(job, { ...job.facts, description });
    return {};
  },
  DeleteTrainingJobV1({ id }, _, site) {
    site.jobs.remove(known(id, site));
    return {};
  },
  ListTrainingJobVersionsV1({ id }, _, site) {
    const job = known(id, site);
    return { ...headOf(job), version_count: 1, versions: [versionOf(job, site)] };
  },
  ShowTrainingJobVersionV1({ id, part }, _, site) {
    const job = known(id, site, part);
    return { ...headOf(job), ...versionOf(job, site), spec_code: "modelarts.vm.gpu.8v100" };
  },
  StopTrainingJobVersionV1({ id, part }, _, site) {
    const job = known(id, site, part);
    const { state } = site.jobs.stateOf(job);
    if (!isStoppable(state)) throw no("ModelArts.0105", `A job of status ${state} cannot be stopped.`);
    site.jobs.stop(job, job.facts, stopTimeline);
    return {};
  },
  DeleteTrainingJobVersionV1({ id, part }, _, site) {
    site.jobs.remove(known(id, site, part));
    return {};
  },
  ListTrainingJobLogFilesV1: ({ id, part }, _, site) => ({ log_file_list: [`job-${known(id, site, part).name}.0`] }),
  ShowTrainingJobLogV1({ id, part, query }, _, site) {
    const { reason, at } = site.jobs.stateOf(known(id, site, part));
    const content = reason ? `Traceback: ${reason}\n` : "";
    const line = long(`${at}002000001`);
    return { content, lines: String(query.get("lines") ?? 50), start_line: line, end_line: line };
  },
};

const MARKER = /^\[pulumi:([a-z2-7]{20})\]/;

/** Huawei Cloud ModelArts, training jobs of v1. */
export const modelartsV1Vendor: Vendor = {
  platform: "modelarts-v1",
  env: {
    HUAWEICLOUD_SDK_AK: dummyCredentials.access,
    HUAWEICLOUD_SDK_SK: dummyCredentials.secret,
    HUAWEICLOUD_SDK_PROJECT_ID: dummyCredentials.projectId,
    HW_REGION_NAME: dummyCredentials.region,
  },
  actions: ROUTES_V1.map(([, , action]) => action),
  requestsPerSecond: 10,
  outcomes,
  recognise: (request) =>
    /^\/v1\/[^/]+\/training-jobs\b/.test(request.url) ? (route(request, ROUTES_V1)?.action ?? "") : undefined,
  open(stage): Session {
    const jobs = stage.ledger<Training>({
      platform: "modelarts-v1",
      isSettled,
      marker: ({ description }) => MARKER.exec(description)?.[1],
    });
    const reply = (status: number, body: object, more: Partial<WireReply> = {}): WireReply => ({
      status,
      headers: { "Content-Type": "application/json", "X-Request-Id": stage.ids.uuid("request") },
      body: JSON.stringify(body).replace(LONG, "$1"),
      ...more,
    });
    // The product says no under HTTP 200 and in its own shape, the gateway before it does not.
    const refuse = ({ status, code, message }: Refusal, jobId?: string): WireReply =>
      code.startsWith("APIG")
        ? reply(status, { error_msg: message, error_code: code, request_id: "" }, { code, jobId })
        : reply(status, { is_success: false, error_message: message, error_code: code }, { code, jobId });
    const act = (request: WireRequest): WireReply => {
      admit(request, stage);
      const asked = route(request, ROUTES_V1);
      const run = asked && ACTIONS[asked.action];
      const isRetired = asked?.action === "CreateTrainingJobV1" && stage.switches().v1Retired;
      if (!run || isRetired) throw new Refusal(404, "APIGW.0101", "The API does not exist or has not been published.");
      if (asked.project !== dummyCredentials.projectId)
        throw new Refusal(403, "ModelArts.0210", "The project of the URL is not that of the credentials.");
      const members = run(asked, parseBody(request.body), { stage, jobs });
      return reply(200, { is_success: true, ...members }, { jobId: asked.id || idIn(members) });
    };
    return {
      throttled: (action) =>
        refuse(new Refusal(429, "APIG.0308", `The throttling threshold of ${action} was reached.`)),
      answer(_, request) {
        try {
          return act(request);
        } catch (error) {
          if (error instanceof Refusal) return refuse(error, route(request, ROUTES_V1)?.id || undefined);
          throw error;
        }
      },
    };
  },
};

function create({ job_name, job_desc, workspace_id, config }: CreateRequestV1, site: Site): object {
  const { stage, jobs } = site;
  if (stage.switches().uniqueNames && jobs.known().some(({ name }) => name === job_name))
    throw no("ModelArts.0103", `Job name:${job_name} is existed`);
  const id = stage.ids.digits("v1-job", ID_DIGITS);
  const facts: Training = {
    workspace: workspace_id || "0",
    description: job_desc ?? "NULL",
    versionId: stage.ids.digits("v1-version", ID_DIGITS),
    resourceId: `job${stage.ids.letters("v1-resource", 8)}`,
    config,
  };
  jobs.commit(id, job_name, facts, stage.timelineFor(job_name));
  const { create_time, status, version_id, version_name } = versionOf(known(id, site), site);
  const { resourceId: resource_id } = facts;
  return { job_id: long(id), job_name, status, create_time, version_id, version_name, resource_id };
}

/** @throws Refusal `ModelArts.0104`, the one code that v1 has for a bad argument */
function readRequest<Request>(schema: z.ZodType<Request>, body: unknown): Request {
  try {
    return parseRequest(schema, body);
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(400, "ModelArts.0104", error.message);
    throw error;
  }
}

function list(query: URLSearchParams, site: Site): object {
  const perPage = Number(query.get("per_page") ?? 10);
  const page = Number(query.get("page") ?? 1);
  if (!(perPage >= 1 && perPage <= 1_000) || !(page >= 1 && page <= 65_535))
    throw new Refusal(400, "ModelArts.0104", "per_page is 1 to 1000, page is 1 to 65535.");
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
    jobs: ordered.slice((page - 1) * perPage, page * perPage).map((job) => {
      const { version_id, status, create_time, duration } = versionOf(job, site);
      return { ...headOf(job), version_id, status, create_time, duration, version_count: 1 };
    }),
  };
}

function headOf(job: TrainingJob) {
  return { job_id: long(job.id), job_name: job.name, job_desc: job.facts.description };
}

/** What is not set comes as null. */
function versionOf(job: TrainingJob, { jobs, stage }: Site) {
  const { config, versionId, resourceId } = job.facts;
  const now = stage.now();
  const { state, at } = jobs.stateOf(job);
  const [run] = job.runs;
  const start = run && jobs.momentsOf(run, now).find((moment) => moment.state === "8")?.at;
  const { create_version: _asked, flavor: _flavor, ...told } = config;
  return {
    version_id: long(versionId),
    version_name: "V0001",
    pre_version_id: null,
    status: Number(state),
    create_time: job.createdAt,
    start_time: start ?? null,
    duration: start === undefined ? 0 : (isSettled(state) ? at : now) - start,
    engine_id: null,
    model_id: null,
    spec_id: null,
    data_url: null,
    train_url: null,
    log_url: null,
    user_image_url: null,
    user_command: null,
    volumes: null,
    // Filled in for a job on the public pool too.
    pool_id: "pool7d1e384a",
    model_metric_list: "{}",
    ...told,
    resource_id: resourceId,
  };
}

/** @throws Refusal of a shape that says nothing, as no document gives a code for a missing job */
function known(id: string, { jobs }: Site, versionId?: string): TrainingJob {
  const job = jobs.find(id);
  if (job && (versionId === undefined || job.facts.versionId === versionId)) return job;
  throw no("ModelArts.0105", "The job or the version does not exist.");
}

function no(code: string, message: string): Refusal {
  return new Refusal(200, code, message);
}

const LONG = /"long:(\d+)"/g;

/** A whole number that JavaScript's own cannot hold; written without quotes. */
function long(digits: string): string {
  return `long:${digits}`;
}

function idIn(members: object): string | undefined {
  const id: unknown = Reflect.get(members, "job_id");
  return typeof id === "string" ? id.replace(/^long:/, "") : undefined;
}
