import type { EmulatedApi, Vendor } from "../../../emulator/vendor";
import { dummyCredentials } from "../dummy";
import { ACTIONS } from "./actions";
import { emulatedApi, type Protocol } from "./gate";
import { createToken, listProjects } from "./iam";
import type { Training } from "./jobs/job";
import type { Site } from "./jobs/jobs";
import { isSettled, outcomes } from "./jobs/states";
import { isModelSettled, type Registration, type Registry } from "./models";
import { isCurrent, route, ROUTES } from "./routes";

export { modelartsV1Vendor } from "./v1";

const outside = { CreateToken: createToken, ListProjects: listProjects };

const protocol: Protocol<Site & Registry> = {
  routes: ROUTES,
  actions: ACTIONS,
  outside,
  otherProject: [404, "ModelArts.2786"],
  // The registry of models is older and still refuses in this shape.
  refusalBody: ({ code, message }, asked) =>
    asked?.action.includes("Model")
      ? { error_message: message, error_code: code }
      : { error_msg: message, error_code: code, error_solution: "" },
  jobIdIn: idOf,
  write: JSON.stringify,
};

const MARKER = /^\[pulumi:([a-z2-7]{20})(\.[a-z2-7]{12})?\]/;

/** Huawei Cloud ModelArts: training jobs and pools of API v2, models, and the part of IAM that its clients need. */
export const modelartsVendor: Vendor = {
  platform: "modelarts",
  env: {
    HUAWEICLOUD_SDK_AK: dummyCredentials.access,
    HUAWEICLOUD_SDK_SK: dummyCredentials.secret,
    HUAWEICLOUD_SDK_PROJECT_ID: dummyCredentials.projectId,
    HW_REGION_NAME: dummyCredentials.region,
  },
  actions: [...Object.keys(outside), ...Object.keys(ACTIONS)],
  requestsPerSecond: 200,
  outcomes,
  recognise: (request) => (isCurrent(request.url) ? (route(request, ROUTES)?.action ?? "") : undefined),
  open(stage): EmulatedApi {
    const jobs = stage.ledger<Training>({
      platform: "modelarts",
      isSettled,
      marker: ({ request }) => MARKER.exec(request.metadata.description ?? "")?.[1],
    });
    const models = stage.records<Registration>({ isSettled: isModelSettled });
    return emulatedApi(protocol, { stage, jobs, models });
  },
};

function idOf(body: unknown): string | undefined {
  const metadata: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "metadata") : undefined;
  const id: unknown = typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "id") : undefined;
  return typeof id === "string" ? id : undefined;
}
