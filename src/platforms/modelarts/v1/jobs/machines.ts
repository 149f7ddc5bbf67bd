import type { Machines, PriceSource } from "../../../../jobs/price";
import type { ModelartsV1JobSpec } from "./schema";

/** The workers, each on a machine of its own. A specification may be named by its number. */
export function machinesOf({ workerServerNum, flavor, specId }: ModelartsV1JobSpec): readonly Machines[] {
  const machine = flavor?.code ?? (specId === undefined ? undefined : String(specId));
  return [{ ...(machine && { machine }), count: workerServerNum }];
}

/** v1 reports units of its billing service, and no prices. */
export function priceSource({ poolId }: ModelartsV1JobSpec): PriceSource {
  return { none: poolId ? "the machines of a dedicated pool are paid for already" : "ModelArts v1 reports no prices" };
}
