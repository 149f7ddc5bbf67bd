import { z } from "zod";
import * as addresses from "../kit/addresses";
import { doubt, doubting } from "../kit/doubts";
import { shown, wordsOf } from "../kit/words";

export { instant } from "../kit/words";

export const { word, hint, whole, statuses } = wordsOf("Qizhi");

/** Text that must be there and not be empty. */
export function filled() {
  return z.string({ error: ({ input }) => `${shown(input)}; Qizhi takes text` }).min(1, { error: "is empty" });
}

/** An id of the platform, known by its beginning. */
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

/** A length of time. @param mostDays beyond which it was hardly meant */
export function milliseconds(mostDays: number) {
  return doubting(whole("milliseconds", 1), (ms: number) => {
    // Seconds and hours that were written as they are: 86400 is a day of seconds, and no whole number of them in milliseconds.
    if (ms < MINUTE_MS || ms % 1000 !== 0)
      return doubt(`is ${ms}, which is ${ms / 1000} seconds: Qizhi counts milliseconds; qizhi.hours(12) is 12 hours`);
    return doubt(
      ms > mostDays * DAY_MS &&
        `is ${ms}, which is ${Math.round(ms / DAY_MS)} days: Qizhi counts milliseconds; qizhi.hours(12) is 12 hours`,
    );
  });
}
