import type { Attention, Context, ResourceDefinition } from "../engine/resource";
import { isIncluded, isSame } from "../engine/values";
import { markerOf, suffixOf } from "../jobs/marker";
import type { JobId, Marker } from "../jobs/job";
import type { Platform } from "../jobs/platform";
import { findLost, submitOnce } from "../jobs/submit";
import { isSettled } from "../jobs/wait";
import { SCRUBBED } from "../net/secrets";
import { findPlatform, platforms } from "../platforms/registry";
import { removeJob } from "./job-deletion";
import { generationOf, jobInputs, jobRules, type JobInputs } from "./job-inputs";
import { migrate, newOutputs, withInputs, withSnapshot, type JobOutputs } from "./job-outputs";
import { followJob } from "./job-wait";
import { isMet, pendingText, takenText, waitMs } from "./job-words";
import { openPlace, placeCompleter, settingsKey, type Place, type World } from "./place";

/** Reading is one request; the rest of the time is for a job that seems gone. */
const READ_MS = 5 * 60_000;
/** What a verb may take beside its wait. */
const MARGIN_MS = 10 * 60_000;
const CONFIRM_LOST_MS = 30_000;

/** What create, read, update, delete and diff mean for a training job. */
export function trainingJob(world: World): ResourceDefinition<JobInputs, JobOutputs> {
  const { io, journal } = world;
  const completePlace = placeCompleter(io);
  // The job that each resource has now: a replacement made first must not take it over for its own.
  const current = new Map<string, JobId>();
  // Jobs that this run found instead of submitting them: an old row of the same job is dropped without touching it.
  const takenOver = new Set<JobId>();

  return {
    type: "pulumi-nodejs:dynamic/training:TrainingJob",
    configKeys: platforms.map(settingsKey),
    schema: jobInputs,
    rules: jobRules,
    deadlineMs: (verb, properties) => MARGIN_MS + (verb === "read" ? READ_MS : waitMs(properties, verb)),

    complete(news, olds, context) {
      if (typeof news.adoptJobId === "string" && Object.keys(olds).length === 0) {
        context.note("info", `adopts job ${news.adoptJobId} instead of submitting one`);
      }
      return completePlace(news, olds, context);
    },

    attention(stored, news, urn): Attention {
      const job = migrate(stored);
      current.set(urn, job.jobId);
      const isRefused = findPlatform(job.platform)?.job.neverRan.includes(job.platformStatus) ?? false;
      if (job.status === "failed" && (isRefused || news.onFailed === "rerun")) return { replace: "status" };
      return isMet(news, job) && !isHeld(job) ? undefined : { update: true };
    },

    // Two copies of a GPU job rarely fit, and names clash.
    deletesFirst: () => true,

    async create(inputs, context) {
      const place = openPlace(inputs, context, io);
      place.platform.verify(place.where, io);
      const marker = markerOf(context, generationOf(inputs));
      const job = inputs.adoptJobId
        ? await adopt(inputs, inputs.adoptJobId, marker, place, context)
        : await submit(undefined, nameJob(inputs, marker, place.platform, context.urn), place, context);
      return { id: job.jobId, outputs: await followJob(job.jobId, job, "create", place, io, context) };
    },

    async update(id, stored, news, context) {
      const olds = migrate(stored);
      const place = openPlace(news, context, io);
      let job = withInputs(olds, news);
      if (job.jobId === "" && news.adoptJobId) job = await adopt(news, news.adoptJobId, job.marker, place, context, id);
      else if (job.jobId === "") job = await submit(id, job, place, context);
      else if (needsChange(olds, news, place.platform)) await place.connection.api.update?.(job.jobId, news.spec);
      if (!isMet(news, job) || isHeld(job)) job = await followJob(id, job, "update", place, io, context);
      return job;
    },

    async read(id, stored, context) {
      const job = migrate(stored);
      const place = openPlace(job, context, io);
      const { connection, platform, where } = place;
      const isPending = job.jobId === "" && job.marker !== "";
      const jobId = isPending ? (await findLost(connection.find, journal, connection.api, job))?.id : job.jobId || id;
      if (jobId === undefined) return { id, outputs: job };
      const snapshot = await connection.refresh(jobId, job.marker);
      if (snapshot) return { id: jobId, outputs: withSnapshot(job, snapshot) };
      // Without a marker it is not ours but read by `TrainingJob.get`.
      if (!job.marker) throw new Error(`${platform.title} knows no job ${jobId} in ${where.region}`);
      // A job that was never seen may just not be listed yet.
      const wasSeen = job.platformStatus !== "";
      const isLost = wasSeen && !isSettled(job.status) && (await isGone(jobId, place, context));
      return { id: jobId, outputs: isLost ? { ...job, jobId, status: "lost" } : { ...job, jobId } };
    },

    delete: (id, stored, context) => {
      const row = migrate(stored);
      // A row that tells nothing of its job still has its id.
      const job = row.jobId || row.marker ? row : { ...row, jobId: id };
      if (takenOver.has(job.jobId)) {
        context.note("warning", `job ${job.jobId} goes on under its new row; to run it again, change \`trigger\``);
        return Promise.resolve();
      }
      return removeJob(job, openPlace(job, context, io), world, context);
    },
  };

  /** Submits the job of this row, or finds that it was submitted before. `id` is the row's, if it has one already. */
  async function submit(
    id: string | undefined,
    row: JobOutputs,
    { connection }: Place,
    context: Context<JobOutputs>,
  ): Promise<JobOutputs> {
    const { name, spec, extraSpec, marker } = row;
    context.report("submitting");
    // By its name the platform is asked whether it exists already: an answer without it would have it bought twice.
    io.secrets.spare(name);
    const submission = await submitOnce({
      order: { name, spec, marker, ...(extraSpec && { extraSpec }) },
      isConfirmedLost: row.confirmNotCreated === marker,
      isDefaultName: name.endsWith(suffixOf(marker)),
      replaces: current.get(context.urn) || undefined,
      api: connection.api,
      find: connection.find,
      journal,
      clock: io.clock,
      signal: context.signal,
      report: context.report,
      taken: takenText,
    });
    if (submission.kind === "pending") {
      const pending = { ...row, name: submission.name, pendingSince: submission.signedAt };
      context.keep(id ?? `pending:${marker}`, pending);
      throw new Error(pendingText(pending, submission.cause, connection.find !== undefined));
    }
    const { others, isNew } = submission;
    if (!isNew) {
      takenOver.add(submission.id);
      context.note("info", `job ${submission.id} was submitted by an earlier run and is taken over`);
    }
    const job: JobOutputs = { ...row, name: submission.name, jobId: submission.id, pendingSince: undefined };
    if (others.length === 0) {
      context.keep(id ?? job.jobId, job);
      return job;
    }
    context.keep(id ?? job.jobId, { ...job, duplicateJobIds: others });
    throw new Error(
      `${others.length + 1} jobs carry the marker of this resource: ${job.jobId} is kept, ${others.join(", ")} should not exist. ` +
        "Delete them in the platform's console, or destroy this resource, which ends them all.",
    );
  }

  async function adopt(
    inputs: JobInputs,
    jobId: JobId,
    marker: Marker,
    { platform, where, connection }: Place,
    context: Context<JobOutputs>,
    id = jobId,
  ): Promise<JobOutputs> {
    const snapshot = await connection.describe(jobId);
    if (!snapshot) throw new Error(`\`adoptJobId\`: ${platform.title} knows no job ${jobId} in ${where.region}`);
    const job = withSnapshot(newOutputs(inputs, { marker, name: snapshot.name, jobId }), snapshot);
    context.keep(id, job);
    const echo: Readonly<Record<string, unknown>> = { ...(await connection.api.echo?.(jobId, inputs.spec)) };
    const differing = Object.entries(inputs.spec).filter(
      ([member, value]) => member in echo && !isScrubbed(echo[member]) && !isIncluded(value, echo[member]),
    );
    if (differing.length > 0) {
      const members = differing.map(([member]) => `spec.${member}`).join(", ");
      context.note(
        "warning",
        `job ${jobId} was not submitted as the program says: ${members} differ; the job goes on as it is`,
      );
    }
    return job;
  }

  async function isGone(jobId: JobId, { connection }: Place, context: Context<JobOutputs>): Promise<boolean> {
    await io.clock.sleep(CONFIRM_LOST_MS, context.signal);
    return (await connection.describe(jobId)) === undefined;
  }
}

