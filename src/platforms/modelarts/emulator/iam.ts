import { z } from "zod";
import type { Stage, WireReply, WireRequest } from "../../../emulator/vendor";
import { dummyCredentials } from "../dummy";
import { admit, issueToken } from "./access";
import { parseBody } from "./refusal";

// The part of IAM that ModelArts' clients need. Source: IAM API reference, v3.

const login = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.tuple([z.literal("password")]),
      password: z.object({
        user: z.object({ name: z.string(), password: z.string(), domain: z.object({ name: z.string() }) }),
      }),
    }),
    scope: z
      .object({ project: z.object({ id: z.string().optional(), name: z.string().optional() }).optional() })
      .optional(),
  }),
});

/** POST /v3/auth/tokens. */
export function createToken(request: WireRequest, stage: Stage): WireReply {
  const { data } = login.safeParse(parseBody(request.body));
  const user = data?.auth.identity.password.user;
  if (!data || !user) return refusal(400, "The request body is invalid.");
  const { name, password, domain } = user;
  const isKnown = name === dummyCredentials.user && password === dummyCredentials.password;
  if (!isKnown || domain.name !== dummyCredentials.domain) return refusal(401, "The username or password is wrong.");
  const scope = data.auth.scope?.project;
  const isScoped = scope?.id === dummyCredentials.projectId || scope?.name === dummyCredentials.region;
  if (scope && !isScoped) return refusal(401, "There is no such project.");
  const { token, until } = issueToken(stage, scope ? dummyCredentials.projectId : "");
  return {
    status: 201,
    headers: { "Content-Type": "application/json", "X-Subject-Token": token },
    body: JSON.stringify({
      token: {
        methods: ["password"],
        expires_at: new Date(until).toISOString().replace("Z", "000Z"),
        issued_at: new Date(stage.now()).toISOString().replace("Z", "000Z"),
        catalog: [],
        ...(scope && { project: { id: dummyCredentials.projectId, name: dummyCredentials.region } }),
      },
    }),
  };
}

/** GET /v3/projects. */
export function listProjects(request: WireRequest, stage: Stage): WireReply {
  admit(request, stage);
  const name = new URLSearchParams(request.url.split("?")[1]).get("name");
  const { projectId: id, region } = dummyCredentials;
  const all = [{ id, name: region, domain_id: "emulator", enabled: true }];
  return {
    status: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ projects: all.filter((project) => name === null || project.name === name) }),
  };
}

/** IAM has an error shape of its own. */
function refusal(status: number, message: string): WireReply {
  const title = status === 401 ? "Unauthorized" : "Bad Request";
  return {
    status,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ error: { code: status, message, title } }),
    code: String(status),
  };
}
