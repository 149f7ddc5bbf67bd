import type { EmulatedApi, Stage, WireReply, WireRequest } from "../../../emulator/vendor";
import { dummyCredentials } from "../dummy";
import { admit } from "./access";
import type { Route } from "./known";
import { parseBody, Refusal } from "./refusal";
import { route, type Asked } from "./routes";

/** A status and the content of the body; undefined: none. */
export type Answer = readonly [status: number, body: unknown];

export type Act<Site> = (asked: Asked, body: unknown, site: Site) => Answer;

/** What sets one generation of the API apart from the other. */
export interface Protocol<Site> {
  /** Every call in the vendor's lists. */
  readonly routes: readonly Route[];
  /** Those that are emulated, by name. */
  readonly actions: Readonly<Record<string, Act<Site>>>;
  /** Calls that answer in a shape of their own and belong to no project. */
  readonly outside?: Readonly<Record<string, (request: WireRequest, stage: Stage) => WireReply>>;
  /** Status and code for a project that is not that of the credentials. */
  readonly otherProject: readonly [status: number, code: string];
  /** The body of the product's own refusals; the gateway's are the same for both generations. */
  refusalBody(refusal: Refusal, asked: Asked | undefined): object;
  /** The job that an answer is about, where the path does not say. */
  jobIdIn(body: unknown): string | undefined;
  write(body: unknown): string;
}

/** An API that checks what the gateway checks, then acts as the product does, and answers what either refuses. */
export function emulatedApi<Site extends { readonly stage: Stage }>(protocol: Protocol<Site>, site: Site): EmulatedApi {
  const { stage } = site;
  const reply = (status: number, body: unknown, more: Partial<WireReply> = {}): WireReply => ({
    status,
    headers: { "Content-Type": "application/json", "X-Request-Id": stage.ids.uuid("request") },
    body: body === undefined ? "" : protocol.write(body),
    ...more,
  });
  const refuse = (refusal: Refusal, asked?: Asked): WireReply => {
    const { status, code, message } = refusal;
    const body = code.startsWith("APIG")
      ? { error_msg: message, error_code: code, request_id: "" }
      : protocol.refusalBody(refusal, asked);
    return reply(status, body, { code, jobId: asked?.id || undefined });
  };
  const act = (request: WireRequest, asked: Asked | undefined): WireReply => {
    const outside = asked && protocol.outside?.[asked.action];
    if (outside) return outside(request, stage);
    admit(request, stage);
    if (!asked) throw new Refusal(404, "APIGW.0101", "The API does not exist or has not been published.");
    const run = protocol.actions[asked.action];
    if (!run) throw new Refusal(501, "NotEmulated", `${asked.action} is not emulated.`);
    const [status, code] = protocol.otherProject;
    if (asked.project !== dummyCredentials.projectId)
      throw new Refusal(status, code, "The project of the URL is not that of the credentials.");
    const answer = run(asked, parseBody(request.body), site);
    return reply(...answer, { jobId: asked.id || protocol.jobIdIn(answer[1]) });
  };
  return {
    throttled: (action) => refuse(new Refusal(429, "APIG.0308", `The throttling threshold of ${action} was reached.`)),
    answer(_, request) {
      const asked = route(request, protocol.routes);
      try {
        return act(request, asked);
      } catch (error) {
        if (error instanceof Refusal) return refuse(error, asked);
        throw error;
      }
    },
  };
}
