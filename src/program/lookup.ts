import * as pulumi from "@pulumi/pulumi";
import type * as lookups from "../lookups";
import { needValues } from "./values";

/** Where and as whom a look-up asks, beside what the stack's configuration says: the same record as a `Provider`'s. */
export interface LookupPlace {
  /** Default: the stack's `training:<platform>.region`, else the vendor's variable or profile file. */
  readonly region?: string;
  /** Section of the vendor's profile file with the credentials. Default: the stack's, else the environment. */
  readonly profile?: string;
  /** Project or workspace. Default: the stack's, else the vendor's default one. */
  readonly projectId?: string;
  /** Base URL of the API. Default: the stack's, else the vendor's public address. */
  readonly endpoint?: string;
}

const answers = new Map<string, Promise<unknown>>();

/**
 * Asks a platform something, once per run: the same question gets the same answer. What it takes to ask is loaded when the
 * first question comes, so that programs without one start as fast as ever. The functions in `lookups/` say what is asked and
 * answered.
 * @throws Error naming the argument for arguments that do not fit, before any request; PlatformError from the platform
 */
export function lookUp<Answer>(
  platform: string,
  lookup: string,
  args: object = {},
  place: LookupPlace = {},
): Promise<Answer> {
  for (const given of [{ args, place }, args, place]) needValues(`${platform}.${lookup}`, given);
  const key = JSON.stringify([platform, lookup, args, place]);
  let answer = answers.get(key);
  if (!answer) {
    answer = ask(platform, lookup, args, place);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key)); // a question without an answer may be asked again
  }
  return answer as Promise<Answer>; // the key names platform and look-up
}

/** Tells a platform something: never in a preview, and again each time it is asked to. */
export async function tell(platform: string, lookup: string, args: object, place: LookupPlace = {}): Promise<void> {
  for (const given of [{ args, place }, args, place]) needValues(`${platform}.${lookup}`, given);
  if (!pulumi.runtime.isDryRun()) await ask(platform, lookup, args, place);
}

async function ask(platform: string, lookup: string, args: unknown, place: LookupPlace): Promise<unknown> {
  const settings = new pulumi.Config("training").get(platform);
  const configured = { keys: Object.keys(pulumi.runtime.allConfig()), project: pulumi.getProject() };
  // Loaded with the first question; a program that asks nothing never needs zod and undici.
  const { answerLookup } = require("../lookups") as typeof lookups;
  return answerLookup({ platform, lookup, args, settings, configured, place: { ...place } });
}
