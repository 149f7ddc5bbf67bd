import { z } from "zod";
import * as addresses from "../kit/addresses";
import { doubt, doubting } from "../kit/doubts";
import { shown, wordsOf } from "../kit/words";

export { instant } from "../kit/words";

export const { word, hint, whole, statuses } = wordsOf("Qizhi");

/** Text that is required and not empty. */
export function filled() {
  return z.string({ error: ({ input }) => `${shown(input)}; Qizhi takes text` }).min(1, { error: "is empty" });
}

/** An id of the platform, recognised by its prefix. */
export function id(prefix: string, what: string) {
  return filled().startsWith(prefix, {
    error: ({ input }) => `${shown(input)}; the id of a ${what} begins with ${prefix}`,
  });
}

/** A shell command. */
export const command = addresses.command(filled());

/** The full address of an image in its registry. */
export const imageAddress = doubting(
  addresses.imageAddress(filled(), "registry.example.com/team/image:1.0"),
  (address: string) =>
    doubt(
      !address.includes("/") &&
        `is ${JSON.stringify(address)}, the name of an image; Qizhi takes its address in the registry`,
    ),
);

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A duration. @param mostDays beyond which it is probably a mistake */
export function milliseconds(mostDays: number) {
  return doubting(whole("milliseconds", 1), (ms: number) => {
    // Probably seconds or hours: 86400 is a day in seconds, but as milliseconds it is not a whole number of seconds.
    if (ms < MINUTE_MS || ms % 1000 !== 0)
      return doubt(`is ${ms}, which is ${ms / 1000} seconds: Qizhi counts milliseconds; qizhi.hours(12) is 12 hours`);
    return doubt(
      ms > mostDays * DAY_MS &&
        `is ${ms}, which is ${Math.round(ms / DAY_MS)} days: Qizhi counts milliseconds; qizhi.hours(12) is 12 hours`,
    );
  });
}