/** Whether a secret was taken out of what the platform told, so that it does not tell enough to be compared. */
function isScrubbed(value: unknown): boolean {
  return JSON.stringify([value]).includes(SCRUBBED);
}

/** Ended otherwise than well: `up` stays red until a person decides. */
function isHeld({ status }: JobOutputs): boolean {
  return status === "failed" || status === "stopped" || status === "lost";
}

/** Whether a member of the spec differs that the platform changes in place; all others were replaced. */
function needsChange(olds: JobOutputs, news: JobInputs, platform: Platform<object>): boolean {
  const [before, after] = [olds.spec, news.spec] as Readonly<Record<string, unknown>>[]; // objects of known members
  return Object.entries(platform.job.rules).some(
    ([member, rule]) => rule === "update" && !isSame(before?.[member], after?.[member]),
  );
}

const LONGEST_STEM = 40;

/** The job's name: the user's, else the resource's own with the marker's beginning, as far as the platform admits it. */
function nameJob(inputs: JobInputs, marker: Marker, platform: Platform<object>, urn: string): JobOutputs {
  const stem = (urn.split("::").pop() ?? "").replace(/[^\p{L}\p{N}_-]/gu, "-").slice(0, LONGEST_STEM);
  const derived = `${stem}-${suffixOf(marker)}`;
  const fallback = platform.job.name.safeParse(derived).success ? derived : `job-${suffixOf(marker)}`;
  return newOutputs(inputs, { marker, name: inputs.name ?? fallback, jobId: "" });
}
