import type { Completion, Context } from "../engine/resource";
import { isUnknown, type Properties } from "../engine/values";
import { connectPlatform, type Connection, type JobConnection } from "../jobs/connection";
import type { Journal } from "../jobs/journal";
import type { Platform, Where } from "../jobs/platform";
import { PlatformError } from "../net/errors";
import type { Io } from "../net/io";
import { parseSettings, PREFIX, refuseUnread, type Configured } from "../net/settings";
import { findPlatform, platforms } from "../platforms/registry";
import type { PriceBook } from "../pricing/book";
import { BUDGET_KEY } from "../pricing/budget";
import { PRICES_KEY } from "../pricing/table";

/** What the verbs need from the process they run in. */
export interface Runtime {
  readonly io: Io;
  readonly journal: Journal;
  /** Where the stack's state is (`engine/backend.ts`): two states may use the same names. */
  readonly backend: string;
  /** Whether a process is still running on this machine. */
  isAlive(pid: number): boolean;
  readonly prices: PriceBook;
}

/** Where a resource's calls go: the platform, the account's settings and place, and the shared connection. */
export interface Place {
  readonly platform: Platform<object>;
  readonly where: Where;
  readonly connection: JobConnection;
  readonly models: Connection["models"];
  readonly groups: Connection["groups"];
  readonly prices: Connection["prices"];
}

/** What one create, read, update or delete works with. */
export interface Operation<Outputs> {
  /** The id of the resource's row, if it already has one. A row that was pending keeps it when its job is found. */
  readonly rowId?: string | undefined;
  readonly place: Place;
  readonly runtime: Runtime;
  readonly context: Context<Outputs>;
}

/** The platform's model registry. @throws Error for a platform that has none, which `check` reports first */
export function registryOf({ models, platform }: Pick<Place, "models" | "platform">): NonNullable<Place["models"]> {
  if (!models) throw new Error(`${platform.title} has no model registry`);
  return models;
}

interface Located {
  readonly platform: string;
  readonly region: string;
  readonly projectId?: string | undefined;
  /** A job's spec, which may itself name project and workspace. */
  readonly spec?: object | undefined;
  readonly workspaceId?: string | undefined;
}

/** @throws PlatformError `invalid` for an invalid setting */
export function openPlace(
  { platform: name, region, projectId, spec = {}, workspaceId }: Located,
  context: Pick<Context<never>, "config">,
  io: Io,
): Place {
  const platform = findPlatform(name);
  if (!platform)
    throw new Error(`this version of pulumi-training does not know the platform "${name}"; install the newest one`);
  const settings = settingsOf(platform, context);
  const workspace = workspaceId ?? platform.job.workspace?.(spec);
  const where: Where = {
    settings,
    region: region || settings.region || platform.defaultRegion(settings, io) || "",
    project: platform.job.project?.(spec) ?? projectId,
    ...(workspace && { workspace }),
  };
  const { jobs, models, groups, prices } = connectPlatform(platform, where, io);
  return { platform, where, connection: jobs, models, groups, prices };
}

/**
 * A row read by `get`, with its place completed. The row holds only what the program gave, and no `check` has filled in the rest:
 * region and project come from the settings, else from the vendor's environment.
 */
export function locate<Row extends Pick<Located, "platform" | "region" | "projectId">>(
  row: Row,
  context: Pick<Context<never>, "config">,
  io: Pick<Io, "env">,
): Row {
  const platform = findPlatform(row.platform);
  if (!platform) return row;
  const settings = settingsOf(platform, context);
  const region = row.region || settings.region || platform.defaultRegion(settings, io) || "";
  const projectId = row.projectId ?? settings.projectId;
  return { ...row, region, ...(projectId !== undefined && { projectId }) };
}

/** The key of the platform's settings in the stack configuration: `training:tione`. */
export function settingsKey({ settingsKey: name }: Pick<Platform<object>, "settingsKey">): string {
  return `${PREFIX}${name}`;
}

/** The part of the configuration that every kind of resource gets. */
export const CONFIGURATION = {
  configKeys: [...platforms.map(settingsKey), PRICES_KEY, BUDGET_KEY],
  configPrefix: PREFIX,
};

/** @throws PlatformError `invalid` for a key under `training:` that nothing reads */
export function refuseUnreadKeys(configured: Configured): void {
  refuseUnread(
    configured,
    platforms.map((platform) => platform.settingsKey),
    [PRICES_KEY, BUDGET_KEY].map((key) => key.slice(PREFIX.length)),
  );
}

function settingsOf(platform: Platform<object>, context: Pick<Context<never>, "config">) {
  const key = settingsKey(platform);
  return parseSettings(context.config(key), key);
}

/**
 * Fills in the region and project that the program leaves out: as remembered in the state, else from the settings, else from
 * the vendor's environment.
 */
export function placeCompleter(io: Io) {
  const told = new Set<string>();
  return (news: Properties, olds: Properties, context: Completion): Properties => {
    refuseUnreadKeys({ keys: context.configured, project: context.urn.split("::")[1] ?? "" });
    const platform = typeof news.platform === "string" ? findPlatform(news.platform) : undefined;
    if (!platform) return news;
    const before = context.previous.platform === news.platform ? context.previous : {};
    const settings = settingsOf(platform, context);
    const region = news.region ?? before.region ?? settings.region ?? platform.defaultRegion(settings, io);
    const projectId = news.projectId ?? before.projectId ?? settings.projectId;
    try {
      if (typeof region === "string" && !isUnknown(region)) platform.verify({ settings, region }, io);
    } catch (error) {
      // A preview needs no credentials, so that a fork's pull request can have one; `create` refuses with the same words.
      if (!(error instanceof PlatformError && error.kind === "auth")) throw error;
      // The warning is the same for all resources of the account: once is enough.
      if (Object.keys(olds).length === 0 && !told.has(error.message)) context.note("warning", error.message);
      told.add(error.message);
    }
    return { ...news, ...(region !== undefined && { region }), ...(projectId !== undefined && { projectId }) };
  };
}
