import type { Image } from "../../jobs/image";

/** An image of SWR, the cloud's registry, which an address without a host is in. Source: `image_url`, `user_image_url`. */
export function swrImages(member: string, address: string | undefined): readonly Image[] {
  return address ? [{ member, address, home: "swr" }] : [];
}
