import { z } from "zod";
import { parseDuration } from "../jobs/duration";
import { longestOf } from "../pricing/quote";
import { ifKnown, resourceRule, type Subject } from "./rule";

const duration = z.string().refine((text) => parseDuration(text) !== undefined, "must be a duration such as 24h");

/** Every job says how long it may run. */
export const maxDuration = resourceRule({
  name: "training-max-duration",
  displayName: "Longest run of a job",
  description: "Training jobs say how long they may run.",
  config: z.strictObject({ atMost: duration.optional().describe("The longest run that a job may ask for: `48h`.") }),
  check(subject, { atMost }) {
    const known = ifKnown(() => ({ ms: longest(subject) }));
    if (!known) return [];
    if (known.ms === undefined) return [`The job may run, and cost, for ever; set ${membersOf(subject)}.`];
    const mostMs = atMost === undefined ? undefined : parseDuration(atMost);
    if (mostMs === undefined || known.ms <= mostMs) return [];
    return [`The job may run for ${hoursOf(known.ms)}; at most ${atMost} is allowed.`];
  },
});

/** Undefined: for ever. */
function longest({ platform, inputs, spec }: Subject): number | undefined {
  const said = inputs["maxDuration"];
  return longestOf(platform.job, spec, typeof said === "string" ? said : undefined);
}

function membersOf({ platform: { job } }: Subject): string {
  return job.timeLimit ? `maxDuration, or spec.${job.timeLimit.member}` : "maxDuration";
}

function hoursOf(ms: number): string {
  return `${(ms / 3_600_000).toLocaleString("en-US", { maximumFractionDigits: 2 })}h`;
}
