import type { z } from "zod";
import { wordsOf } from "../kit/words";

export { filled, instant, lengthOf, someTexts } from "../kit/words";

export const { word, hint, whole, atMost, statuses } = wordsOf("TI-ONE");

/** Names of tasks and of models. */
export const LONGEST_NAME = 60;
export const NAME_FORM = /^[\p{Script=Han}A-Za-z0-9][\p{Script=Han}A-Za-z0-9_-]*$/u;
export const NAME_RULE =
  'TI-ONE takes Chinese and Latin letters, digits, "_" and "-", and begins with a letter or digit';

/** Refuses keys that the platform or this package keeps for itself. */
export function keepsOff(...reserved: readonly string[]) {
  return (record: Readonly<Record<string, unknown>>, context: z.core.$RefinementCtx) => {
    for (const key of Object.keys(record)) {
      const prefix = key === "" ? "the empty key" : reserved.find((each) => key.startsWith(each));
      if (!prefix) continue;
      context.addIssue({
        code: "custom",
        path: [key],
        message: `is kept for the platform or this package (${prefix})`,
      });
    }
  };
}
