import type { Where } from "../../../jobs/platform";
import { unlessAborted } from "../../../net/abort";
import { call, submit, type Gate } from "../../../net/call";
import type { Io } from "../../../net/io";
import type { Scope } from "../../../net/limiter";
import type { Outcome } from "../../../net/outcome";
import { Tokens, type Granted } from "../../kit/tokens";
import { wholeList } from "../pages";
import { credentialsOf, scopeOf } from "../place";
import { actionOf, raise, type Call } from "../transport";
import * as wire from "../wire";

/** One for each account: clients that share a limiter share a token. */
const tokens = new WeakMap<Scope, Tokens>();

/** Up to 1000 are allowed, but a machine's row lists what runs on it, and the size of a reply is limited. */
const NODES_A_PAGE = 200;

const REFUSED = Symbol("the token was refused");
const standIn = (): typeof REFUSED => REFUSED;

/** What is asked, and how its answer is read. */
type Question<T> = Pick<Call<T, never>, "lane" | "name" | "request" | "answer" | "jobId">;

export type QizhiClient = ReturnType<typeof qizhiClient>;

/**
 * Qizhi's published actions, one function each, for one account. When a token is refused, the request had no effect: it is
 * sent once more with a new token, and the answer to that is final. All throw PlatformError.
 */
export function qizhiClient(where: Where, io: Io) {
  return {
    /**
     * Submits once, through the gate; the outcome holds the new job's id.
     * @throws PlatformError when our credentials are refused; the reason of the gate's signal
     */
    async createJob(request: Question<unknown>["request"], gate: Gate): Promise<Outcome<{ job_id: string }>> {
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

    jobDetail: (jobId: string, lane: "read" | "poll"): Promise<wire.Job> =>
      ask({ lane, name: "train_job/detail", request: { job_id: jobId }, answer: wire.jobReply, jobId }),

    async stopJob(jobId: string): Promise<void> {
      await ask({ lane: "stop", name: "train_job/stop", request: { job_id: jobId }, answer: wire.emptyReply, jobId });
    },

    /** Every machine that the account sees, or those of one pool. */
    nodes: (pool?: string): Promise<wire.Node[]> =>
      wholeList("cluster_nodes/list", NODES_A_PAGE, async (page) => {
        const filter = pool === undefined ? {} : { filter: { resource_pool: pool } };
        const request = { page_num: page, page_size: NODES_A_PAGE, ...filter };
        const { nodes, total } = await ask({
          lane: "lookup",
          name: "cluster_nodes/list",
          request,
          answer: wire.nodesReply,
        });
        return { rows: nodes, total };
      }),
  };

  async function ask<T>(question: Question<T>): Promise<T> {
    const account = tokensOf(where, io);
    const { token } = await account.get();
    const first = await call(io, actionOf({ ...question, where, io, token, refused: standIn }));
    if (first !== REFUSED) return first;
    const other = await account.instead(token);
    return call(io, actionOf({ ...question, where, io, token: other.token, refused: raise }));
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
