import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import type { Properties } from "../../src/engine/values";
import { samples } from "../conformance/samples";
import { tell } from "../plugin/job";
import { CallFailure, HIDDEN, Plugin } from "../plugin/plugin";

/** Where the writes of a create are tried. */
export interface Sweep {
  readonly platform: string;
  /** Whether the run after the kill has the journal of the one before it. */
  readonly keepsJournal: boolean;
  /** Every so many writes; default 1. */
  readonly every?: number;
}

export interface Swept {
  readonly kills: number;
  readonly violations: readonly string[];
}

interface JobSeen {
  readonly id: string;
  readonly name: string;
  readonly live: boolean;
}

const SPEED = 600;
const OPTIONS = `--require ${join(__dirname, "..", "engine", "quick-start.cjs")} --require ${join(__dirname, "dies.cjs")}`;
/** A create of ours has about thirty. */
const MOST_WRITES = 200;

/**
 * Kills the real provider process before and after each write of a create, to the platform or to the journal, and lets another
 * process create the same resource: there must be one job, its own, and none when that is deleted.
 */
export async function sweepWrites({ platform, keepsJournal, every = 1 }: Sweep): Promise<Swept> {
  const emulator = await startEmulator({
    speed: SPEED,
    scenarios: [{ match: { name: "*" }, outcome: "runs-forever" }],
  });
  const directory = await mkdtemp(join(tmpdir(), "crashes-"));
  const journal = join(directory, "journal");
  const nextJournal = keepsJournal ? journal : join(directory, "another");
  const later = { env: { ...environmentOf(emulator, platform), PULUMI_TRAINING_JOURNAL: nextJournal } };
  // What is taken over and deleted in one run is an old row, whose job goes on.
  const [next, last] = await Promise.all([Plugin.start(later), Plugin.start(later)]);
  let kills = 0;
  const violations: string[] = [];
  try {
    for (let at = 1; ; at += every) {
      assert.ok(at < MOST_WRITES, "a create ends at some time");
      let hasDied = false;
      for (const when of ["before", "after"] as const) {
        const name = `${when}${at}`;
        const inputs = { ...HIDDEN, __urn: `dev::fleet::*::${name}`, platform, spec: samples[platform]?.spec };
        const dies = { DIES: when, DIES_AT: String(at), DIES_PORT: new URL(emulator.url).port };
        const env = { ...environmentOf(emulator, platform), PULUMI_TRAINING_JOURNAL: journal, NODE_OPTIONS: OPTIONS };
        if (!(await isKilled(inputs, { ...env, ...dies }))) continue;
        hasDied = true;
        kills += 1;
        for (const words of await judge({ next, last }, inputs, name, emulator))
          violations.push(`${when} write ${at}: ${words}`);
      }
      if (!hasDied) return { kills, violations };
    }
  } finally {
    await Promise.all([next.stop(), last.stop()]);
    await emulator.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Qizhi's jobs can be looked for in its console alone. */
function environmentOf(emulator: RunningEmulator, platform: string): Readonly<Record<string, string>> {
  return { ...emulator.env, ...(platform === "qizhi" && { QIZHI_CONSOLE_SESSION: "a session of the tests" }) };
}

/** Whether the process died of it, before its create was answered. */
async function isKilled(inputs: object, env: Readonly<Record<string, string>>): Promise<boolean> {
  const plugin = await Plugin.start({ env });
  try {
    const { inputs: checked } = await plugin.check({}, { ...inputs });
    const isAnswered = await plugin.create(checked).then(
      () => true,
      () => false,
    );
    if (!isAnswered) assert.equal(await plugin.ended(), "SIGKILL", plugin.printed.join("\n"));
    return !isAnswered;
  } finally {
    await plugin.stop();
  }
}

interface Later {
  /** The run after the kill. */
  readonly next: Plugin;
  /** The one after that. */
  readonly last: Plugin;
}

/** What is wrong after another process has created the same resource, and a third one deleted it. */
async function judge(
  { next, last }: Later,
  inputs: object,
  name: string,
  emulator: RunningEmulator,
): Promise<string[]> {
  const jobs = async () =>
    ((await tell(emulator, "jobs")) as JobSeen[]).filter((job) => job.name.startsWith(`${name}-`)); // the route's documented form
  const wrong: string[] = [];
  try {
    const { inputs: checked } = await next.check({}, { ...inputs });
    const { id, outputs } = await next.create(checked).catch((error: unknown) => settleDoubt(next, checked, error));
    const made = await jobs();
    if (made.length !== 1) wrong.push(`${made.length} jobs were bought`);
    const { jobId } = outputs;
    if (jobId !== made[0]?.id) wrong.push(`the state has ${String(jobId)} and the platform ${made[0]?.id}`);
    await last.delete(id, outputs);
    const left = (await jobs()).filter(({ live }) => live);
    if (left.length > 0) wrong.push(`${left.length} jobs run after the delete`);
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  }
  return wrong;
}

/** A request to Qizhi never expires: what may have been sent is a row in doubt, until a person says that it made no job. */
async function settleDoubt(next: Plugin, checked: Properties, error: unknown) {
  const row = error instanceof CallFailure ? error.partial : undefined;
  const [, marker] = /^pending:(.+)$/.exec(row?.id ?? "") ?? [];
  if (!row || !marker || checked.platform !== "qizhi") throw error;
  const { outputs } = await next.update(row.id, row.properties, { ...checked, confirmNotCreated: marker });
  return { id: row.id, outputs };
}
