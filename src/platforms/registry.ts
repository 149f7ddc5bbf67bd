import type { Vendor } from "../emulator/vendor";
import type { Platform } from "../jobs/platform";
import { modelarts, modelartsV1 } from "./modelarts";
import { modelartsV1Vendor, modelartsVendor } from "./modelarts/emulator";
import { modelartsLookupArgs } from "./modelarts/lookups/args";
import { modelartsLookups } from "./modelarts/lookups";
import { qizhi } from "./qizhi";
import { qizhiVendor } from "./qizhi/emulator";
import { qizhiLookupArgs } from "./qizhi/lookups/args";
import { qizhiLookups } from "./qizhi/lookups";
import { tione } from "./tione";
import { tioneVendor } from "./tione/emulator";
import { tioneLookupArgs } from "./tione/lookups/args";
import { tioneLookups } from "./tione/lookups";

/** A platform whose kind of spec is not known where it is used. */
export type AnyPlatform = Platform<object> & {
  readonly job: { readonly rules: Readonly<Record<string, "replace" | "update">> };
};

/** Every platform there is, one line each: what it can do, and what plays it offline. */
const REGISTERED = {
  tione: { platform: tione, vendor: tioneVendor },
  modelarts: { platform: modelarts, vendor: modelartsVendor },
  modelartsV1: { platform: modelartsV1, vendor: modelartsV1Vendor },
  qizhi: { platform: qizhi, vendor: qizhiVendor },
} as const satisfies Readonly<Record<string, { readonly platform: AnyPlatform; readonly vendor: Vendor }>>;

export const platforms: readonly AnyPlatform[] = Object.values(REGISTERED).map(({ platform }) => platform);

/** The questions that a program may ask a platform: what each takes, and who answers it. */
export const LOOKUPS = {
  tione: { args: tioneLookupArgs, connect: tioneLookups },
  modelarts: { args: modelartsLookupArgs, connect: modelartsLookups },
  qizhi: { args: qizhiLookupArgs, connect: qizhiLookups },
} as const;

export const vendors: readonly Vendor[] = Object.values(REGISTERED).map(({ vendor }) => vendor);

/** The platform of this name; undefined for a name that only another version of this package knows. */
export function findPlatform(name: string): AnyPlatform | undefined {
  return platforms.find((platform) => platform.name === name);
}
