import type { Claim } from "../../../jobs/job";

/** How default names end: eight letters of the marker, eight of the resource; a number behind them where one was not enough. */
const CLAIM = /-(?<suffix>[a-z2-7]{8})(?<resource>[a-z2-7]{8})(?:-\d+)?$/;

/**
 * What a job's name says of whose it is; undefined when it says nothing. Nothing else of what a job is told comes back. The eight
 * letters alone, with which names of older versions end, are no claim: names that people choose end like that (`sft-qwen25vl`).
 */
export function claimOf(name: string): Claim | undefined {
  const { suffix, resource } = CLAIM.exec(name)?.groups ?? {};
  return suffix && resource ? { suffix, resource, isReleased: false } : undefined;
}
