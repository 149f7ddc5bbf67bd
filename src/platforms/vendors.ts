import type { Vendor } from "../emulator/vendor";
import { modelartsV1Vendor, modelartsVendor } from "./modelarts/emulator";
import { qizhiVendor } from "./qizhi/emulator";
import { tioneVendor } from "./tione/emulator";

/** The emulators of the platforms in the registry. A separate file, so that only an emulator process loads them. */
export const vendors: readonly Vendor[] = [tioneVendor, modelartsVendor, modelartsV1Vendor, qizhiVendor];
