import type { Context } from "../engine/resource";
import { freeText, inHundredths, type GroupNode, type GroupSnapshot } from "../jobs/groups";
import type { Clock } from "../net/clock";
import { PlatformError } from "../net/errors";
import type { Io } from "../net/io";
import { openPlace, type Place } from "./place";

/** How long the error may be held back for a look at what is free. */
export const LONGEST_LOOK_MS = 5_000;

/** Inputs, or a row of the state. */
type Row = Parameters<typeof openPlace>[0];

/**
 * Makes the function that says which call of which platform refused, and what a person can do about it. It never throws, and
 * answers undefined for an error that is not a platform's refusal.
 */
export function adviser(io: Io) {
  return async (error: unknown, row: Row, context: Pick<Context<never>, "config">): Promise<string | undefined> => {
    if (!(error instanceof PlatformError)) return undefined;
    try {
      const place = openPlace(row, context, io);
      const { action, httpStatus } = error.origin;
      const source = [place.platform.title, action, isTelling(httpStatus) && `HTTP ${httpStatus}`]
        .filter(Boolean)
        .join(", ");
      return [source, await nextStep(error, row, place)].filter(Boolean).join(": ");
    } catch {
      return undefined; // the error itself is reported, whatever becomes of the advice
    }
  };

  async function nextStep({ kind, origin }: PlatformError, row: Row, place: Place): Promise<string | undefined> {
    const { platform, where } = place;
    switch (kind) {
      case "auth":
        return `the credentials are those of ${platform.help.credentialsFrom(origin.action, where, io)}; check that they are still valid.`;
      case "permission":
        return `${platform.help.permissionFor(origin.action)}.`;
      case "capacity":
        return `${await whatIsFree(row, place, io.clock)}Nothing was bought. Run \`pulumi up\` again when there is room, or ask for less.`;
      case "skew":
        return "set this machine's clock: it differs from the platform's.";
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
}

/** Some vendors also refuse with a 200. */
function isTelling(httpStatus: number | undefined): boolean {
  return httpStatus !== undefined && httpStatus >= 300;
}

/** What is free in the group that the job names, if the platform answers soon enough. */
async function whatIsFree({ spec }: Row, { platform, groups }: Place, clock: Clock): Promise<string> {
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
  // Nothing is known of the cards of a group that could not be seen.
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
