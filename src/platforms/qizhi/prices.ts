import type { Where } from "../../jobs/platform";
import type { Price, PriceApi } from "../../jobs/price";
import type { Io } from "../../net/io";
import { qizhiConsole } from "./console/client";

/** What the console calls specifications for training jobs. */
const KIND = "SCHEDULE_CONFIG_TYPE_TRAIN";

/** What the specifications of one group cost, in the platform's points; only its console reports it, to a session. */
export function qizhiPrices(where: Where, io: Io): PriceApi {
  return {
    action: "resource-price.GetLogicComputeGroupResourceSpecPrices",
    async read({ id = "", workspaceId = "" }) {
      const specs = await qizhiConsole(where, io).specs(workspaceId, id, KIND);
      return new Map(
        specs.flatMap(({ quota_id, total_price_per_hour: perHour }): [string, Price][] =>
          perHour ? [[quota_id, { perHour, unit: "points", basis: "list" }]] : [],
        ),
      );
    },
  };
}
