import type { Vendor } from "../emulator/vendor";
import { modelartsV1Vendor, modelartsVendor } from "./modelarts/emulator";
import { qizhiVendor } from "./qizhi/emulator";
import { tioneVendor } from "./tione/emulator";

/** What plays each platform of the registry offline. Apart from it, so that only an emulator loads emulators. */
export const vendors: readonly Vendor[] = [tioneVendor, modelartsVendor, modelartsV1Vendor, qizhiVendor];
