import type { Context } from "../engine/resource";
import { freeText, inHundredths, type GroupNode, type GroupSnapshot } from "../jobs/groups";
import type { Clock } from "../net/clock";
import { PlatformError } from "../net/errors";
import type { Io } from "../net/io";
import { openPlace, type Place } from "./place";

/** An error has been told long enough by then. */
export const LONGEST_LOOK_MS = 5_000;

/**
 * Which call of which platform refused, and what a person does about it. Undefined for what is not a platform's refusal. Total.
 * @param row inputs or a row of the state
 */
export async function adviceOn(
  error: unknown,
  row: Parameters<typeof openPlace>[0],
  context: Pick<Context<never>, "config">,
  io: Io,
): Promise<string | undefined> {
  if (!(error instanceof PlatformError)) return undefined;
  try {
    const place = openPlace(row, context, io);
    const { action, httpStatus } = error.origin;
    const source = [place.platform.title, action, isTelling(httpStatus) && `HTTP ${httpStatus}`]
      .filter(Boolean)
      .join(", ");
    return [source, await nextStep(error, row, place, io)].filter(Boolean).join(": ");
  } catch {
    return undefined; // the error itself is told, whatever becomes of the advice
  }
}

/** Some vendors refuse with a 200, too. */
function isTelling(httpStatus: number | undefined): boolean {
  return httpStatus !== undefined && httpStatus >= 300;
}

async function nextStep(
  { kind, origin }: PlatformError,
  row: Parameters<typeof openPlace>[0],
  place: Place,
  io: Io,
): Promise<string | undefined> {
  const { platform, where } = place;
  switch (kind) {
    case "auth":
      return `the credentials are those of ${platform.help.credentialsFrom(origin.action, where, io)}; see whether they are still good.`;
    case "permission":
      return `${platform.help.permissionFor(origin.action)}.`;
    case "capacity":
      return `${await whatIsFree(row, place, io.clock)}Nothing was bought. Run \`pulumi up\` again when there is room, or ask for less.`;
    case "skew":
      return "set this machine's clock: the platform's is another.";
    case "throttled":
      return "nothing is lost. Run the command again, with a smaller `--parallel` if this account is busy elsewhere.";
    case "transient":
    case "internal":
      return "nothing is lost: run the command again.";
    case "invalid":
    case "notFound":
    case "nameTaken":
    case "notNow":
    case "unsupported":
      return undefined;
  }
}

/** What the group that the job names has free, if the platform tells soon enough. */
async function whatIsFree(
  { spec }: Parameters<typeof openPlace>[0],
  { platform, groups }: Place,
  clock: Clock,
): Promise<string> {
  const query = spec && platform.job.group(spec);
  if (!query || !groups) return "";
  const over = new AbortController();
  const found = groups.find(query).catch(() => []);
  const late = clock.sleep(LONGEST_LOOK_MS, over.signal).then(
    () => [],
    () => [],
  );
  const [group] = await Promise.race<readonly GroupSnapshot[]>([found, late]);
  over.abort();
  // Of a group that nobody saw, no card is known.
  return group?.isVerified ? `${freeByNode(group)}. ` : "";
}

/** `8 of 16 A100 are free in "prod-a100" (rsg-1) (sm-1 5, sm-2 3)`. */
function freeByNode(group: GroupSnapshot): string {
  const cards = ({ gpus }: GroupNode) => inHundredths(gpus.reduce((sum, { free }) => sum + free, 0));
  const rows = group.nodes
    .filter((node) => node.isUsable && cards(node) > 0)
    .map((node) => `${node.node} ${cards(node)}`);
  return `${freeText(group)}${rows.length > 0 ? ` (${rows.join(", ")})` : ""}`;
}
