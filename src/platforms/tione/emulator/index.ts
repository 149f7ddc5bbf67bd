import { z } from "zod";
import type { EmulatedApi, Vendor, WireReply, WireRequest } from "../../../emulator/vendor";
import { dummyCredentials } from "../dummy";
import { isKnownAction, TAG_VERSION, TIONE_VERSION } from "./actions";
import { outcomes, ruleOf } from "./jobs/states";
import type { Task } from "./jobs/task";
import { IMPORTING } from "./models/model";
import { Refusal } from "./refusal";
import { ROUTES, type Route } from "./routes";
import { checkSignature, header } from "./signature";
import type { Books, Metric, Model, ModelVersion } from "./site";
import { tioneSwitches, type TioneStage, type TioneSwitches } from "./switches";

const MARKER_TAG = "pulumi-marker";
const MARKER_ENV = "PULUMI_JOB_MARKER";

/** Tencent Cloud TI-ONE, API version 2021-11-11, and the part of its Tag service that training tasks need. */
export const tioneVendor: Vendor<TioneSwitches> = {
  platform: "tione",
  env: {
    TENCENTCLOUD_SECRET_ID: dummyCredentials.secretId,
    TENCENTCLOUD_SECRET_KEY: dummyCredentials.secretKey,
    TENCENTCLOUD_REGION: dummyCredentials.region,
  },
  actions: Object.keys(ROUTES),
  requestsPerSecond: 20,
  outcomes,
  switches: tioneSwitches.shape,
  recognise: (request) => (request.url.split("?")[0] === "/" ? (header(request, "x-tc-action") ?? "") : undefined),
  open(stage): EmulatedApi {
    const books = openBooks(stage);
    const envelope = (members: object, status = 200): Pick<WireReply, "status" | "headers" | "body"> => ({
      status,
      headers: { "Content-Type": "application/json" }, // clients recognise an error under this type only
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
          const chosen = admit(name, request, stage);
          const region = header(request, "x-tc-region") ?? "";
          const body = parseBody(request);
          try {
            const members = chosen.run(body, { stage, ...books, region });
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

function openBooks(stage: TioneStage): Books {
  return {
    tasks: stage.ledger<Task>({
      platform: "tione",
      isSettled: (state) => ruleOf(state).settled,
      marker: ({ tags, request }) =>
        tags.find(({ TagKey }) => TagKey === MARKER_TAG)?.TagValue ??
        request.Envs?.find(({ Name }) => Name === MARKER_ENV)?.Value,
    }),
    models: stage.records<Model>({ isSettled: () => true }),
    versions: stage.records<ModelVersion>({ isSettled: (state) => state !== IMPORTING }),
    metrics: stage.records<Metric>({ isSettled: () => true }),
  };
}

/** What the vendor's gateway checks before a product sees the request. */
function admit(name: string, request: WireRequest, stage: TioneStage): Route {
  if (request.method !== "POST") throw new Refusal("NotEmulated", `${request.method} requests are not emulated.`, 501);
  if (name === "") throw new Refusal("MissingParameter", "The request is missing X-TC-Action.");
  checkSignature(request, stage.wall(), dummyCredentials);
  const version = header(request, "x-tc-version");
  if (version === undefined) throw new Refusal("MissingParameter", "The request is missing X-TC-Version.");
  if (version !== TIONE_VERSION && version !== TAG_VERSION)
    throw new Refusal("NoSuchVersion", `There is no version ${version}.`);
  if (!isKnownAction(name, version, stage.switches().removedActions))
    throw new Refusal("InvalidAction", `${name} is not an action of version ${version}.`);
  const chosen = ROUTES[name];
  if (chosen === undefined) throw new Refusal("NotEmulated", `${name} is not emulated.`, 501);
  if (version === TIONE_VERSION) checkRegion(header(request, "x-tc-region"));
  return chosen;
}

/** Regions of the cloud, not all of which have TI-ONE: the documents name some that have it, and none that lack it. */
const REGIONS = new Set([
  ...["ap-guangzhou", "ap-shanghai", "ap-beijing", "ap-nanjing", "ap-shenzhen", "ap-chengdu", "ap-chongqing"],
  ...["ap-hongkong", "ap-singapore", "ap-jakarta", "ap-bangkok", "ap-seoul", "ap-tokyo", "ap-taipei", "ap-mumbai"],
  ...["ap-shanghai-fsi", "ap-shenzhen-fsi", "ap-beijing-fsi", "na-siliconvalley", "na-ashburn", "eu-frankfurt"],
  "sa-saopaulo",
]);

function checkRegion(region = ""): void {
  if (region === "") throw new Refusal("MissingParameter", "The request is missing X-TC-Region.");
  if (!REGIONS.has(region)) throw new Refusal("UnsupportedRegion", `The region ${region} is not supported.`);
}

function parseBody({ body }: WireRequest): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal("InvalidParameter", "The body is not JSON."); // the position of the error would help nobody
  }
}

const ids = z.object({ Id: z.string(), TaskId: z.string(), TrainingJobId: z.string() }).partial();

/** The task that a request is about; a model has an `Id`, too. */
function jobIdIn(members: unknown): string | undefined {
  const { Id, TaskId, TrainingJobId } = ids.safeParse(members).data ?? {};
  return [Id, TaskId, TrainingJobId].find((id) => id?.startsWith("train-"));
}
