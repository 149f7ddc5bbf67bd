import type { Claim } from "../../../jobs/job";

/** How default names end: eight letters of the marker, eight of the resource, and a number where one name was not enough. */
const CLAIM = /-(?<suffix>[a-z2-7]{8})(?<resource>[a-z2-7]{8})(?:-\d+)?$/;

/**
 * What a job's name says about whose it is; undefined when it says nothing. Nothing else that could say it comes back. The eight
 * letters alone, with which names of older versions end, are not a claim: chosen names may end like that (`sft-qwen25vl`).
 */
export function claimOf(name: string): Claim | undefined {
  const { suffix, resource } = CLAIM.exec(name)?.groups ?? {};
  return suffix && resource ? { suffix, resource, isReleased: false } : undefined;
}
