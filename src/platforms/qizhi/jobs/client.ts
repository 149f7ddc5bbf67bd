import type { z } from "zod";
import type { Where } from "../../../jobs/platform";
import { unlessAborted } from "../../../net/abort";
import { call, submit, type Gate } from "../../../net/call";
import type { Io } from "../../../net/io";
import type { Lane, Scope } from "../../../net/limiter";
import type { Outcome } from "../../../net/outcome";
import { Tokens, type Granted } from "../../kit/tokens";
import { wholeList } from "../pages";
import { credentialsOf, scopeOf } from "../place";
import { actionOf, raise, type Name } from "../transport";
import * as wire from "../wire";

/** One for each account: whoever shares a limiter shares a token. */
const tokens = new WeakMap<Scope, Tokens>();

/** Up to 1000 are allowed; a machine's row lists what runs on it, and a reply has its bounds. */
const NODES_A_PAGE = 200;

const REFUSED = Symbol("the token was refused");
const standIn = (): typeof REFUSED => REFUSED;

type Members = Readonly<Record<string, unknown>>;

export type QizhiClient = ReturnType<typeof qizhiClient>;

/**
 * Qizhi's published actions, one function each, for one account. When a token is refused, nothing was done about the request:
 * it is sent once more with a new token, and what that answers stands. All throw PlatformError.
 */
export function qizhiClient(where: Where, io: Io) {
  return {
    /**
     * Submits once, through the gate; the outcome holds the new job's id.
     * @throws PlatformError when who we are is refused; the reason of the gate's signal
     */
    async createJob(request: Members, gate: Gate): Promise<Outcome<{ job_id: string }>> {
      const account = tokensOf(where, io);
      const create = {
        where,
        io,
        lane: "create",
        name: "train_job/create",
        request,
        answer: wire.createdReply,
      } as const;
      const { token } = await unlessAborted(() => account.get(), gate.signal);
      const first = await submit(io, actionOf({ ...create, token, refused: standIn }), gate);
      if (first.kind !== "done") return first;
      if (first.value !== REFUSED) return { kind: "done", value: first.value };
      const other = await unlessAborted(() => account.instead(token), gate.signal);
      return submit(io, actionOf({ ...create, token: other.token, refused: raise }), gate);
    },

    jobDetail: (id: string, lane: "read" | "poll"): Promise<wire.Job> =>
      about(id, lane, "train_job/detail", wire.jobReply),

    async stopJob(id: string): Promise<void> {
      await about(id, "stop", "train_job/stop", wire.emptyReply);
    },

    /** Every machine that the account sees, or those of one pool. */
    nodes: (pool?: string): Promise<wire.Node[]> =>
      wholeList("cluster_nodes/list", NODES_A_PAGE, async (page) => {
        const filter = pool === undefined ? {} : { filter: { resource_pool: pool } };
        const request = { page_num: page, page_size: NODES_A_PAGE, ...filter };
        const { nodes, total } = await ask("lookup", "cluster_nodes/list", request, wire.nodesReply);
        return { rows: nodes, total };
      }),
  };

  function about<T>(jobId: string, lane: Lane, name: Name, answer: z.ZodType<T>): Promise<T> {
    return ask(lane, name, { job_id: jobId }, answer, jobId);
  }

  async function ask<T>(lane: Lane, name: Name, request: Members, answer: z.ZodType<T>, jobId?: string): Promise<T> {
    const account = tokensOf(where, io);
    const asked = { where, io, lane, name, request, answer, jobId };
    const { token } = await account.get();
    const first = await call(io, actionOf({ ...asked, token, refused: standIn }));
    if (first !== REFUSED) return first;
    const other = await account.instead(token);
    return call(io, actionOf({ ...asked, token: other.token, refused: raise }));
  }
}

function tokensOf(where: Where, io: Io): Tokens {
  const scope = io.limiters.scope(scopeOf(where, io));
  const account = tokens.get(scope) ?? new Tokens(io.clock, () => logIn(where, io));
  tokens.set(scope, account);
  return account;
}

async function logIn(where: Where, io: Io): Promise<Granted> {
  const { username, password } = credentialsOf(io);
  const request = { username, password };
  const login = { where, io, lane: "lookup", name: "auth/token", request, answer: wire.tokenReply } as const;
  const { access_token: token, expires_in } = await call(io, actionOf({ ...login, refused: raise }));
  return { token, lifeMs: expires_in * 1_000 };
}
