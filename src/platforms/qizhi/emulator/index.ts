import { z } from "zod";
import type { Session, Stage, Vendor, WireReply, WireRequest } from "../../../emulator/vendor";
import type { Job, Ledger } from "../../../emulator/world";
import { dummyCredentials } from "../dummy";
import { byId, createRequest, login, type CreateRequest } from "./create";
import { detailOf } from "./job";
import { CODE, parseRequest, Refusal } from "./refusal";
import { fateOf, isSettled, mayStop, outcomes, stopTimeline } from "./states";
import { checkToken, grant } from "./token";

interface Site {
  readonly stage: Stage;
  readonly jobs: Ledger<CreateRequest>;
}

/** Acts on the members of a request and answers the `data` of the reply. */
type Action = (body: unknown, site: Site) => object;

function action<Request>(schema: z.ZodType<Request>, run: (request: Request, site: Site) => object): Action {
  return (body, site) => run(parseRequest(schema, body), site);
}

/** Every call that is emulated: all that the OpenAPI document has. There is no list and no delete. */
const ACTIONS: Readonly<Record<string, Action>> = {
  "auth/token": action(login, ({ username, password }, { stage }) => {
    if (username !== dummyCredentials.username || password !== dummyCredentials.password) {
      throw new Refusal(CODE.validation, "invalid_grant: Invalid user credentials", 400);
    }
    return grant(stage.now());
  }),
  "train_job/create": action(createRequest, (request, { stage, jobs }) => {
    const id = `job-${stage.ids.uuid("job")}`;
    jobs.commit(id, request.name, request, fateOf(stage.timelineFor(request.name), request));
    return { job_id: id, sub_code: 0, sub_msg: "" };
  }),
  "train_job/detail": action(byId, ({ job_id: id }, { stage, jobs }) => {
    const job = known(id, jobs);
    if (!jobs.isVisible(job)) return refuseUnknown();
    const now = stage.now();
    const moments = job.runs.flatMap((run) => jobs.momentsOf(run, now));
    return detailOf(job, moments, now);
  }),
  "train_job/stop": action(byId, ({ job_id: id }, { jobs }) => {
    const job = known(id, jobs);
    const { state } = jobs.stateOf(job);
    if (!mayStop(state)) throw new Refusal(CODE.failed, `the job is ${state}`);
    jobs.stop(job, job.facts, stopTimeline);
    return {};
  }),
};

const MARKER_ENV = "PULUMI_JOB_MARKER";

/** SII Qizhi's published OpenAPI: `/auth/token` and `/openapi/v1/train_job`. */
export const qizhiVendor: Vendor = {
  platform: "qizhi",
  env: { QIZHI_USERNAME: dummyCredentials.username, QIZHI_PASSWORD: dummyCredentials.password },
  actions: Object.keys(ACTIONS),
  requestsPerSecond: 3,
  outcomes,
  recognise({ url }) {
    const path = url.split("?")[0] ?? "";
    if (path === "/auth/token") return "auth/token";
    return path.startsWith("/openapi/v1/") ? path.slice("/openapi/v1/".length) : undefined;
  },
  open(stage): Session {
    const jobs = stage.ledger<CreateRequest>({
      platform: "qizhi",
      isSettled,
      marker: ({ envs }) => envs?.find(({ name }) => name === MARKER_ENV)?.value,
    });
    return {
      throttled: () => envelope(429, 429, "Too Many Requests"),
      answer(name, request) {
        const run = ACTIONS[name];
        if (run === undefined || request.method !== "POST") return plain(404, "404 page not found");
        if (name !== "auth/token" && request.headers.authorization === undefined) return toLogin();
        const jobId = jobIdIn(request.body);
        try {
          if (name !== "auth/token") checkToken(request, stage.now());
          const data = run(parseBody(request), { stage, jobs });
          const made = jobIds.safeParse(data).data?.job_id;
          return { ...envelope(200, 0, "success", data), jobId: jobId ?? made };
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          return { ...envelope(error.status, error.code, error.message), jobId };
        }
      },
    };
  },
};

function envelope(status: number, code: number, message: string, data?: object): WireReply {
  const headers = { "content-type": "application/json; charset=utf-8" };
  return { status, headers, body: JSON.stringify({ code, message, data }), ...(code !== 0 && { code: String(code) }) };
}

function plain(status: number, body: string): WireReply {
  return { status, headers: { "content-type": "text/plain" }, body, code: String(status) };
}

/** What the gateway does with a request that carries no credential. */
function toLogin(): WireReply {
  const body = "<html><head><title>Login</title></head></html>";
  return { status: 302, headers: { location: "/login", "content-type": "text/html" }, body, code: "302" };
}

function known(id: string, jobs: Ledger<CreateRequest>): Job<CreateRequest> {
  return jobs.find(id) ?? refuseUnknown();
}

/** The platform has one answer for an id that is wrong, unknown or somebody else's. */
function refuseUnknown(): never {
  throw new Refusal(CODE.parameter, "parameter error");
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
