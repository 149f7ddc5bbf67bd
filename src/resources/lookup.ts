import { findProblems } from "../engine/problems";
import { isObject } from "../engine/values";
import type { Where } from "../jobs/platform";
import { PlatformError } from "../net/errors";
import type { Io } from "../net/io";
import { parseSettings, type Configured } from "../net/settings";
import { findPlatform, LOOKUPS } from "../platforms/registry";
import { adviser } from "./advice";
import { refuseUnreadKeys, settingsKey } from "./place";

/** What a program asks of a platform. */
export interface Question {
  readonly platform: string;
  readonly lookup: string;
  readonly args: unknown;
  /** Text of the stack's configuration. */
  readonly settings: string | undefined;
  readonly configured: Configured;
  /** What the call itself says about the place; wins over the configuration. */
  readonly place: Readonly<Record<string, string | undefined>>;
}

interface Answering {
  readonly args: Readonly<Record<string, Parameters<typeof findProblems>[1]>>;
  connect(where: Where, io: Io): Readonly<Record<string, (args: unknown) => Promise<unknown>>>;
}

/**
 * Checks the arguments, then asks the platform.
 * @throws Error naming the invalid argument, or the platform without a region; PlatformError
 */
export async function answer(question: Question, io: Io) {
  const { platform: name, lookup, args, settings: text, configured, place } = question;
  const lookups: Readonly<Record<string, unknown>> = LOOKUPS;
  const { args: schemas, connect } = lookups[name] as Answering; // the names are those of the functions in program/
  const platform = findPlatform(name);
  const schema = schemas[lookup];
  if (!platform || !schema) throw new Error(`this version of pulumi-training has no training.${name}.${lookup}`);
  const call = `training.${name}.${lookup}`;
  const given = isObject(args) ? args : {};
  const [problem] = findProblems(given, schema);
  if (problem) throw new Error(`${call}: ${problem}`);
  refuseUnreadKeys(configured);
  const key = settingsKey(platform);
  const settings = { ...parseSettings(text, key), ...parseSettings(JSON.stringify(place), call) };
  const region = settings.region ?? platform.defaultRegion(settings, io);
  if (!region) {
    throw new Error(
      `${call}: no region; give it as \`{ region }\`, or by \`pulumi config set --path ${key}.region <region>\``,
    );
  }
  const where: Where = { settings, region, ...(settings.projectId && { project: settings.projectId }) };
  platform.verify(where, io);
  const run = connect(where, io)[lookup];
  if (!run) throw new Error(`this version of pulumi-training has no ${call}`);
  try {
    return await run(given);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const advice = await adviser(io)(error, { platform: name, region }, { config: () => JSON.stringify(settings) });
    throw new PlatformError(error.kind, `${call}: ${error.words}`, { ...error.origin, advice });
  }
}
