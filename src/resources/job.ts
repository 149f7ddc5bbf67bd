import type { Attention, Context, Difference, ResourceDefinition } from "../engine/resource";
import { compareInputs } from "../engine/rules";
import { isIncluded, isSame } from "../engine/values";
import type { JobId, Marker } from "../jobs/job";
import { amendEntry, type JournalEntry, type Origin } from "../jobs/journal";
import { markerOf, suffixOf } from "../jobs/marker";
import type { Platform } from "../jobs/platform";
import { findLost, isFencePassed, submitOnce } from "../jobs/submit";
import { isSettled, isStillAbsent } from "../jobs/wait";
import { SCRUBBED } from "../net/secrets";
import { findPlatform } from "../platforms/registry";
import { adviser } from "./advice";
import { noteUnknown } from "./inputs";
import { endJob, removeJob } from "./job-deletion";
import { JobPlan } from "./job-plan";
import {
  jobInputs,
  jobRules,
  migrate,
  newOutputs,
  withInputs,
  withSnapshot,
  type JobInputs,
  type JobOutputs,
} from "./job-record";
import { boundedSpec, isSameJob, jobGeneration, refuseHeldName, relevantChanges } from "./job-request";
import { endStrays, findStrays, nameStrays, nameUnknown, unheldTeller, type Stray, type Strays } from "./job-strays";
import { followJob } from "./job-wait";
import {
  givenUpText,
  isHeld,
  isMet,
  jobReplacementText,
  pendingText,
  stillHeldText,
  takenText,
  waitMs,
  wasSeen,
} from "./job-words";
import { aboutOf, forget, keepPending, originOf } from "./origin";
import { CONFIGURATION, locate, openPlace, placeCompleter, type Operation, type Runtime } from "./place";
import { Slots } from "./slots";

/** Reading is one request; the rest of the time is for a job that seems gone. */
const READ_MS = 5 * 60_000;
/** What a verb may take besides its wait. */
const MARGIN_MS = 10 * 60_000;

/** When a job still runs so long after somebody tried to end it, it was not ended. */
const ENDS_WITHIN_MS = 10 * 60_000;

