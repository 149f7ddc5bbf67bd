import type { Machines, PriceSource, TimeLimit } from "../../../jobs/price";
import type { QizhiJobSpec } from "./schema";

export const DAY_MS = 86_400_000;

/** The machines, named by their specification. */
export function machinesOf({ frameworkConfig }: QizhiJobSpec): readonly Machines[] {
  return frameworkConfig.map(({ specId, instanceCount }) => ({ machine: specId, count: instanceCount }));
}

/** Each group has prices of its own. */
export function priceSource({ logicComputeGroupId: id, workspaceId }: QizhiJobSpec): PriceSource {
  return { list: { id, workspaceId } };
}

/** Default a day (`request.ts`). Source: `max_running_time_ms` of `train_job/create`. */
export const timeLimit: TimeLimit<QizhiJobSpec> = {
  member: "maxRunningTimeMs",
  stepMs: 1,
  read({ maxRunningTimeMs: limit = DAY_MS }) {
    return limit === "unlimited" ? undefined : limit;
  },
  write: (spec, ms) => ({ ...spec, maxRunningTimeMs: ms }),
};
