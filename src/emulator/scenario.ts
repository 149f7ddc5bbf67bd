import { z } from "zod";
import { timelineSchema, type Timeline } from "./timeline";

/** Outcomes that every vendor can express, each in its own words. */
export const OUTCOMES = [
  "succeed",
  "fail",
  "submit-fail",
  "never-starts",
  "unknown-state",
  "arrears-stop",
  "runs-forever",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** What happens to jobs of some name that are submitted, or started again, from now on. */
export const scenarioSchema = z
  .strictObject({
    /** The exact name; `*` stands for any characters. */
    match: z.strictObject({ name: z.string().min(1) }),
    timeline: timelineSchema.optional(),
    outcome: z.enum(OUTCOMES).optional(),
  })
  .refine((scenario) => (scenario.timeline === undefined) !== (scenario.outcome === undefined), {
    message: "give either timeline or outcome",
  });

export type Scenario = z.output<typeof scenarioSchema>;

/** The newest scenario whose name matches decides; without one a job succeeds. */
export function timelineFor(
  name: string,
  scenarios: readonly Scenario[],
  outcomes: Readonly<Record<Outcome, Timeline>>,
): Timeline {
  const scenario = scenarios.findLast(({ match }) => matches(match.name, name));
  return scenario?.timeline ?? outcomes[scenario?.outcome ?? "succeed"];
}

/** Whether `text` is `pattern`, in which `*` stands for any characters. */
export function matches(pattern: string, text: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return text === pattern;
  if (!text.startsWith(head)) return false;
  let from = head.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
}
