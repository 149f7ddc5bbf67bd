import type { Gate } from "../net/action";
import type { Outcome } from "../net/outcome";

/** The platform's own id of a job, always a string: some vendors count past 2^53. */
export type JobId = string;

/**
 * How we recognise our own jobs: 20 letters, a pure function of what the job is (`jobs/marker.ts`).
 * The last 8 name the stack, so that one listing finds every job of a stack.
 */
export type Marker = string;

/**
 * Which resource of which state a job belongs to: 12 letters, a pure function of backend, organization, stack and URN
 * (`jobs/marker.ts`). It is the same for every run of the resource, and differs between two states that use the same names.
 */
export type ResourceKey = string;

/** What a job says about whose it is, as far as the platform shows it. Empty: it is not ours. */
export interface Claim {
  /** The run's; absent from jobs that are not ours. */
  readonly marker?: Marker;
  /** The first letters of the marker, where only the job's name carries it. */
  readonly suffix?: string;
  /** Absent from jobs of older versions of this package; its first letters where only the job's name carries it. */
  readonly resource?: ResourceKey;
  /** `deletionPolicy: "stop"` released the record: it must not be taken over. */
  readonly isReleased: boolean;
}

/** The state of a job, in our words. `lost`: the platform no longer knows a job that never settled. */
export type JobState =
  "queued" | "starting" | "running" | "stopping" | "succeeded" | "failed" | "stopped" | "lost" | "unknown";

/** What a job looks like, in our words. Unknown and empty members are absent. */
export interface JobSnapshot {
  /** The platform's own id. */
  readonly jobId: JobId;
  /** Its name on the platform. */
  readonly name: string;
  /** The version of the job, where the platform has versions. */
  readonly versionId?: string;
  /** Its state, in our words. */
  readonly status: JobState;
  /** The vendor's own word. */
  readonly platformStatus: string;
  /** The vendor's words about the state: why it failed, who stopped it. Sanitised. */
  readonly statusReason?: string;
  /** RFC 3339, UTC, as are the next two. */
  readonly createdAt?: string;
  /** When it began to run. */
  readonly startedAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** Image that it runs: an address, or the name of one of the platform's own images. */
  readonly image?: string;
  /** URLs of what the job writes: `cos://bucket.region/key`, `obs://bucket/key`, `path:///…`. */
  readonly outputPaths: readonly string[];
  /** Its page in the vendor's console. */
  readonly consoleUrl?: string;
  /** Jobs ahead of it in the queue, where the platform says. */
  readonly ahead?: number;
  /** Absent where this call of the platform does not return it. */
  readonly claim?: Claim;
}

/** Everything one submission needs. */
export interface JobOrder<Spec> {
  readonly name: string;
  readonly spec: Spec;
  /** Merged last into the vendor's request, in the vendor's spelling: members newer than this package. */
  readonly extraSpec?: Readonly<Record<string, unknown>>;
  readonly marker: Marker;
  /** Written into the job beside the marker. */
  readonly resource: ResourceKey;
}

/** A job that holds a name we want, with its claim, read from whatever still carries it. */
export interface Holder extends Claim {
  readonly id: JobId;
  readonly isSettled: boolean;
  readonly createdAt?: string;
}

/**
 * What a platform lets us do about a submission whose answer was lost.
 * - `probe`: send it once more at any time, because a second job of the same name is refused
 * - `fence`: send it once more when `fenceMs` have passed since the signing, by the platform's own clock
 */
export interface Repeat {
  readonly kind: "probe" | "fence";
  /** How long after its signing a request may still be accepted, in milliseconds of the platform's clock. */
  readonly fenceMs: number;
  /** The platform's clock, in milliseconds since the epoch. */
  serverTime(): Promise<number>;
}

/** A platform's training jobs, in our words. An absent member means that the vendor has no such call. */
export interface JobApi<Spec> {
  /** Submits once, through the gate. The outcome says whether a job exists; if it throws, nothing was sent. */
  submit(order: JobOrder<Spec>, gate: Gate): Promise<Outcome<JobId>>;
  /** How many jobs one describe request covers. */
  readonly idsPerDescribe: number;
  /** Describe requests per second that all waiting jobs may use together. */
  readonly looksPerSecond: number;
  /** Snapshots by id; an id absent from the map is not known to the platform. Batches as the vendor allows. */
  describe(ids: readonly JobId[]): Promise<ReadonlyMap<JobId, JobSnapshot>>;
  /** Every job of the stack (the last 8 letters of a marker) that the platform still knows. */
  list?(stack: string): Promise<readonly JobSnapshot[]>;
  /**
   * Every job with a claim of ours that has not ended: of this stack or, without one, of any. Absent: the platform shows jobs by
   * id only.
   */
  moving?(stack?: string): Promise<readonly JobSnapshot[]>;
  /** Who holds these names, compared exactly; a name that nobody holds may be missing. Absent: there is no look-up. */
  find?(names: readonly string[]): Promise<ReadonlyMap<string, readonly Holder[]>>;
  /** Each name takes a request of its own: asking for several at once saves nothing. */
  readonly findsOneByOne?: true;
  /** Absent: a submission of unknown fate is never sent again. */
  readonly repeat?: Repeat;
  /**
   * Asks the job to stop. Resolves when the platform accepted the request, or when the job was seen to have ended or to be
   * stopping. No other answer proves an end: `notNow` when the platform refuses or does not show the job.
   */
  stop(id: JobId): Promise<void>;
  /**
   * Removes a settled job's record; resolves when there is none. `notNow` when it is refused because the job still moves. Absent:
   * destroyed means settled.
   */
  delete?(id: JobId): Promise<void>;
  /** Marks a settled job's record as no longer ours, so that the next run is a new job. */
  release?(id: JobId): Promise<void>;
  /** Changes in place what the rules call "update"; takes the whole new spec. */
  update?(id: JobId, spec: Spec): Promise<void>;
  /**
   * The spec that the job was submitted with, as far as the platform reports it, to compare on adoption. A member that has more
   * than one form is given in that of `like`.
   */
  echo?(id: JobId, like: Spec): Promise<Partial<Spec>>;
  /** What helps explain a failure: failed pods, the last log lines. Sanitised lines, at most ten. */
  evidence?(id: JobId): Promise<readonly string[]>;
}

/** What a change to each member of a spec means: a new job, or a change in place. A member without a rule does not compile. */
export type SpecRules<Spec> = { readonly [Member in keyof Spec]-?: "replace" | "update" };
