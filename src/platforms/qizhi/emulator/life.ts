import type { Moment } from "../../../emulator/timeline";
import type { Job, Ledger } from "../../../emulator/world";
import { ConsoleRefusal } from "./console/message";
import type { CreateRequest } from "./create";
import { isSettled } from "./states";

/** The jobs, and the time at which they are looked at. */
export interface View {
  readonly jobs: Ledger<CreateRequest>;
  readonly now: number;
}

/** A job's life so far, and when its machines ran. */
export interface Life {
  readonly job: Job<CreateRequest>;
  readonly moments: readonly Moment[];
  readonly state: string;
  readonly runAt?: number;
  readonly endedAt?: number;
  /** Names of its pods; none before it ran. */
  readonly pods: readonly string[];
}

/** @throws ConsoleRefusal for an id that is unknown or somebody else's: the platform answers both alike */
export function lifeOf(id: string, view: View): Life {
  const job = view.jobs.find(id);
  if (!job || !view.jobs.isVisible(job)) throw new ConsoleRefusal("AccessForbidden", "no permission for this job");
  const moments = momentsOf(job, view);
  const last = moments.at(-1);
  const state = last?.state ?? "";
  const runAt = moments.find((moment) => moment.state === "job_running")?.at;
  const count = runAt === undefined ? 0 : (job.facts.framework_config[0]?.instance_count ?? 0);
  return {
    job,
    moments,
    state,
    runAt,
    endedAt: isSettled(state) ? last?.at : undefined,
    pods: Array.from({ length: count }, (_, i) => `${id}-worker-${i}`),
  };
}

export function momentsOf(job: Job<CreateRequest>, { jobs, now }: View): readonly Moment[] {
  return job.runs.flatMap((run) => jobs.momentsOf(run, now));
}

/** The id of a pod's job. */
export function jobOf(pod: string): string {
  return pod.replace(/-worker-\d+$/, "");
}
