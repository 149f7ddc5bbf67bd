import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { catalogueLookups } from "./catalogue";
import { groupLookups } from "./groups";
import { logLookups } from "./logs";
import { metricLookups } from "./metrics";
import { modelLookups } from "./models";
import { taskLookups } from "./tasks";

/** The look-ups of one account and place; names and arguments as in `args.ts`. */
export function tioneLookups(where: Where, io: Io) {
  return {
    ...catalogueLookups(where, io),
    ...groupLookups(where, io),
    ...taskLookups(where, io),
    ...logLookups(where, io),
    ...metricLookups(where, io),
    ...modelLookups(where, io),
  };
}
