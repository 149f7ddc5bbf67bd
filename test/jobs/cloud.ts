import type { Holder, JobApi, JobOrder, JobSnapshot, JobState } from "../../src/jobs/job";
import { PlatformError } from "../../src/net/errors";
import type { Outcome } from "../../src/net/outcome";

/** What happens to one submission on its way. */
export type Fate = "arrives" | "reply lost" | "request lost" | "refused" | "not sent" | "arrives late";

interface CloudJob {
  readonly id: string;
  readonly name: string;
  readonly marker: string;
  readonly resource?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly isReleased?: boolean;
  state: JobState;
}

/** A platform of one test: what it was asked, what it holds, and what becomes of the next submissions. */
export class Cloud {
  readonly jobs: CloudJob[] = [];
  /** Requests in the order they came. */
  readonly asked: string[] = [];
  fates: Fate[] = [];
  hasUniqueNames = true;
  /** Jobs are shown by look-ups and listings only while this is true. */
  isListed = true;
  /** Jobs are shown by their ids only while this is true. */
  isShown = true;
  serverNow = Date.UTC(2026, 0, 1, 12);
  private late: (() => void)[] = [];
  private count = 0;

  api: JobApi<object> = {
    submit: async (order, gate) => {
      gate.signal.throwIfAborted();
      await gate.open();
      gate.signal.throwIfAborted();
      return this.submit(order);
    },
    idsPerDescribe: 50,
    looksPerSecond: 5,
    describe: async (ids) => {
      this.asked.push(`describe ${ids.length}`);
      const known = this.jobs.filter((job) => this.isShown && ids.includes(job.id));
      return new Map(known.map((job) => [job.id, this.snapshot(job)]));
    },
    find: async (names) => {
      this.asked.push(`find ${names.length}`);
      const shown = this.isListed ? this.jobs : [];
      return new Map(names.map((name) => [name, shown.filter((job) => job.name === name).map(toHolder)]));
    },
    moving: async () => {
      this.asked.push("moving");
      return this.isListed ? this.jobs.filter(({ state }) => state === "running").map((job) => this.snapshot(job)) : [];
    },
    repeat: { kind: "probe", fenceMs: 330_000, serverTime: async () => this.serverNow },
    stop: async () => {},
  };

  get live(): number {
    return this.jobs.filter((job) => job.state === "running").length;
  }

  add(name: string, marker: string, state: JobState = "running", more: Partial<CloudJob> = {}): string {
    const id = `job-${++this.count}`;
    this.jobs.push({ id, name, marker, state, ...more });
    return id;
  }

  deliverLate(): void {
    for (const deliver of this.late.splice(0)) deliver();
  }

  private async submit({ name, marker, resource }: JobOrder<object>): Promise<Outcome<string>> {
    this.asked.push("submit");
    const fate = this.fates.shift() ?? "arrives";
    const error = (kind: "invalid" | "nameTaken" | "transient") =>
      new PlatformError(kind, fate, { platform: "test", action: "submit" });
    if (fate === "refused") return { kind: "refused", error: error("invalid") };
    if (fate === "not sent") return { kind: "notSent", error: error("transient") };
    if (fate === "request lost") return { kind: "unknown", error: error("transient") };
    if (fate === "arrives late") {
      this.late.push(() => this.isFree(name) && this.add(name, marker, "running", { resource }));
      return { kind: "unknown", error: error("transient") };
    }
    if (!this.isFree(name)) return { kind: "refused", error: error("nameTaken") };
    const id = this.add(name, marker, "running", { resource });
    return fate === "reply lost" ? { kind: "unknown", error: error("transient") } : { kind: "done", value: id };
  }

  private isFree(name: string): boolean {
    return !this.hasUniqueNames || !this.jobs.some((job) => job.name === name);
  }

  private snapshot({ id, name, state, createdAt, ...claim }: CloudJob): JobSnapshot {
    const { marker, resource, isReleased = false } = claim;
    return {
      jobId: id,
      name,
      status: state,
      platformStatus: state.toUpperCase(),
      outputPaths: [],
      ...(createdAt && { createdAt }),
      claim: { marker, ...(resource && { resource }), isReleased },
    };
  }
}

function toHolder({ id, marker, resource, state, isReleased = false }: CloudJob): Holder {
  return { id, marker, ...(resource && { resource }), isReleased, isSettled: state !== "running" };
}
