import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { v1Lookups } from "../v1/lookups";
import { catalogueLookups } from "./catalogue";
import { jobLookups } from "./jobs";
import { modelLookups } from "./models";
import { poolLookups } from "./pools";

/** The look-ups of one account and place; names and arguments as in `args.ts`. */
export function modelartsLookups(where: Where, io: Io) {
  return {
    ...catalogueLookups(where, io),
    ...poolLookups(where, io),
    ...jobLookups(where, io),
    ...modelLookups(where, io),
    ...v1Lookups(where, io),
  };
}
