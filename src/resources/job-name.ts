import type { Context } from "../engine/resource";
import { compareInputs } from "../engine/rules";
import { isObject, type Properties } from "../engine/values";
import { findPlatform } from "../platforms/registry";
import { jobRules, type JobInputs } from "./job-inputs";
import { relevantChanges } from "./job-request";
import { settingsOf } from "./place";

const PLACE_AND_NAME = ["platform", "region", "projectId", "name"] as const;

/**
 * Refuses what would stop a job and could then not submit the next one, because the record of the stopped one keeps its name.
 * @param olds inputs as `check` let them pass at the last run
 * @throws Error that says how to go on
 */
export function refuseHeldName(olds: Properties, news: Properties, context: Pick<Context<never>, "config">): void {
  const platform = findPlatform(String(news.platform));
  if (!platform?.job.namesAreUnique || olds.deletionPolicy !== "stop" || typeof olds.name !== "string") return;
  if (PLACE_AND_NAME.some((key) => olds[key] !== news[key]) || !isObject(olds.spec) || !isObject(news.spec)) return;
  if (settingsOf(platform, context).assumeUniqueNames === false) return;
  const [before, after] = [olds, news] as unknown as [JobInputs, JobInputs]; // as far as they are compared here
  const changes = compareInputs(olds, news, jobRules(after));
  const { replaces } = relevantChanges(changes, before, after);
  if (replaces.length === 0) return;
  throw new Error(
    `${replaces.join(", ")} changed, so another job takes the place of this one. It could not be submitted: ` +
      `\`deletionPolicy: "stop"\` keeps the record of this one, and that keeps the name "${olds.name}". Change \`name\` too, ` +
      'leave it out for a name that is new each time, or run `pulumi up` with `deletionPolicy: "delete"` first',
  );
}
