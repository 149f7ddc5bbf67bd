import type { Image } from "../../jobs/image";

/** The types of TI-ONE's own images, as it and its catalogues spell them. */
const OWN = new Set(["PreSet", "PRE_SET", "PRESET", "SYSTEM"]);

/** The image that a member of a spec names. Source: ImageInfo. */
export function imagesOf(
  member: string,
  info: { readonly imageType: string; readonly imageUrl: string } | undefined,
): readonly Image[] {
  if (!info) return [];
  const { imageType, imageUrl: address } = info;
  return [{ member: `${member}.imageUrl`, address, ...(OWN.has(imageType) && { home: "tione" }) }];
}
