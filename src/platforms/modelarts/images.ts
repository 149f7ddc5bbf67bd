import type { Image } from "../../jobs/image";

/** An image in SWR, the cloud's registry, which is where addresses without a host point. Source: `image_url`, `user_image_url`. */
export function swrImages(member: string, address: string | undefined): readonly Image[] {
  return address ? [{ member, address, home: "swr" }] : [];
}
