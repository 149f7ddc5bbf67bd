import { z } from "zod";
import type { Session, Vendor, WireReply, WireRequest } from "../../../emulator/vendor";
import { dummyCredentials } from "../dummy";
import { isKnownAction, TAG_VERSION, TIONE_VERSION } from "./actions";
import { billingSpecs, billingSpecsPrice, describeBillingSpecs, describeBillingSpecsPrice } from "./catalogue";
import { createTrainingTask } from "./create";
import { describeTrainingTasks } from "./list";
import { describeEvents, describeLogs, eventsOf, logsOf, podsOf } from "./logs";
import { parseRequest, Refusal } from "./refusal";
import { checkSignature, header } from "./signature";
import { outcomes, ruleOf } from "./states";
import { bindTags, getResources, listTagged, tagResources, unbindTags, unTagResources } from "./tags";
import type { Task } from "./task";
import {
  byId,
  changeLogDelivery,
  createTask,
  deleteTask,
  describeTask,
  describeTrainingTask,
  enableTrainingTaskClsConfig,
  listTasks,
  runWithId,
  type Site,
  startTask,
  stopTask,
  visible,
} from "./tasks";

interface Action {
  readonly version: string;
  /** Acts on the members of a request and answers those of the reply, without `RequestId`. */
  run(body: unknown, site: Site): object;
}

function action<Request>(
  schema: z.ZodType<Request>,
  run: (request: Request, site: Site) => object,
  version: string = TIONE_VERSION,
): Action {
  return { version, run: (body, site) => run(parseRequest(schema, body), site) };
}

/** Every call that is emulated. */
const ACTIONS: Readonly<Record<string, Action>> = {
  CreateTrainingTask: action(createTrainingTask, createTask),
  StartTrainingTask: action(byId, startTask),
  StopTrainingTask: action(byId, stopTask),
  DeleteTrainingTask: action(byId, deleteTask),
  DescribeTrainingTask: action(describeTrainingTask, describeTask),
  DescribeTrainingTasks: action(describeTrainingTasks, listTasks),
  DescribeTrainingTaskPods: action(byId, ({ Id, TiProjectId }, site) => podsOf(visible(Id, TiProjectId, site))),
  EnableTrainingTaskClsConfig: action(enableTrainingTaskClsConfig, changeLogDelivery),
  DescribeLogs: action(describeLogs, (request, site) => {
    refuseOtherServices(request.Service);
    return logsOf(request, runWithId(request.ServiceId, site), site.stage.now());
  }),
  DescribeEvents: action(describeEvents, (request, site) => {
    refuseOtherServices(request.Service);
    return eventsOf(request, runWithId(request.ServiceId, site), site.stage.now());
  }),
  DescribeBillingSpecs: action(describeBillingSpecs, (request, { stage }) =>
    billingSpecs(request, stage.switches().stock),
  ),
  DescribeBillingSpecsPrice: action(describeBillingSpecsPrice, billingSpecsPrice),
  TagResources: action(tagResources, (request, { tasks }) => bindTags(request, tasks), TAG_VERSION),
  UnTagResources: action(unTagResources, (request, { tasks }) => unbindTags(request, tasks), TAG_VERSION),
  GetResources: action(getResources, (request, { tasks }) => listTagged(request, tasks), TAG_VERSION),
};

const MARKER_TAG = "pulumi-marker";
const MARKER_ENV = "PULUMI_JOB_MARKER";

/** Tencent Cloud TI-ONE, API version 2021-11-11, and the part of its Tag service that training tasks need. */
export const tioneVendor: Vendor = {
  platform: "tione",
  env: {
    TENCENTCLOUD_SECRET_ID: dummyCredentials.secretId,
    TENCENTCLOUD_SECRET_KEY: dummyCredentials.secretKey,
    TENCENTCLOUD_REGION: dummyCredentials.region,
  },
  actions: Object.keys(ACTIONS),
  requestsPerSecond: 20,
  outcomes,
  recognise: (request) => (request.url.split("?")[0] === "/" ? (header(request, "x-tc-action") ?? "") : undefined),
  open(stage): Session {
    const tasks = stage.ledger<Task>({
      platform: "tione",
      isSettled: (state) => ruleOf(state).settled,
      marker: ({ tags, request }) =>
        tags.find(({ TagKey }) => TagKey === MARKER_TAG)?.TagValue ??
        request.Envs?.find(({ Name }) => Name === MARKER_ENV)?.Value,
    });
    const envelope = (members: object, status = 200): Pick<WireReply, "status" | "headers" | "body"> => ({
      status,
      headers: { "Content-Type": "application/json" }, // clients recognise an error under exactly this type
      body: JSON.stringify({ Response: { ...members, RequestId: stage.ids.uuid("request") } }),
    });
    const refuse = ({ code, message, status }: Refusal, jobId?: string): WireReply => ({
      ...envelope({ Error: { Code: code, Message: message } }, status),
      code,
      jobId,
    });
    return {
      throttled: (name) => refuse(new Refusal("RequestLimitExceeded", `Too many requests for ${name}.`)),
      answer(name, request) {
        try {
          const chosen = admit(name, request, stage.wall());
          const region = header(request, "x-tc-region") ?? "";
          const body = parseBody(request);
          try {
            const members = chosen.run(body, { stage, tasks, region });
            return { ...envelope(members), jobId: jobIdIn(members) ?? jobIdIn(body) };
          } catch (error) {
            if (error instanceof Refusal) return refuse(error, jobIdIn(body));
            throw error;
          }
        } catch (error) {
          if (error instanceof Refusal) return refuse(error);
          throw error;
        }
      },
    };
  },
};

/** What the vendor's gateway checks before a product sees the request. */
function admit(name: string, request: WireRequest, wallMs: number): Action {
  if (request.method !== "POST") throw new Refusal("NotEmulated", `${request.method} requests are not emulated.`, 501);
  if (name === "") throw new Refusal("MissingParameter", "The request is missing X-TC-Action.");
  checkSignature(request, wallMs, dummyCredentials);
  const version = header(request, "x-tc-version");
  if (version === undefined) throw new Refusal("MissingParameter", "The request is missing X-TC-Version.");
  if (version !== TIONE_VERSION && version !== TAG_VERSION)
    throw new Refusal("NoSuchVersion", `There is no version ${version}.`);
  if (!isKnownAction(name, version))
    throw new Refusal("InvalidAction", `${name} is not an action of version ${version}.`);
  const chosen = ACTIONS[name];
  if (chosen === undefined) throw new Refusal("NotEmulated", `${name} is not emulated.`, 501);
  if (version === TIONE_VERSION && !header(request, "x-tc-region")) {
    throw new Refusal("MissingParameter", "The request is missing X-TC-Region.");
  }
  return chosen;
}

function parseBody({ body }: WireRequest): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal("InvalidParameter", "The body is not JSON."); // the position in it would help nobody
  }
}

const ids = z.object({ Id: z.string().optional(), TaskId: z.string().optional() });

function jobIdIn(members: unknown): string | undefined {
  const { Id, TaskId } = ids.safeParse(members).data ?? {};
  return Id ?? TaskId;
}

function refuseOtherServices(service: string): void {
  if (service !== "TRAIN") throw new Refusal("NotEmulated", `Service ${service} is not emulated.`, 501);
}
