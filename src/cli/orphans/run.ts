import { fstatSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { backendOf } from "../../engine/backend";
import { journalDirectory, openJournal } from "../../jobs/journal";
import { clockOfProcess, ioOfProcess, isAlive } from "../../machine";
import type { Clock } from "../../net/clock";
import { settingsSchema } from "../../net/settings";
import { findPlatform, platforms } from "../../platforms/registry";
import { openPlace } from "../../resources/place";
import type { OrphansOptions } from "../orphans";
import { WrongCall } from "../wrong-call";
import { findOrphans, type Address, type OpenPlace, type Searching } from "./search";
import { readState, type StateJob } from "./state";
import { stopOrphans } from "./stop";
import { advice, orphanRecord, orphanTable, stoppedText } from "./words";

/** What the command needs from the process and the machine. */
export interface Terminal extends Omit<Searching, "open"> {
  readonly clock: Clock;
  open(address: Address): OpenPlace;
  /** What is piped in; undefined when nothing is. */
  piped(): Promise<string | undefined>;
  print(text: string): void;
  warn(line: string): void;
}

/**
 * @returns the exit code: 0 nothing found or everything asked to stop, 1 something found or failed
 * @throws WrongCall
 */
export async function runOrphans(options: OrphansOptions, terminal: Terminal): Promise<number> {
  const asked = askedPlace(options);
  const states = await readStates(options.state ?? ["-"], terminal);
  const named = typeof options.stop === "object" ? options.stop : undefined;
  if (options.stop === true && states.length === 0) {
    throw new WrongCall(
      "--stop needs the state of a stack, or the ids of jobs: a platform cannot tell jobs that a state holds from jobs that none holds",
    );
  }

  const isAll = options.all === true || named !== undefined;
  const world: Searching = {
    journal: terminal.journal,
    backend: terminal.backend,
    isAlive: (pid) => terminal.isAlive(pid),
    open(address) {
      const config = address.config ?? (address.platform === asked?.platform ? asked.config : undefined);
      const place = terminal.open({ ...address, config });
      if (!place.where.region) throw new WrongCall(`--platform ${address.platform} needs --region`);
      return place;
    },
  };
  const { orphans, notes, failures, isNowhere } = await findOrphans({ states, asked, isAll }, world);
  if (isNowhere && failures.length === 0) throw new WrongCall(NOWHERE);
  const shown = named ? orphans.filter(({ jobId }) => jobId !== undefined && named.includes(jobId)) : orphans;
  const missing = (named ?? []).filter((id) => !shown.some(({ jobId }) => jobId === id));
  for (const note of notes) terminal.warn(note);
  for (const failure of failures) terminal.warn(failure);
  for (const id of missing)
    terminal.warn(`job ${id} is not among the orphans found: it may have ended, not be ours, or be in a given state`);

  if (!options.json && shown.length > 0) terminal.print(orphanTable(shown));
  const stopped = options.stop ? await stopOrphans(shown, named !== undefined, terminal.clock) : [];
  if (options.json) {
    const outcomes = new Map(stopped.map((each) => [each.orphan, each]));
    terminal.print(
      JSON.stringify(
        shown.map((orphan) => orphanRecord(orphan, outcomes.get(orphan))),
        null,
        2,
      ),
    );
  } else if (options.stop) {
    for (const each of stopped) terminal.print(stoppedText(each));
  } else if (shown.length > 0) {
    terminal.print(advice(shown, states.length > 0));
  } else if (failures.length === 0) {
    terminal.print("no orphans found");
  }
  const isLeft = options.stop
    ? stopped.some(({ outcome }) => outcome === "left" || outcome === "failed")
    : shown.length > 0;
  return isLeft || failures.length > 0 || missing.length > 0 ? 1 : 0;
}

/** The place that the flags name. @throws WrongCall */
function askedPlace({ platform, region, project, workspace, profile, endpoint }: OrphansOptions): Address | undefined {
  const flags = { region, project, workspace, profile, endpoint };
  if (platform === undefined) {
    const [flag] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
    if (flag) throw new WrongCall(`--${flag} needs --platform`);
    return undefined;
  }
  if (!findPlatform(platform)) {
    throw new WrongCall(`--platform is one of ${platforms.map(({ name }) => name).join(", ")}`);
  }
  for (const flag of ["region", "profile", "endpoint"] as const) {
    const { error } = settingsSchema.shape[flag].safeParse(flags[flag]);
    if (error) throw new WrongCall(`--${flag} ${error.issues[0]?.message ?? "does not fit"}`);
  }
  // Whoever types an address on the command line wants the credentials to go there.
  const settings = { ...(profile && { profile }), ...(endpoint && { endpoint, allowCustomEndpoint: true }) };
  const config = () => JSON.stringify(settings);
  return { platform, region: region ?? "", projectId: project, workspaceId: workspace, config };
}

/** @throws WrongCall for a file that is not a state, or cannot be read */
async function readStates(
  files: readonly string[],
  terminal: Pick<Terminal, "piped" | "warn">,
): Promise<readonly (readonly StateJob[])[]> {
  const states: (readonly StateJob[])[] = [];
  for (const file of files) {
    const isPipe = file === "-";
    const source = isPipe ? "standard input" : file;
    const { content, asOf } = isPipe ? { content: await terminal.piped() } : await readText(file);
    if (content === undefined) continue;
    if (isPipe && content.trim() === "") {
      terminal.warn(`${source} is empty: no state is read from it`);
      continue;
    }
    const state = readState(content, source, asOf);
    if (state.length === 0) {
      terminal.warn(
        `${source} has no training job, not even one that was being made, so its stack is not known: ` +
          "name a place with --platform, and give --all for jobs of every stack",
      );
    }
    states.push(state);
  }
  return states;
}

async function readText(file: string): Promise<{ readonly content: string; readonly asOf?: string }> {
  try {
    return { content: await readFile(file, "utf8"), asOf: (await stat(file)).mtime.toISOString() };
  } catch (error) {
    throw new WrongCall(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "failed"})`); // node:fs rejects with these
  }
}

const NOWHERE =
  "no place to look is known: pipe in `pulumi stack export`, or name a place with --platform and --region " +
  "(the journal of this machine names none)";

/** The terminal and the machine of this process. */
export function terminal(): Terminal {
  const clock = clockOfProcess();
  const io = ioOfProcess(clock);
  return {
    clock,
    journal: openJournal(journalDirectory(process.env)),
    backend: backendOf(process.env, process.cwd()),
    isAlive,
    open({ config, ...address }) {
      const place = openPlace(address, { config: (key) => config?.(key) }, io);
      place.platform.verify(place.where, io);
      return place;
    },
    piped: async () => (isPiped() ? text(process.stdin) : undefined),
    print: (text) => console.log(text),
    warn: (line) => console.error(`pulumi-training: ${line}`),
  };
}

/** A pipe or a file; not a terminal, nor the empty input of a scheduler. */
function isPiped(): boolean {
  const stdin = fstatSync(0);
  return stdin.isFIFO() || stdin.isFile() || stdin.isSocket();
}
