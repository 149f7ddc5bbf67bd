import { compareInputs, type Changes } from "../engine/rules";
import { hasUnknown, isObject, isSame, withoutEmpty, type Properties } from "../engine/values";
import { parseDuration } from "../jobs/duration";
import type { JobOrder } from "../jobs/job";
import { findPlatform } from "../platforms/registry";
import { withoutSent } from "./inputs";
import { jobRules, type JobInputs } from "./job-record";
import type { Place } from "./place";

type Asked = Pick<JobInputs, "platform" | "region" | "spec" | "extraSpec" | "maxDuration">;

/** An order without an owner: whose job it is does not make it another job. */
const NOBODYS = { name: "", marker: "", resource: "" } satisfies Omit<JobOrder<object>, "spec">;

/** Everything whose change means another job: what the marker is made from. */
export function jobGeneration(inputs: JobInputs): object {
  const { platform, region, projectId, name, trigger, spec, extraSpec, maxDuration } = inputs;
  const asked = requestOf(inputs, { withUpdates: false }) ?? { spec, extraSpec, maxDuration };
  return { platform, region, projectId, name, trigger, asked };
}

/** The changes without those that make the same request: a program may be rewritten and still ask for the same job. */
export function relevantChanges(changes: Changes, olds: Asked, news: Asked): Changes {
  const isWholeTheSame = () => isSameRequest(olds, news, { withUpdates: true });
  return withoutSent(changes, {
    replaces: () => isSameRequest(olds, news, { withUpdates: false }) || isWholeTheSame(),
    updates: isWholeTheSame,
  });
}

/** Whether the row's job is the one that the program asks for. */
export function isSameJob(row: JobInputs, news: JobInputs): boolean {
  const changes = compareInputs({ ...row }, { ...news }, jobRules(news));
  return relevantChanges(changes, row, news).replaces.length === 0;
}

interface Extent {
  /** Include the members that are changed in place. */
  readonly withUpdates: boolean;
}

function isSameRequest(olds: Asked, news: Asked, extent: Extent): boolean {
  const [before, after] = [requestOf(olds, extent), requestOf(news, extent)];
  return before !== undefined && after !== undefined && isSame(before, after);
}

/** The spec with the job's time limit, where the platform has one. */
export function boundedSpec({
  platform,
  spec,
  maxDuration,
}: Pick<JobInputs, "platform" | "spec" | "maxDuration">): object {
  const limit = findPlatform(platform)?.job.timeLimit;
  const ms = maxDuration === undefined ? undefined : parseDuration(maxDuration);
  return limit && ms !== undefined ? limit.write(spec, ms) : spec;
}

/** What submitting it sends to the platform; undefined when that cannot be said, as for values that are not known yet. */
function requestOf(asked: Asked, { withUpdates }: Extent): object | undefined {
  const { platform: name, region, extraSpec, maxDuration } = asked;
  const platform = findPlatform(name);
  if (!platform || [asked.spec, extraSpec, maxDuration].some(hasUnknown)) return undefined;
  const spec = boundedSpec(asked);
  const rules: Readonly<Record<string, unknown>> = platform.job.rules;
  const counted = Object.entries(spec).filter(([member]) => withUpdates || rules[member] !== "update");
  try {
    const order = { ...NOBODYS, spec: Object.fromEntries(counted), ...(extraSpec && { extraSpec }) };
    return withoutEmpty(platform.job.request(order, region)) as object; // a record stays one
  } catch {
    return undefined; // what cannot be sent compares as different
  }
}

const PLACE_AND_NAME = ["platform", "region", "projectId", "name"] as const;

/**
 * Refuses a change that would stop a job and then could not submit the next one, because the record of the stopped one keeps its
 * name.
 * @param olds inputs as `check` accepted them in the last run
 * @param open opens the place of the new job; called only when the answer depends on the platform
 * @throws Error that says how to go on
 */
export function refuseHeldName(
  olds: Properties,
  news: Properties,
  open: (job: JobInputs) => Pick<Place, "connection">,
): void {
  if (olds.deletionPolicy !== "stop" || typeof olds.name !== "string") return;
  if (PLACE_AND_NAME.some((key) => olds[key] !== news[key]) || !isObject(olds.spec) || !isObject(news.spec)) return;
  // An adopted job has a name of its own.
  if (news.adoptJobId !== undefined && news.adoptJobId !== olds.adoptJobId) return;
  const [before, after] = [olds, news] as unknown as [JobInputs, JobInputs]; // as far as they are compared here
  const { replaces } = relevantChanges(compareInputs(olds, news, jobRules(after)), before, after);
  if (replaces.length === 0) return;
  // Only where a name belongs to one job may the platform be asked twice for a job of that name.
  if (open(after).connection.api.repeat?.kind !== "probe") return;
  throw new Error(
    `${replaces.join(", ")} changed, so another job takes the place of this one. It could not be submitted: ` +
      `\`deletionPolicy: "stop"\` keeps the record of this one, and that keeps the name "${olds.name}". Change \`name\` too, ` +
      'leave it out for a name that is new each time, or run `pulumi up` with `deletionPolicy: "delete"` first',
  );
}
