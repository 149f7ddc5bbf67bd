import type { Io } from "../net/io";
import { batched } from "./batch";
import type { GroupApi } from "./groups";
import type { Holder, JobApi, JobId, JobSnapshot, Marker, ResourceKey } from "./job";
import type { Origin } from "./journal";
import { stackOf } from "./marker";
import type { ModelApi, ModelSnapshot } from "./models";
import { ClaimedJobs, ownershipOf, type Found } from "./ownership";
import type { Platform, Where } from "./platform";
import { Poller } from "./poller";
import type { PriceApi } from "./price";

/** How single questions are collected to go out as one: eight resources begin together, and a fleet keeps asking. */
const WINDOW = { leastMs: 50, apartMs: 150 } as const;
/** Where nothing is saved by that. */
const AT_ONCE = { leastMs: 0, apartMs: 0 } as const;
/** Of an RFC 3339 time: some vendors report nothing finer. */
const WHOLE_SECONDS = 19;
/** How long one listing of the stack answers the refreshes of a run, which asks for each job once; waits do not use it. */
const LISTING_MS = 600_000;

/** One account's jobs in one place; what saves requests is shared by all resources of the process. */
export interface JobConnection {
  readonly api: JobApi<object>;
  readonly poller: Poller;
  /**
   * Who holds the name. Absent where the platform cannot look up names. Where records are never deleted, one that ended counts
   * only from `since` on (RFC 3339, when a request without an answer was signed): an older one may be of a destroyed run.
   */
  readonly find: ((name: string, origin: Origin, since?: string) => Promise<Found>) | undefined;
  /** The job as it is now; undefined when the platform does not know it. */
  describe(id: JobId): Promise<JobSnapshot | undefined>;
  /** The job for a refresh of its whole stack: one listing answers for all jobs of the stack. */
  refresh(id: JobId, marker: Marker): Promise<JobSnapshot | undefined>;
  /**
   * The jobs of the stack that have not ended and claim to be of this resource: what earlier runs left behind. One listing per
   * process. Empty where the platform cannot list.
   */
  moving(stack: string, resource: ResourceKey): Promise<readonly JobSnapshot[]>;
}

/** One account's registry of models in one place. */
export interface ModelConnection {
  readonly api: ModelApi<object>;
  readonly poller: Poller<ModelSnapshot>;
}

/** Everything a platform has for one account in one place. */
export interface Connection {
  readonly jobs: JobConnection;
  /** Absent: the vendor has no registry of models. */
  readonly models?: ModelConnection | undefined;
  readonly groups?: GroupApi | undefined;
  /** Absent: the platform's API does not report prices. */
  readonly prices?: PriceApi | undefined;
}

/** By place. */
const connections = new WeakMap<Io, Map<string, Connection>>();

/** The connection for this place, made once per process, as its `io` is. */
export function connectPlatform(platform: Platform<object>, where: Where, io: Io): Connection {
  const key = JSON.stringify([platform.name, where]);
  const places = connections.get(io) ?? new Map<string, Connection>();
  connections.set(io, places);
  const known = places.get(key);
  if (known) return known;
  const { jobs, models, groups, prices } = platform.connect(where, io);
  const connection: Connection = {
    jobs: openConnection(jobs, io),
    models: models && { api: models, poller: new Poller({ ...models, idsPerDescribe: 1 }, io.clock) },
    groups,
    prices,
  };
  places.set(key, connection);
  return connection;
}

/** A listing, indexed once for all look-ups in it. */
interface Listing {
  readonly byId: ReadonlyMap<JobId, JobSnapshot>;
  readonly claimed: ClaimedJobs;
}
type Listed = Promise<Listing>;

function listingOf(jobs: readonly JobSnapshot[]): Listing {
  return { byId: new Map(jobs.map((job) => [job.jobId, job])), claimed: new ClaimedJobs(jobs) };
}

export function openConnection(api: JobApi<object>, { clock }: Pick<Io, "clock">): JobConnection {
  const describe = batched<JobId, JobSnapshot>(clock, api.idsPerDescribe > 1 ? WINDOW : AT_ONCE, (ids) =>
    api.describe([...ids]),
  );
  const findMany = api.find?.bind(api);
  const findWindow = api.findsOneByOne ? AT_ONCE : WINDOW;
  const find = findMany && batched<string, readonly Holder[]>(clock, findWindow, (names) => findMany([...names]));
  const list = api.list?.bind(api);
  const listings = new Map<string, { readonly at: number; readonly jobs: Listed }>();
  const listed = (stack: string, load: NonNullable<typeof list>) => {
    const known = listings.get(stack);
    if (known && clock.wall() - known.at < LISTING_MS) return known.jobs;
    const jobs = load(stack).then(listingOf);
    listings.set(stack, { at: clock.wall(), jobs });
    jobs.catch(() => listings.delete(stack)); // the next one asks again
    return jobs;
  };
  const counts = ({ isSettled, createdAt }: Holder, since: string | undefined) =>
    api.delete !== undefined ||
    !isSettled ||
    (since !== undefined && (createdAt ?? "") >= since.slice(0, WHOLE_SECONDS));
  const moving = new Map<string, Listed>();
  const movingOf = (stack: string): Listed => {
    const known = moving.get(stack);
    if (known) return known;
    const jobs = (api.moving?.(stack) ?? Promise.resolve([])).then(listingOf);
    moving.set(stack, jobs);
    jobs.catch(() => moving.delete(stack)); // the next one asks again
    return jobs;
  };
  return {
    api,
    poller: new Poller(api, clock),
    find:
      find &&
      (async (name, origin, since) =>
        ownershipOf(
          ((await find(name)) ?? []).filter((job) => counts(job, since)),
          origin,
        )),
    describe,
    async refresh(id, marker) {
      if (!list || !marker) return describe(id);
      const stack = stackOf(marker);
      // What has not ended is listed anyway, to find what earlier runs left behind; so a running fleet is not listed twice.
      const running = (await movingOf(stack)).byId.get(id);
      return running ?? (await listed(stack, list)).byId.get(id) ?? describe(id);
    },
    moving: async (stack, resource) => (await movingOf(stack)).claimed.of(resource),
  };
}
