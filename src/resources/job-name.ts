import type { Context } from "../engine/resource";
import { compareInputs } from "../engine/rules";
import { isObject, type Properties } from "../engine/values";
import type { Io } from "../net/io";
import { jobRules, type JobInputs } from "./job-inputs";
import { relevantChanges } from "./job-request";
import { openPlace } from "./place";

const PLACE_AND_NAME = ["platform", "region", "projectId", "name"] as const;

/**
 * Refuses what would stop a job and could then not submit the next one, because the record of the stopped one keeps its name.
 * @param olds inputs as `check` let them pass at the last run
 * @throws Error that says how to go on
 */
export function refuseHeldName(
  olds: Properties,
  news: Properties,
  context: Pick<Context<never>, "config">,
  io: Io,
): void {
  if (olds.deletionPolicy !== "stop" || typeof olds.name !== "string") return;
  if (PLACE_AND_NAME.some((key) => olds[key] !== news[key]) || !isObject(olds.spec) || !isObject(news.spec)) return;
  // What is adopted has a name of its own.
  if (news.adoptJobId !== undefined && news.adoptJobId !== olds.adoptJobId) return;
  const [before, after] = [olds, news] as unknown as [JobInputs, JobInputs]; // as far as they are compared here
  const { replaces } = relevantChanges(compareInputs(olds, news, jobRules(after)), before, after);
  if (replaces.length === 0) return;
  // Only where a name is one job's may the platform be asked twice for a job of one name.
  if (openPlace(after, context, io).connection.api.repeat?.kind !== "probe") return;
  throw new Error(
    `${replaces.join(", ")} changed, so another job takes the place of this one. It could not be submitted: ` +
      `\`deletionPolicy: "stop"\` keeps the record of this one, and that keeps the name "${olds.name}". Change \`name\` too, ` +
      'leave it out for a name that is new each time, or run `pulumi up` with `deletionPolicy: "delete"` first',
  );
}
