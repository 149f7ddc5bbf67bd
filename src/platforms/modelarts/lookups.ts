import type { Where } from "../../jobs/platform";
import type { Io } from "../../net/io";
import { catalogueLookups } from "./lookup-catalogue";
import { jobLookups } from "./lookup-jobs";
import { modelLookups } from "./lookup-models";
import { poolLookups } from "./lookup-pools";
import { v1Lookups } from "./lookup-v1";

/** The look-ups of one account and place; names and arguments as in `lookup-args.ts`. */
export function modelartsLookups(where: Where, io: Io) {
  return {
    ...catalogueLookups(where, io),
    ...poolLookups(where, io),
    ...jobLookups(where, io),
    ...modelLookups(where, io),
    ...v1Lookups(where, io),
  };
}
