import type { Where } from "../../jobs/platform";
import type { Io } from "../../net/io";
import { catalogueLookups } from "./lookup-catalogue";
import { groupLookups } from "./lookup-groups";
import { logLookups } from "./lookup-logs";
import { metricLookups } from "./lookup-metrics";
import { modelLookups } from "./lookup-models";
import { taskLookups } from "./lookup-tasks";

/** The look-ups of one account and place; names and arguments as in `lookup-args.ts`. */
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
