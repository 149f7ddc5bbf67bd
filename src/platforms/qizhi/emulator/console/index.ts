import { timingSafeEqual } from "node:crypto";
import type { z } from "zod";
import type { WireReply, WireRequest } from "../../../../emulator/vendor";
import { dummyConsoleSession } from "../../dummy";
import type { View } from "../life";
import { isUnemulated, KNOWN_SERVICES, notEmulated } from "../unemulated";
import * as catalogue from "./catalogue";
import { ConsoleRefusal, parseMessage } from "./message";
import * as traces from "./traces";
import * as train from "./train";

/** Acts on the body of a request and returns the `Result` of the reply. */
type Action = (body: Buffer, view: View) => object;

function action<Message>(schema: z.ZodType<Message>, run: (message: Message, view: View) => object): Action {
  return (body, view) => run(parseMessage(schema, body), view);
}

/** Every call of the console's API that is emulated. All of them only read. */
const ACTIONS: Readonly<Record<string, Action>> = {
  "workspace.ListLogicComputeGroups": action(catalogue.listLogicComputeGroups, catalogue.groups),
  "workspace.GetLogicComputeGroupResource": action(catalogue.ofGroup, (request, { jobs }) =>
    catalogue.groupResource(request, jobs),
  ),
  "workspace.ListNodeDimension": action(catalogue.listNodeDimension, (request, { jobs }) =>
    catalogue.nodeDimensions(request, jobs),
  ),
  "workspace.ListWorkspaces": action(catalogue.listWorkspaces, catalogue.workspaces),
  "resource-price.GetLogicComputeGroupResourceSpecPrices": action(catalogue.specPrices, catalogue.specs),
  "image.ListImages": action(catalogue.listImages, catalogue.images),
  "project.GetProjectForPage": action(catalogue.getProjectForPage, catalogue.projects),
  "train.ListJobs": action(train.listJobs, train.jobs),
  "train.ListJobInstances": action(train.listJobInstances, train.instances),
  "train.ListJobEvents": action(traces.listJobEvents, traces.events),
  "train.GetJobLog": action(traces.getJobLog, traces.logs),
  "train.GetTaskMetric": action(traces.getTaskMetric, traces.metrics),
};

export const CONSOLE_ACTIONS: readonly string[] = Object.keys(ACTIONS);

const PREFIX = "/api/v2/";

/** `train.ListJobs` for `/api/v2/train?Action=ListJobs`; undefined for a path of another API. */
export function consoleActionOf(url: string): string | undefined {
  if (!url.startsWith(PREFIX)) return undefined;
  const [service = "", query = ""] = url.slice(PREFIX.length).split("?");
  return `${service}.${new URLSearchParams(query).get("Action") ?? ""}`;
}

/** Answers a request to `/api/v2/`. @param name as `consoleActionOf` says */
export function answerConsole(name: string, request: WireRequest, view: View): WireReply {
  const service = name.slice(0, name.indexOf("."));
  if (request.method !== "POST" || !KNOWN_SERVICES.has(service)) return plain(404, "404 page not found");
  if (!hasSession(request)) return toLogin();
  if (isUnemulated(name)) return notEmulated(name);
  try {
    const run = ACTIONS[name];
    if (!run) throw new ConsoleRefusal("InvalidAction", `${name} is not an action`);
    return envelope(name, { Result: run(request.body, view) });
  } catch (error) {
    if (!(error instanceof ConsoleRefusal)) throw error;
    return envelope(name, {}, { Code: error.code, Message: error.message });
  }
}

function envelope(
  name: string,
  members: object,
  error?: { readonly Code: string; readonly Message: string },
): WireReply {
  const [service, action] = name.split(".");
  const metadata = { Action: action, Service: service, ...(error && { Error: error }) };
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ ResponseMetadata: metadata, ...members }),
    ...(error && { code: error.Code }),
  };
}

function hasSession({ headers }: WireRequest): boolean {
  const given = /(?:^|;\s*)inspire-session=([^;]*)/.exec(headers.cookie ?? "")?.[1] ?? "";
  const [theirs, ours] = [Buffer.from(given), Buffer.from(dummyConsoleSession)];
  return theirs.length === ours.length && timingSafeEqual(theirs, ours);
}

/** What the gateway answers for a route that does not exist. */
export function plain(status: number, body: string): WireReply {
  return { status, headers: { "content-type": "text/plain" }, body, code: String(status) };
}

/** What the gateway answers to a request without a credential. */
export function toLogin(): WireReply {
  const body = "<html><head><title>Login</title></head></html>";
  return { status: 302, headers: { location: "/login", "content-type": "text/html" }, body, code: "302" };
}
