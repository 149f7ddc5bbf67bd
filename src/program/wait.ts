import * as pulumi from "@pulumi/pulumi";
import type { JobSnapshot } from "../jobs/job";
import type * as lookups from "../lookups";
import type { TrainingJob } from "./job";
import type { LookupPlace } from "./lookup";

/** How `waitForJobs` waits. */
export interface WaitForJobsOptions {
  /** `"running"`: until each job runs or has succeeded. `"succeeded"`: until each has succeeded. Default `"running"`. */
  readonly waitFor?: "running" | "succeeded";
  /** Counted from when all jobs have been submitted, queueing included: `"90m"`, `"36h"`. Default `"30m"`, for `"succeeded"` `"24h"`. */
  readonly timeout?: string;
  /** Where and as which account the platform is asked, if the stack's configuration does not say: the settings of the jobs' `Provider`. */
  readonly place?: LookupPlace;
}

/**
 * Waits for many jobs at once, in the program: with `waitFor: "submitted"` on the jobs themselves, a hundred take only as long as
 * the platform needs, because a job that is waited for here holds none of the few slots in which Pulumi works on resources
 * (`--parallel`). One line says how many jobs run, wait and have failed.
 *
 * A job that ends any other way makes `up` fail, with its reason, its failed pods and the next step at its own row; the wait for
 * the others goes on. In a preview nothing is asked and the result is unknown. If the program is ended or the time runs out,
 * nothing is lost: the jobs are in the state, and the next `up` continues to wait.
 *
 * @returns each job as it was when its wait ended, in the order given
 * @throws Error for an invalid option, at once; PlatformError from the platform, through the output
 */
export function waitForJobs(
  jobs: readonly TrainingJob[],
  options: WaitForJobsOptions = {},
): pulumi.Output<JobSnapshot[]> {
  const { waitFor = "running", timeout, place = {} } = options;
  const goal = { waitFor, timeout };
  const { checkGoal, waitForFleet } = require("../lookups") as typeof lookups;
  checkGoal(goal);
  const fleet = jobs.map((job) => {
    const { jobId, name, status, platformStatus, statusReason, outputPaths, versionId, consoleUrl } = job;
    const { createdAt, startedAt, endedAt, platform, region, projectId } = job;
    const record = { jobId, name, status, platformStatus, statusReason, outputPaths, versionId, consoleUrl };
    const times = { createdAt, startedAt, endedAt };
    // The spec names project and workspace; nothing of it is returned.
    const place = { platform, region, projectId, spec: pulumi.unsecret(job.spec) };
    return pulumi.output({ urn: job.urn, row: { ...record, ...times, ...place } });
  });
  return pulumi.all(fleet).apply(async (all): Promise<JobSnapshot[]> => {
    if (pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as JobSnapshot[]; // what an output without a value holds
    const failed = new Set<number>();
    const isOver = pulumi.runtime.rpcKeepAlive(); // what depends on the result is yet to be registered
    try {
      const ended = await waitForFleet(
        {
          jobs: all,
          ...goal,
          config: (key) => pulumi.runtime.getConfig(key),
          configured: { keys: Object.keys(pulumi.runtime.allConfig()), project: pulumi.getProject() },
          place: { ...place },
        },
        {
          tell: (line) => void pulumi.log.info(`waiting for ${all.length} jobs: ${line}`, undefined, undefined, true),
          fail(index, text) {
            failed.add(index);
            void pulumi.log.error(text, jobs[index]);
          },
        },
      );
      if (failed.size > 0) {
        const subject = failed.size === 1 ? "job is" : "jobs are";
        throw new pulumi.RunError(
          `waitForJobs: ${failed.size} of ${all.length} ${subject} not ${waitFor}; see the error at each`,
        );
      }
      return ended.filter((snapshot) => snapshot !== undefined);
    } finally {
      isOver();
    }
  });
}
