import type { Context } from "../engine/resource";
import { compareInputs, type Changes } from "../engine/rules";
import { hasUnknown, isObject, isSame, withoutEmpty, type Properties } from "../engine/values";
import { parseDuration } from "../jobs/duration";
import type { JobOrder } from "../jobs/job";
import type { Io } from "../net/io";
import { findPlatform } from "../platforms/registry";
import { withoutSent } from "./inputs";
import { jobRules, type JobInputs } from "./job-record";
import { openPlace } from "./place";

type Asked = Pick<JobInputs, "platform" | "region" | "spec" | "extraSpec" | "maxDuration">;

/** An order of nobody's: whose a job is makes no other job. */
const NOBODYS = { name: "", marker: "", resource: "" } satisfies Omit<JobOrder<object>, "spec">;

/** Everything whose change means another job: what the marker is made of. */
export function jobGeneration(inputs: JobInputs): object {
  const { platform, region, projectId, name, trigger, spec, extraSpec, maxDuration } = inputs;
  const asked = requestOf(inputs, { withUpdates: false }) ?? { spec, extraSpec, maxDuration };
  return { platform, region, projectId, name, trigger, asked };
}

/** The changes without those that make the same request: a program may be rewritten for nothing. */
export function relevantChanges(changes: Changes, olds: Asked, news: Asked): Changes {
  const isWholeTheSame = () => isSameRequest(olds, news, { withUpdates: true });
  return withoutSent(changes, {
    replaces: () => isSameRequest(olds, news, { withUpdates: false }) || isWholeTheSame(),
    updates: isWholeTheSame,
  });
}

/** Whether a row is of the job that the program asks for. */
export function isSameJob(row: JobInputs, news: JobInputs): boolean {
  const changes = compareInputs({ ...row }, { ...news }, jobRules(news));
  return relevantChanges(changes, row, news).replaces.length === 0;
}

interface Extent {
  /** With the members that are changed in place. */
  readonly withUpdates: boolean;
}

function isSameRequest(olds: Asked, news: Asked, extent: Extent): boolean {
  const [before, after] = [requestOf(olds, extent), requestOf(news, extent)];
  return before !== undefined && after !== undefined && isSame(before, after);
}

/** The spec with the longest time that the job may run, where the platform can be told. */
export function boundedSpec({
  platform,
  spec,
  maxDuration,
}: Pick<JobInputs, "platform" | "spec" | "maxDuration">): object {
  const limit = findPlatform(platform)?.job.timeLimit;
  const ms = maxDuration === undefined ? undefined : parseDuration(maxDuration);
  return limit && ms !== undefined ? limit.write(spec, ms) : spec;
}

/** What submitting it sends to the platform; undefined: nobody can say, as of values that are not known yet. */
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
    return undefined; // what cannot be sent is like nothing else
  }
}

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
