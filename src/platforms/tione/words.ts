import { z } from "zod";
import * as addresses from "../kit/addresses";
import { idLike, regionName } from "../kit/doubts";
import { wordsOf } from "../kit/words";

export { filled, instant, lengthOf, someTexts } from "../kit/words";

export const { word, hint, whole, atMost, statuses } = wordsOf("TI-ONE");

/** Regions that the vendor's helper and samples name; the documents give no complete list. */
const REGIONS = ["ap-guangzhou", "ap-shanghai", "ap-beijing", "ap-nanjing", "ap-shenzhen"] as const;

export const region = regionName(z.string().min(1, { error: "is empty" }), REGIONS);

/** Path in the container. */
export const containerPath = addresses.containerPath(z.string());

/** Address of an image with its tag. */
export function imageAddress(schema: z.ZodString) {
  return addresses.imageAddress(schema, "ccr.ccs.tencentyun.com/team/image:1.0");
}

/** A text that the vendor's documents show as an id with this prefix. */
export function idOf(schema: z.ZodString, prefix: string) {
  return idLike(schema, { pattern: new RegExp(`^${prefix}`), example: `${prefix}…` });
}

/** Names of tasks and of models. */
export const LONGEST_NAME = 60;
export const NAME_FORM = /^[\p{Script=Han}A-Za-z0-9][\p{Script=Han}A-Za-z0-9_-]*$/u;
export const NAME_RULE =
  'TI-ONE takes Chinese and Latin letters, digits, "_" and "-", and begins with a letter or digit';

/** Refuses keys that are reserved for the platform or this package. */
export function keepsOff(...reserved: readonly string[]) {
  return (record: Readonly<Record<string, unknown>>, context: z.core.$RefinementCtx) => {
    for (const key of Object.keys(record)) {
      const prefix = key === "" ? "the empty key" : reserved.find((each) => key.startsWith(each));
      if (!prefix) continue;
      context.addIssue({
        code: "custom",
        path: [key],
        message: `is reserved for the platform or this package (${prefix})`,
      });
    }
  };
}
