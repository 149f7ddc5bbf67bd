import type { Outcome } from "../net/outcome";

/** The platform's own id of a job, always text: some vendors count past 2^53. */
export type JobId = string;

/**
 * How we know our own jobs: 20 letters, a pure function of what the job is (`jobs/marker.ts`).
 * The last 8 name the stack, so that one listing finds every job of a stack.
 */
export type Marker = string;

/** Our words for where a job is. `lost`: the platform no longer knows a job that never settled. */
export type JobState =
  "queued" | "starting" | "running" | "stopping" | "succeeded" | "failed" | "stopped" | "lost" | "unknown";

/** What a job looks like, in our words. Unknown and empty members are absent. */
export interface JobSnapshot {
  /** The platform's own id. */
  readonly id: JobId;
  /** Its name on the platform. */
  readonly name: string;
  /** The version of the job that this is about, where the platform has versions. */
  readonly versionId?: string;
  /** Where it is, in our words. */
  readonly state: JobState;
  /** The vendor's own word. */
  readonly platformState: string;
  /** The vendor's words about the state: why it failed, who stopped it. Sanitised. */
  readonly reason?: string;
  /** RFC 3339, UTC, as are the next two. */
  readonly createdAt?: string;
  /** When it began to run. */
  readonly startedAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** Image that it runs on: an address, or the name of one of the platform's own. */
  readonly image?: string;
  /** URLs of what the job writes: `cos://bucket.region/key`, `obs://bucket/key`, `path:///…`. */
  readonly outputPaths: readonly string[];
  /** Its page in the vendor's console. */
  readonly consoleUrl?: string;
  /** Jobs ahead in the queue, where the platform tells. */
  readonly ahead?: number;
}

/** Everything one submission needs. */
export interface JobOrder<Spec> {
  readonly name: string;
  readonly spec: Spec;
  /** Merged last into the vendor's request, in the vendor's spelling: members younger than this package. */
  readonly extraSpec?: Readonly<Record<string, unknown>>;
  readonly marker: Marker;
}

/** A job that holds a name we want. */
export interface Holder {
  readonly id: JobId;
  /** The marker written into it, by whichever carrier survived; absent from jobs that are not ours. */
  readonly marker?: Marker;
  /** `deletionPolicy: "stop"` let the record go: it is not to be taken over. */
  readonly isReleased: boolean;
  readonly isSettled: boolean;
  readonly createdAt?: string;
}

/**
 * What a platform lets us do about a submission whose answer was lost.
 * - `probe`: send it once more at any time, because a second job of one name is refused
 * - `fence`: send it once more when the platform's own clock has passed `fenceMs` since the signing
 */
export interface Repeat {
  readonly kind: "probe" | "fence";
  /** For how long after its signing a request may still be accepted, in milliseconds of the platform's clock. */
  readonly fenceMs: number;
  /** The platform's clock, in milliseconds since the epoch. */
  serverTime(): Promise<number>;
}

/** A platform's training jobs, in our words. Optional members say "this vendor has none". */
export interface JobApi<Spec> {
  /** Submits once. The outcome says whether a job exists; throws only for programming errors. */
  submit(order: JobOrder<Spec>): Promise<Outcome<JobId>>;
  /** How many jobs one describe request answers for. */
  readonly idsPerDescribe: number;
  /** Least pause between two looks at a job, in milliseconds, where the vendor wants a longer one than we take. */
  readonly leastPollMs?: number;
  /** Snapshots by id; an id absent from the map is not known to the platform. Batches as the vendor allows. */
  describe(ids: readonly JobId[]): Promise<ReadonlyMap<JobId, JobSnapshot>>;
  /** Every job of the stack (the last 8 letters of a marker) that the platform still knows. */
  list?(stack: string): Promise<readonly JobSnapshot[]>;
  /** Who holds these names, compared exactly; a name that nobody holds may be absent. Absent: no look-up exists. */
  find?(names: readonly string[]): Promise<ReadonlyMap<string, readonly Holder[]>>;
  /** Absent: a submission of unknown fate is never sent again. */
  readonly repeat?: Repeat;
  /** Asks the job to stop. Settled or missing: resolves. Refused for now: throws `notNow`. */
  stop(id: JobId): Promise<void>;
  /** Removes a settled job's record. Missing: resolves. Absent: destroyed means settled. */
  delete?(id: JobId): Promise<void>;
  /** Marks a settled job's record as no longer ours, so that the next run is a new job. */
  release?(id: JobId): Promise<void>;
  /** Changes in place what the rules call "update"; gets the whole new spec. */
  update?(id: JobId, spec: Spec): Promise<void>;
  /**
   * What the platform says the job was asked to be, as far as it tells, for comparing on adoption. Where a member has more
   * than one form, it takes that of `like`.
   */
  echo?(id: JobId, like: Spec): Promise<Partial<Spec>>;
  /** What helps to understand a failure: failed pods, the last log lines. Sanitised lines, at most ten. */
  evidence?(id: JobId): Promise<readonly string[]>;
}

/** What a change of each member of a spec means: a new job, or a change in place. A member without a rule does not compile. */
export type SpecRules<Spec> = { readonly [Member in keyof Spec]-?: "replace" | "update" };
