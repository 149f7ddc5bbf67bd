import type { Platform } from "../jobs/platform";
import { modelarts, modelartsV1 } from "./modelarts";
import { modelartsLookups } from "./modelarts/lookups";
import { modelartsLookupArgs } from "./modelarts/lookups/args";
import { qizhi } from "./qizhi";
import { qizhiLookups } from "./qizhi/lookups";
import { qizhiLookupArgs } from "./qizhi/lookups/args";
import { tione } from "./tione";
import { tioneLookups } from "./tione/lookups";
import { tioneLookupArgs } from "./tione/lookups/args";

/** A platform whose spec type is not known where it is used. */
export type AnyPlatform = Platform<object> & {
  readonly job: { readonly rules: Readonly<Record<string, "replace" | "update">> };
};

/** Every platform, one line each. Their emulators are in `vendors.ts`. */
const REGISTERED = {
  tione,
  modelarts,
  modelartsV1,
  qizhi,
} as const satisfies Readonly<Record<string, AnyPlatform>>;

export const platforms: readonly AnyPlatform[] = Object.values(REGISTERED);

/** The questions that a program may ask a platform: what each takes, and who answers it. */
export const LOOKUPS = {
  tione: { args: tioneLookupArgs, connect: tioneLookups },
  modelarts: { args: modelartsLookupArgs, connect: modelartsLookups },
  qizhi: { args: qizhiLookupArgs, connect: qizhiLookups },
} as const;

/** The platform of this name; undefined for a name that only another version of this package knows. */
export function findPlatform(name: string): AnyPlatform | undefined {
  return platforms.find((platform) => platform.name === name);
}