/** What create, read, update, delete and diff mean for a training job. */
export function trainingJob(runtime: Runtime): ResourceDefinition<JobInputs, JobOutputs> {
  const { io, journal } = runtime;
  const completePlace = placeCompleter(io);
  // Jobs in rows that this process was shown, or that it ended itself: none of them is a stray.
  const known = new Set<JobId>();
  // Jobs that this run found instead of submitting them: an old row of such a job is dropped without touching the job.
  const takenOver = new Set<JobId>();
  const tellUnheld = unheldTeller(runtime);
  // The engine may ask for a difference more than once.
  const heldTold = new Set<string>();
  const slots = new Slots(io.clock);
  const plan = new JobPlan(runtime);
  const blindnessTold = new Set<string>();

  return {
    type: "pulumi-nodejs:dynamic/training:TrainingJob",
    ...CONFIGURATION,
    advise: adviser(io),
    schema: jobInputs,
    rules: jobRules,
    relevant: (changes, olds, news) => relevantChanges(changes, migrate(olds), news),
    repeats: ["jobId", "outputPaths", "consoleUrl", "statusReason", "versionId"],
    deadlineMs: (verb, properties) => MARGIN_MS + (verb === "read" ? READ_MS : waitMs(properties, verb)),

    async complete(news, olds, context) {
      await tellUnheld(context);
      const completed = completePlace(news, olds, context);
      await plan.verify(context);
      if (Object.keys(olds).length > 0) {
        refuseHeldName(olds, completed, (job) => openPlace(job, context, io));
        const changes = compareInputs(olds, completed, jobRules({ platform: String(news.platform) }));
        noteUnknown(changes, jobReplacementText(olds), context);
        return completed;
      }
      slots.expect(context.urn);
      if (typeof news.adoptJobId === "string") {
        context.note("info", `adopts job ${news.adoptJobId} instead of submitting one`);
        return completed;
      }
      const platform = typeof news.platform === "string" ? findPlatform(news.platform) : undefined;
      const blindness = platform?.job.blindness?.(io);
      if (blindness && !blindnessTold.has(blindness)) {
        blindnessTold.add(blindness);
        context.note("warning", blindness);
      }
      await plan.submits(completed, context);
      return completed;
    },

    async attention(stored, news, difference): Promise<Attention> {
      const job = migrate(stored);
      const wanted = await attentionFor(job, news, difference);
      return (await plan.compares({ job, news, wanted }, difference)) ?? wanted;
    },

    // Two copies of a GPU job rarely fit, and names clash.
    deletesFirst: () => true,

    async create(inputs, context) {
      slots.begin(context.urn);
      const operation = open(inputs, context);
      const { platform, where } = operation.place;
      platform.verify(where, io);
      const origin = originOf(markerOf(context, jobGeneration(inputs)), context, runtime);
      const { adoptJobId } = inputs;
      if (adoptJobId && adoptJobId !== replacedBy(context)?.jobId) {
        const job = await adopt(inputs, { jobId: adoptJobId, marker: origin.marker }, operation);
        await forgetUnknown(origin, operation);
        return { id: job.jobId, outputs: await followJob(job, "create", operation) };
      }
      const unknown = await clearStrays(origin, inputs, operation);
      const rate = plan.rate(inputs, (key) => context.config(key));
      const submitted = await submit(newRow(inputs, origin, operation), operation);
      const job = { ...submitted, price: await rate };
      let told: Pick<JournalEntry, "isAnswered" | "isShown"> = { isAnswered: true };
      try {
        const follow = () => followJob(job, "create", operation);
        const outputs = await (inputs.waitFor === "submitted" ? follow() : slots.hold(context, follow));
        if (wasSeen(outputs)) told = { ...told, isShown: true };
        return { id: job.jobId, outputs };
      } finally {
        if (!context.signal.aborted) await amendEntry(journal, origin, told);
        // By now reads may show what they did not show before.
        if (unknown) nameStrays((await findStrays(origin, known, operation)).jobs, context);
      }
    },

    async update({ id, outputs: stored }, news, context) {
      const olds = migrate(stored);
      hold(olds);
      const operation = open(news, context, id);
      if (olds.jobId === "") {
        const job = await resolvePending(olds, news, operation);
        context.note(
          "info",
          `the row keeps the id ${id} until \`pulumi refresh\` writes ${job.jobId} there; \`jobId\` is already right`,
        );
        return followJob(job, "update", operation);
      }
      const { platform, connection } = operation.place;
      let job = withInputs(olds, news);
      if (needsChange(olds, news, platform)) await connection.api.update?.(job.jobId, boundedSpec(news));
      const origin = originOf(job.marker, context, runtime);
      if (isOvertaken(await entriesIfReadable(origin), origin, job)) job = await verifyOld(job, origin, operation);
      if (!isMet(news, job) || isHeld(job)) job = await followJob(job, "update", operation);
      return job;
    },

    async read({ id, outputs: stored }, context) {
      await tellUnheld(context);
      const row = migrate(stored);
      const job = row.marker ? row : locate(row, context, io);
      hold(job);
      const operation = open(job, context, id);
      const { connection, platform, where } = operation.place;
      const origin = job.marker ? originOf(job.marker, context, runtime) : undefined;
      let jobId: JobId | undefined = job.jobId || id;
      if (job.jobId === "" && origin) {
        const order = { ...origin, name: job.name, signedAt: job.pendingSince ?? "" };
        jobId = (await findLost(order, connection, journal))?.id;
      }
      if (jobId === undefined) return { id, outputs: job };
      known.add(jobId);
      const snapshot = await connection.refresh(jobId, job.marker);
      // Without a marker it is not ours: it is read by `TrainingJob.get`.
      if (!snapshot && !origin) throw new Error(`${platform.title} has no job ${jobId} in ${where.region}`);
      if (origin) {
        const strays = await straysIfKnown(origin, operation);
        await rememberHeld(origin, strays.own);
        nameStrays(
          strays.jobs.filter((stray) => isLeftBehind(stray, job)),
          context,
        );
        nameUnknown(strays.unknown, context);
      }
      if (snapshot) return { id: jobId, outputs: withSnapshot(job, snapshot) };
      // A job that was never seen may just not be listed yet.
      const isLost = wasSeen(job) && !isSettled(job.status) && (await isGone(jobId, operation));
      return { id: jobId, outputs: isLost ? { ...job, jobId, status: "lost" } : { ...job, jobId } };
    },

    async delete({ id, outputs: stored }, context) {
      await tellUnheld(context);
      const row = migrate(stored);
      // A row that says nothing about its job still has its id.
      const job = row.jobId || row.marker ? row : { ...row, jobId: id };
      hold(job);
      if (takenOver.has(job.jobId)) {
        context.note("warning", `job ${job.jobId} goes on under its new row; to run it again, change \`trigger\``);
        return;
      }
      const operation = open(job, context, id);
      await removeJob(job, operation, () => removeStrays(job, operation));
    },
  };

  function open(job: JobInputs, context: Context<JobOutputs>, rowId?: string): Operation<JobOutputs> {
    return { rowId, place: openPlace(job, context, io), runtime, context };
  }

  /** What the row asks for when no input changed, or besides what did. */
  async function attentionFor(
    job: JobOutputs,
    news: JobInputs,
    { urn, organization, replaces, note }: Difference,
  ): Promise<Attention> {
    hold(job);
    const origin = originOf(job.marker, { urn, organization }, runtime);
    const entries = await entriesIfReadable(origin);
    await rememberHeld(origin, ownEntry(entries, origin));
    // Until its fate is known there is nothing to replace: the update finds out first.
    if (job.jobId === "" && job.marker) {
      if (replaces)
        note("info", `whether job "${job.name}" exists is settled first, and it is ended before another is submitted`);
      return { resolve: true };
    }
    if (replaces && news.adoptJobId === job.jobId && job.jobId) {
      note(
        "info",
        `\`adoptJobId\` names job ${job.jobId}, which is replaced: it is ignored, and a new job is submitted`,
      );
    }
    const isRefused = findPlatform(job.platform)?.job.neverRan.includes(job.platformStatus) ?? false;
    if (job.status === "failed" && (isRefused || news.onFailed === "rerun")) return { replace: "status" };
    if (!replaces && isHeld(job) && !heldTold.has(urn)) note("warning", stillHeldText(job));
    heldTold.add(urn);
    if (isOvertaken(entries, origin, job)) return { update: true };
    return isMet(news, job) && !isHeld(job) ? undefined : { update: true };
  }

  /** Every submission of the resource; none when the journal cannot be read: the caller that needs it reports the error. */
  async function entriesIfReadable({ resource }: Origin): Promise<readonly JournalEntry[]> {
    return journal.ofResource(resource).catch(() => []);
  }

  function ownEntry(entries: readonly JournalEntry[], origin: Origin): JournalEntry | undefined {
    return entries.find(({ marker }) => marker === origin.marker);
  }

  /** A state holds the row of this submission: the journal is told once. */
  async function rememberHeld(origin: Origin, entry: JournalEntry | undefined): Promise<void> {
    if (!entry?.isHeld) await amendEntry(journal, origin, { isHeld: true });
  }

  function hold({ jobId, duplicateJobIds = [] }: Pick<JobOutputs, "jobId" | "duplicateJobIds">): void {
    for (const id of [jobId, ...duplicateJobIds]) if (id) known.add(id);
  }

  /**
   * Whether more has happened than the row says: this machine tried to end its job; or submitted a later job of the resource, so that
   * the state is older than that one; or there is any other submission whose fate it does not know yet.
   */
  function isOvertaken(entries: readonly JournalEntry[], origin: Origin, { status, createdAt }: JobOutputs): boolean {
    if (!origin.marker) return false;
    const own = ownEntry(entries, origin);
    if (own?.endingSince && !isSettled(status)) return true;
    const since = own?.signedAt ?? createdAt;
    return entries.some(({ marker, jobId, ended, signedAt }) => {
      if (marker === origin.marker || ended) return false;
      return jobId === undefined || (!known.has(jobId) && since !== undefined && signedAt > since);
    });
  }

  /** For a row that later events may have overtaken: looks at its job, and names what came after it. */
  async function verifyOld(job: JobOutputs, origin: Origin, operation: Operation<JobOutputs>): Promise<JobOutputs> {
    const { place, context } = operation;
    const { own, jobs, unknown } = await findStrays(origin, known, operation);
    nameStrays(
      jobs.filter((stray) => isLeftBehind(stray, job)),
      context,
    );
    nameUnknown(await withoutConfirmed(unknown, job, operation), context);
    const snapshot = await place.connection.describe(job.jobId);
    if (snapshot) {
      const isPast = io.clock.wall() - Date.parse(own?.endingSince ?? "") > ENDS_WITHIN_MS;
      if (isPast && snapshot.status === "running") await amendEntry(journal, origin, { endingSince: undefined });
      return withSnapshot(job, snapshot);
    }
    if (isSettled(job.status) || !(await isGone(job.jobId, operation))) return job;
    return { ...job, status: "lost" };
  }

  /**
   * Ends what killed runs of this resource left behind, before another job is bought.
   * @returns whether a submission is left that may have made a job
   * @throws Error when that must be known first, because the platform shows a job only to those who have its id
   */
  async function clearStrays(origin: Origin, inputs: JobInputs, operation: Operation<JobOutputs>): Promise<boolean> {
    const { place, context } = operation;
    const replaced = replacedBy(context);
    if (context.retains && replaced?.jobId) await letGo(replaced, operation);
    context.signal.throwIfAborted();
    const { jobs, unknown } = await findStrays(origin, known, operation);
    // A job with our own marker is taken over instead.
    const strays = jobs.filter(({ isCopy }) => !isCopy);
    // A job that a state once held was let go on purpose; with `retainOnDelete` all are.
    const isLetGo = ({ wasHeld }: Stray) => wasHeld || context.retains;
    nameStrays(strays.filter(isLetGo), context);
    const ending = { keepsRecord: inputs.deletionPolicy === "stop", until: io.clock.now() + waitMs(inputs, "delete") };
    await endStrays(
      strays.filter((stray) => !isLetGo(stray) && stray.state !== "settled"),
      ending,
      operation,
    );
    const [first] = await withoutConfirmed(unknown, inputs, operation);
    const canLook = place.connection.find !== undefined;
    if (first && place.connection.api.repeat?.kind !== "probe") {
      const { marker, name, signedAt: pendingSince } = first;
      const row = { ...newOutputs(inputs, { marker, name, jobId: "" }), pendingSince };
      keepPending(row, operation);
      throw new Error(pendingText(row, "an earlier run ended before the answer came", canLook));
    }
    return first !== undefined;
  }

  /** Forgets the submission that, a person says, made nothing, or nothing that is still there. @returns the others */
  async function withoutConfirmed(
    unknown: readonly JournalEntry[],
    { confirmNotCreated }: Pick<JobInputs, "confirmNotCreated">,
    operation: Operation<JobOutputs>,
  ): Promise<readonly JournalEntry[]> {
    for (const entry of unknown) if (entry.marker === confirmNotCreated) await forget(entry, operation);
    return unknown.filter(({ marker }) => marker !== confirmNotCreated);
  }

  /** Releases a job that `retainOnDelete` leaves to itself while another takes its place: it no longer belongs to anybody. */
  async function letGo(
    { jobId, marker }: Pick<JobOutputs, "jobId" | "marker">,
    operation: Operation<JobOutputs>,
  ): Promise<void> {
    const { place, context } = operation;
    await place.connection.api.release?.(jobId);
    if (marker) await forget(originOf(marker, context, runtime), operation);
  }

  /** Ends what came after the row's job, and names what was there before it: that was left on purpose. */
  async function removeStrays(job: JobOutputs, operation: Operation<JobOutputs>): Promise<void> {
    const { context } = operation;
    const origin = originOf(job.marker, context, runtime);
    const strays = await straysIfKnown(origin, operation);
    const ending = { keepsRecord: job.deletionPolicy === "stop", until: io.clock.now() + waitMs(job, "delete") };
    nameStrays(
      strays.jobs.filter((stray) => !isLeftBehind(stray, job)),
      context,
    );
    await endStrays(
      strays.jobs.filter((stray) => isLeftBehind(stray, job)),
      ending,
      operation,
    );
    nameUnknown(strays.unknown, context, true);
  }

  /** What is done to the row's own job must not fail because its strays cannot be looked for. */
  async function straysIfKnown(origin: Origin, operation: Operation<JobOutputs>): Promise<Strays> {
    try {
      return await findStrays(origin, known, operation);
    } catch (error) {
      const cause = error instanceof Error ? error.message : "no answer";
      operation.context.note(
        "warning",
        `whether earlier runs of this resource left another job is not known: ${cause}`,
      );
      return { jobs: [], unknown: [] };
    }
  }

  /** For a row whose submission had no answer: goes on with it, or settles it first when the program asks for another job. */
  async function resolvePending(
    olds: JobOutputs,
    news: JobInputs,
    operation: Operation<JobOutputs>,
  ): Promise<JobOutputs> {
    const { context } = operation;
    const origin = originOf(markerOf(context, jobGeneration(news)), context, runtime);
    const { marker } = origin;
    if (news.adoptJobId) {
      const job = await adopt(news, { jobId: news.adoptJobId, marker }, operation);
      await forgetUnknown(origin, operation);
      return job;
    }
    const rate = plan.rate(news, (key) => context.config(key));
    // A row of an older version of this package has another marker for the same job.
    const isSubmitted = olds.marker === marker || isSameJob(olds, news);
    if (!isSubmitted) await settlePending(olds, news, operation);
    const job = await submit(isSubmitted ? withInputs(olds, news) : newRow(news, origin, operation), operation);
    return { ...job, price: await rate };
  }

  /** A person said which job it is: a submission without an answer can have made no other. */
  async function forgetUnknown({ resource }: Origin, operation: Operation<JobOutputs>): Promise<void> {
    const entries = await journal.ofResource(resource);
    for (const entry of entries.filter(({ jobId }) => !jobId)) await forget(entry, operation);
  }

  /**
   * Ends what a submission without an answer made, now that the program asks for another job.
   * @throws Error while it is not known what it made
   */
  async function settlePending(olds: JobOutputs, news: JobInputs, operation: Operation<JobOutputs>): Promise<void> {
    const { context } = operation;
    const earlier = open(olds, context);
    const { connection } = earlier.place;
    const { find, api } = connection;
    const order = { ...originOf(olds.marker, context, runtime), name: olds.name, signedAt: olds.pendingSince ?? "" };
    const lost = await findLost(order, connection, journal);
    const isKnown = lost ?? (news.confirmNotCreated === olds.marker || (await isFencePassed(api, order.signedAt)));
    if (!isKnown) {
      keepPending(olds, operation);
      throw new Error(pendingText(olds, "the program now asks for another job", find !== undefined));
    }
    const keepsRecord = olds.deletionPolicy === "stop";
    const until = io.clock.now() + waitMs(olds, "delete");
    for (const jobId of lost ? [lost.id, ...lost.others] : []) {
      context.note(
        "warning",
        `job ${jobId}, which the submission of ${order.signedAt} made, is ended: the program asks for another one`,
      );
      await endJob(jobId, { isSettled: false, wasSeen: false, keepsRecord, until }, earlier);
    }
    await forget(order, operation);
  }

  /** Submits the job of this row, or finds that it was submitted before. */
  async function submit(row: JobOutputs, operation: Operation<JobOutputs>): Promise<JobOutputs> {
    const { rowId, place, context } = operation;
    const { connection } = place;
    const { name, extraSpec, marker, pendingSince } = row;
    context.report("submitting");
    // The platform is asked for the job by its name: were the name scrubbed from the answer, the job would be bought twice.
    io.secrets.spare(name);
    const submission = await submitOnce({
      order: { name, spec: boundedSpec(row), ...originOf(marker, context, runtime), ...(extraSpec && { extraSpec }) },
      about: aboutOf(context, place),
      recorded: pendingSince === undefined ? undefined : { name, signedAt: pendingSince },
      isConfirmedLost: row.confirmNotCreated === marker,
      isDefaultName: name.includes(suffixOf(marker)),
      replaces: replacedBy(context)?.jobId || undefined,
      api: connection.api,
      find: connection.find,
      journal,
      clock: io.clock,
      signal: context.signal,
      report: context.report,
      taken: takenText,
      givenUp: (id, because) => context.note("warning", givenUpText(id, because)),
    });
    if (submission.kind === "pending") {
      const pending = { ...row, name: submission.name, pendingSince: submission.signedAt };
      keepPending(pending, operation);
      throw new Error(pendingText(pending, submission.cause, connection.find !== undefined));
    }
    const { others, isNew, ended } = submission;
    known.add(submission.id);
    if (!isNew) {
      takenOver.add(submission.id);
      context.note("info", `job ${submission.id} was submitted by an earlier run and is taken over`);
    }
    const found = { name: submission.name, jobId: submission.id, pendingSince: undefined };
    const job: JobOutputs = { ...row, ...found, ...(ended && { status: ended }) };
    if (others.length === 0) {
      context.keep(rowId ?? job.jobId, job);
      return job;
    }
    context.keep(rowId ?? job.jobId, { ...job, duplicateJobIds: others });
    throw new Error(
      `${others.length + 1} jobs carry the marker of this resource: ${job.jobId} is kept, ${others.join(", ")} should not exist. ` +
        "Delete them in the platform's console, or destroy this resource, which ends them all.",
    );
  }

  async function adopt(
    inputs: JobInputs,
    { jobId, marker }: { readonly jobId: JobId; readonly marker: Marker },
    { rowId = jobId, place, context }: Operation<JobOutputs>,
  ): Promise<JobOutputs> {
    const { platform, where, connection } = place;
    const snapshot = await connection.describe(jobId);
    if (!snapshot) throw new Error(`\`adoptJobId\`: ${platform.title} has no job ${jobId} in ${where.region}`);
    const job = withSnapshot(newOutputs(inputs, { marker, name: snapshot.name, jobId }), snapshot);
    context.keep(rowId, job);
    const spec = boundedSpec(inputs);
    const echo: Readonly<Record<string, unknown>> = { ...(await connection.api.echo?.(jobId, spec)) };
    const differing = Object.entries(spec).filter(
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

  function isGone(jobId: JobId, { place, context }: Operation<JobOutputs>): Promise<boolean> {
    return isStillAbsent(() => place.connection.describe(jobId), io.clock, context.signal);
  }
}

/** The job that the resource had: its replacement must not take it over as its own. */
function replacedBy({ previous }: Context<JobOutputs>): JobOutputs | undefined {
  return previous && migrate(previous);
}

/** Whether it was not left on purpose: a job that a state held before the row's job came was let go. */
function isLeftBehind({ wasHeld, createdAt }: Stray, row: JobOutputs): boolean {
  return !wasHeld || !row.createdAt || (createdAt ?? row.createdAt) >= row.createdAt;
}

/** Whether a secret was taken out of the platform's answer, which leaves too little to compare. */
function isScrubbed(value: unknown): boolean {
  return JSON.stringify([value]).includes(SCRUBBED);
}

/** Whether a member of the spec differs that the platform changes in place; any other would have meant a replacement. */
function needsChange(olds: JobOutputs, news: JobInputs, platform: Platform<object>): boolean {
  const [before, after] = [olds.spec, news.spec] as Readonly<Record<string, unknown>>[]; // objects of known members
  return Object.entries(platform.job.rules).some(
    ([member, rule]) => rule === "update" && !isSame(before?.[member], after?.[member]),
  );
}

const LONGEST_STEM = 40;

/** The row of a job to submit, named by the user, else by its resource and the start of the marker, as the platform allows. */
function newRow(inputs: JobInputs, origin: Origin, { place, context }: Operation<JobOutputs>): JobOutputs {
  const { marker, resource } = origin;
  const { platform } = place;
  const stem = (context.urn.split("::").pop() ?? "").replace(/[^\p{L}\p{N}_-]/gu, "-").slice(0, LONGEST_STEM);
  // Where nothing else can carry them, the name says whose the job is.
  const suffix = platform.job.namesAreClaims ? suffixOf(marker) + suffixOf(resource) : suffixOf(marker);
  const derived = `${stem}-${suffix}`;
  const fallback = platform.job.name.safeParse(derived).success ? derived : `job-${suffix}`;
  return newOutputs(inputs, { marker, name: inputs.name ?? fallback, jobId: "" });
}
