import type { Machines, PriceSource } from "../../../jobs/price";
import { cards } from "../groups/node";
import type { TioneJobSpec } from "./schema";

/** The machines of each role. Source: ResourceConfigInfo. */
export function machinesOf({ resourceConfigInfos }: TioneJobSpec): readonly Machines[] {
  return resourceConfigInfos.map(({ instanceType, instanceNum = 1, gpu, gpuType }) => ({
    ...(instanceType && { machine: instanceType }),
    count: instanceNum,
    ...(gpu !== undefined && { gpus: cards(gpu) }),
    ...(gpuType && { gpuType }),
  }));
}

/** DescribeBillingSpecsPrice covers machines that are paid by the hour, and takes no `SupplyType`. */
export function priceSource({ chargeType, resourceSupplyAttribute }: TioneJobSpec): PriceSource {
  if (chargeType === "PREPAID") return { none: "the machines of a resource group are paid for already" };
  const { supplyType } = resourceSupplyAttribute ?? {};
  return supplyType ? { none: `TI-ONE publishes no price for ${supplyType} machines` } : { list: {} };
}
