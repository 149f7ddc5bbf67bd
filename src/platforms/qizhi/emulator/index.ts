import { z } from "zod";
import type { EmulatedApi, Stage, Vendor, WireReply, WireRequest } from "../../../emulator/vendor";
import type { Job, Ledger } from "../../../emulator/world";
import { dummyCredentials } from "../dummy";
import { groupOf, specById } from "./catalogue";
import { answerConsole, CONSOLE_ACTIONS, consoleActionOf, plain, toLogin } from "./console";
import { byId, createRequest, login, type CreateRequest } from "./create";
import { detailOf } from "./job";
import { listNodes, nodesPage } from "./nodes";
import { CODE, parseRequest, Refusal } from "./refusal";
import { fateOf, isSettled, mayStop, outcomes, stopTimeline } from "./states";
import { checkToken, grant } from "./token";
import { isUnemulated, notEmulated } from "./unemulated";

interface Site {
  readonly stage: Stage;
  readonly jobs: Ledger<CreateRequest>;
}

/** Acts on the members of a request and returns the `data` of the reply. */
type Action = (body: unknown, site: Site) => object;

function action<Request>(schema: z.ZodType<Request>, run: (request: Request, site: Site) => object): Action {
  return (body, site) => run(parseRequest(schema, body), site);
}

/**
 * Every call of the OpenAPI that is emulated: all that its document has, and the list of machines, which only its manual has.
 * There is no list of jobs and no delete.
 */
const ACTIONS: Readonly<Record<string, Action>> = {
  "auth/token": action(login, ({ username, password }, { stage }) => {
    if (username !== dummyCredentials.username || password !== dummyCredentials.password) {
      throw new Refusal(CODE.validation, "invalid_grant: Invalid user credentials", 400);
    }
    return grant(stage.now());
  }),
  "train_job/create": action(createRequest, (request, { stage, jobs }) => {
    refuseUnknownSpec(request);
    const id = `job-${stage.ids.uuid("job")}`;
    jobs.commit({ id, name: request.name, facts: request }, fateOf(stage.timelineFor(request.name), request));
    return { job_id: id, sub_code: 0, sub_msg: "" };
  }),
  "train_job/detail": action(byId, ({ job_id: id }, { stage, jobs }) => {
    const job = known(id, jobs);
    if (!jobs.isVisible(job)) return refuseUnknown();
    return detailOf(job, { jobs, now: stage.now() });
  }),
  "train_job/stop": action(byId, ({ job_id: id }, { jobs }) => {
    const job = known(id, jobs);
    const { state } = jobs.stateOf(job);
    if (!mayStop(state)) throw new Refusal(CODE.failed, `the job is ${state}`);
    jobs.stop(job, job.facts, stopTimeline);
    return {};
  }),
  "cluster_nodes/list": action(listNodes, (request, { jobs }) => nodesPage(request, jobs)),
};

const MARKER_ENV = "PULUMI_JOB_MARKER";

/** SII Qizhi: its published OpenAPI, `/auth/token` and `/openapi/v1/`, and what its console reads, `/api/v2/`. */
export const qizhiVendor: Vendor = {
  platform: "qizhi",
  env: { QIZHI_USERNAME: dummyCredentials.username, QIZHI_PASSWORD: dummyCredentials.password },
  actions: [...Object.keys(ACTIONS), ...CONSOLE_ACTIONS],
  requestsPerSecond: 3,
  outcomes,
  recognise({ url }) {
    const path = url.split("?")[0] ?? "";
    if (path === "/auth/token" || path === "/discovery") return path.slice(1);
    if (path.startsWith("/openapi/v1/")) return path.slice("/openapi/v1/".length);
    return path.startsWith("/api/v1/") ? path.slice(1) : consoleActionOf(url);
  },
  open(stage): EmulatedApi {
    const jobs = stage.ledger<CreateRequest>({
      platform: "qizhi",
      isSettled,
      marker: ({ envs }) => envs?.find(({ name }) => name === MARKER_ENV)?.value,
    });
    return {
      throttled: () => envelope({ status: 429, code: 429, message: "Too Many Requests" }),
      answer(name, request) {
        if (consoleActionOf(request.url) !== undefined) {
          return answerConsole(name, request, { jobs, now: stage.now() });
        }
        if (isUnemulated(name)) return notEmulated(name);
        const run = ACTIONS[name];
        if (run === undefined || request.method !== "POST") return plain(404, "404 page not found");
        if (name !== "auth/token" && request.headers.authorization === undefined) return toLogin();
        const jobId = jobIdIn(request.body);
        try {
          if (name !== "auth/token") checkToken(request, stage.now());
          const data = run(parseBody(request), { stage, jobs });
          const made = jobIds.safeParse(data).data?.job_id;
          return { ...envelope({ status: 200, code: 0, message: "success" }, data), jobId: jobId ?? made };
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          return { ...envelope(error), jobId };
        }
      },
    };
  },
};

function envelope({ status, code, message }: Pick<Refusal, "status" | "code" | "message">, data?: object): WireReply {
  const headers = { "content-type": "application/json; charset=utf-8" };
  return { status, headers, body: JSON.stringify({ code, message, data }), ...(code !== 0 && { code: String(code) }) };
}

function known(id: string, jobs: Ledger<CreateRequest>): Job<CreateRequest> {
  return jobs.find(id) ?? refuseUnknown();
}

/** The platform gives one answer for an id that is wrong, unknown or somebody else's. */
function refuseUnknown(): never {
  throw new Refusal(CODE.parameter, "parameter error");
}

/**
 * It is known that a specification must belong to the group, but not what the platform answers otherwise: this is its answer to
 * every id that does not exist. A group outside the catalogue, as in the documents' examples, takes any of its specifications.
 */
function refuseUnknownSpec({ framework_config, logic_compute_group_id }: CreateRequest): void {
  const specs = groupOf(logic_compute_group_id)?.specs;
  for (const { spec_id } of framework_config) {
    const isKnown = specs ? specs.some(({ id }) => id === spec_id) : specById(spec_id) !== undefined;
    if (!isKnown) throw new Refusal(CODE.parameter, `parameter error: spec_id ${spec_id} does not exist`);
  }
}

function parseBody({ body }: Pick<WireRequest, "body">): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal(CODE.parameter, "parameter error: the body is not JSON");
  }
}

const jobIds = z.object({ job_id: z.string().optional() });

function jobIdIn(body: Buffer): string | undefined {
  try {
    return jobIds.safeParse(JSON.parse(body.toString("utf8"))).data?.job_id;
  } catch {
    return undefined; // refused when it is read
  }
}
