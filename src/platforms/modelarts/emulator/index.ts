import type { Session, Vendor, WireReply, WireRequest } from "../../../emulator/vendor";
import { dummyCredentials } from "../dummy";
import { admit } from "./access";
import { createTrainingJob } from "./create";
import { createToken, listProjects } from "./iam";
import type { Training } from "./job";
import { shown } from "./job";
import {
  batchDelete,
  changeJob,
  changeRequest,
  checkName,
  createJob,
  deleteJob,
  dropTags,
  known,
  searchJobs,
  type Site,
  stopJob,
  stopRequest,
  tagRequest,
  visible,
  writeTags,
} from "./jobs";
import { eventsOf, logsPreview, stagesOf } from "./logs";
import { parseBody, parseRequest, Refusal } from "./refusal";
import { type Asked, route, ROUTES } from "./routes";
import { listTrainingJobs } from "./search";
import { isSettled, outcomes } from "./states";

export { modelartsV1Vendor } from "./v1";

/** A status and what stands in the body. */
type Answer = readonly [status: number, body: unknown];
type Act = (asked: Asked, body: unknown, site: Site) => Answer;

/** Every call on training jobs that is emulated. */
const ACTIONS: Readonly<Record<string, Act>> = {
  CreateTrainingJob: (_, body, site) => [201, createJob(parseRequest(createTrainingJob, body), site)],
  ShowTrainingJobDetails: ({ id }, _, site) => [200, shown(visible(id, site))],
  ListTrainingJobs: (_, body, site) => [200, searchJobs(parseRequest(listTrainingJobs, body), site)],
  CheckTrainingJobName: ({ query }, _, site) => [200, checkName(query, site)],
  StopTrainingJob({ id }, body, site) {
    if (parseRequest(stopRequest, body).action_type !== "terminate")
      throw new Refusal(400, "ModelArts.2812", "The only action is terminate.");
    return [202, stopJob(id, site)];
  },
  DeleteTrainingJob({ id }, _, site) {
    deleteJob(id, site);
    return [202, ""];
  },
  BatchDeleteTrainingJobs(_, body, site) {
    const ids = parseRequest(batchDelete, body).jobs.map(({ metadata }) => metadata.id);
    const workspaces = new Set(ids.map((id) => known(id, site).facts.workspace));
    if (workspaces.size > 1) throw new Refusal(400, "ModelArts.2788", "All jobs must be in one workspace.");
    for (const id of ids) deleteJob(id, site);
    return [200, null];
  },
  ChangeTrainingJobDescription({ id }, body, site) {
    changeJob(id, parseRequest(changeRequest, body), site);
    return [200, null];
  },
  ListTrainingJobEvents: ({ id, query }, _, site) => [200, eventsOf(visible(id, site), query)],
  ListTrainingJobStages: ({ id }, _, site) => [200, stagesOf(visible(id, site))],
  ShowTrainingJobLogsPreview: ({ id, part }, _, site) => [200, logsPreview(visible(id, site), part)],
  ShowTrainingJobTags: ({ id }, _, site) => [
    200,
    { tags: [...visible(id, site).job.facts.tags].map(([key, value]) => ({ key, value })) },
  ],
  CreateTrainingJobTags({ id }, body, site) {
    writeTags(id, parseRequest(tagRequest, body), site);
    return [204, undefined];
  },
  DeleteTrainingJobTags({ id }, body, site) {
    dropTags(id, parseRequest(tagRequest, body), site);
    return [204, undefined];
  },
};

const MARKER = /^\[pulumi:([a-z2-7]{20})\]/;

/** Huawei Cloud ModelArts, training jobs of API v2, and the part of IAM that its clients need. */
export const modelartsVendor: Vendor = {
  platform: "modelarts",
  env: {
    HUAWEICLOUD_SDK_AK: dummyCredentials.access,
    HUAWEICLOUD_SDK_SK: dummyCredentials.secret,
    HUAWEICLOUD_SDK_PROJECT_ID: dummyCredentials.projectId,
    HW_REGION_NAME: dummyCredentials.region,
  },
  actions: ROUTES.map(([, , action]) => action),
  requestsPerSecond: 10,
  outcomes,
  recognise: (request) =>
    /^\/(v2\/|v3\/(auth|projects))/.test(request.url) ? (route(request, ROUTES)?.action ?? "") : undefined,
  open(stage): Session {
    const jobs = stage.ledger<Training>({
      platform: "modelarts",
      isSettled,
      marker: ({ request }) => MARKER.exec(request.metadata.description ?? "")?.[1],
    });
    const refuse = ({ status, code, message }: Refusal, jobId?: string): WireReply => ({
      status,
      headers: { "Content-Type": "application/json", "X-Request-Id": stage.ids.uuid("request") },
      body: JSON.stringify({ error_msg: message, error_code: code, error_solution: "" }),
      code,
      jobId,
    });
    const act = (request: WireRequest): WireReply => {
      const asked = route(request, ROUTES);
      if (asked?.action === "CreateToken") return createToken(request, stage);
      if (asked?.action === "ListProjects") return listProjects(request, stage);
      admit(request, stage);
      const run = asked && ACTIONS[asked.action];
      if (!run) throw new Refusal(404, "APIGW.0101", "The API does not exist or has not been published.");
      if (asked.project !== dummyCredentials.projectId)
        throw new Refusal(404, "ModelArts.2786", "The project of the URL is not that of the credentials.");
      const [status, body] = run(asked, parseBody(request.body), { stage, jobs });
      return {
        status,
        headers: { "Content-Type": "application/json", "X-Request-Id": stage.ids.uuid("request") },
        body: body === undefined ? "" : JSON.stringify(body),
        jobId: asked.id || idOf(body),
      };
    };
    return {
      throttled: (action) =>
        refuse(new Refusal(429, "APIG.0308", `The throttling threshold of ${action} was reached.`)),
      answer(_, request) {
        try {
          return act(request);
        } catch (error) {
          if (error instanceof Refusal) return refuse(error, route(request, ROUTES)?.id || undefined);
          throw error;
        }
      },
    };
  },
};

function idOf(body: unknown): string | undefined {
  const metadata: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "metadata") : undefined;
  const id: unknown = typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "id") : undefined;
  return typeof id === "string" ? id : undefined;
}
