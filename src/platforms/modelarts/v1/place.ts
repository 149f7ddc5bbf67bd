import type { Where } from "../../../jobs/platform";
import { PlatformError } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { apiAddress, isOfVendor, verifyPlace } from "../place";

/** @throws PlatformError as `verifyPlace`; `unsupported` for the public cloud, which no longer has v1 */
export function verifyPlaceV1(where: Where, io: Io): void {
  const { hostname } = new URL(apiAddress(where, io));
  if (isOfVendor(hostname)) {
    const words =
      `${hostname} takes no jobs of ModelArts v1: it was retired on 2023-06-30; use platform "modelarts", or set the ` +
      "endpoint of a private deployment that still has v1";
    throw new PlatformError("unsupported", words, { platform: "modelarts-v1", action: "connect" });
  }
  verifyPlace(where, io);
}
