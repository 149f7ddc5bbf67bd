import type { Where } from "../../jobs/platform";
import type { Price, PriceApi } from "../../jobs/price";
import type { Io } from "../../net/io";
import { tioneLookupClient } from "./lookups/client";

const PER_YUAN = 100;

/** What pay-as-you-go machines cost in one region: reads the catalogue, then the prices of everything in it; there are no others. */
export function tionePrices(where: Where, io: Io): PriceApi {
  return {
    action: "DescribeBillingSpecsPrice",
    async read() {
      const client = tioneLookupClient(where, io);
      const specs = await client.describeBillingSpecs({ TaskType: "TRAIN" });
      const rows =
        specs.length === 0 ? [] : await client.describeBillingSpecsPrice(specs.map(({ SpecName }) => SpecName));
      return new Map(rows.flatMap((row) => priceOf(row)));
    },
  };
}

type Row = Awaited<ReturnType<ReturnType<typeof tioneLookupClient>["describeBillingSpecsPrice"]>>[number];

/** Nothing for a row without a price: the vendor writes 0 where it has none. */
function priceOf({ SpecName, TotalCost, RealTotalCost }: Row): [machine: string, price: Price][] {
  const fen = RealTotalCost || TotalCost;
  if (!SpecName || !fen) return [];
  const basis = TotalCost && fen < TotalCost ? "discounted" : "list";
  return [[SpecName, { perHour: fen / PER_YUAN, unit: "yuan", basis }]];
}
