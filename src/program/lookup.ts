import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type * as lookups from "../lookups";
import type { LOOKUPS } from "../platforms/registry";
import { needValues } from "./values";

type Lookups = typeof LOOKUPS;
type Name<Platform extends keyof Lookups> = keyof ReturnType<Lookups[Platform]["connect"]> &
  keyof Lookups[Platform]["args"] &
  string;

/** What a look-up takes. */
export type LookupArgs<Platform extends keyof Lookups, Lookup extends Name<Platform>> = z.input<
  Lookups[Platform]["args"][Lookup] & z.ZodType
>;

/** What a look-up answers. */
export type LookupAnswer<Platform extends keyof Lookups, Lookup extends Name<Platform>> = ReturnType<
  Lookups[Platform]["connect"]
>[Lookup] extends (args: never) => Promise<infer Answer>
  ? Answer
  : never;

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
 * first question comes, so that programs without one start as fast as ever.
 * @throws Error naming the argument for arguments that do not fit, before any request; PlatformError from the platform
 */
export function lookUp<Platform extends keyof Lookups, Lookup extends Name<Platform>>(
  platform: Platform,
  lookup: Lookup,
  args: LookupArgs<Platform, Lookup>,
  place: LookupPlace = {},
): Promise<LookupAnswer<Platform, Lookup>> {
  for (const given of [{ args, place }, args, place]) needValues(`${platform}.${lookup}`, given);
  const key = JSON.stringify([platform, lookup, args, place]);
  let answer = answers.get(key);
  if (!answer) {
    answer = ask(platform, lookup, args, place);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key)); // a question without an answer may be asked again
  }
  return answer as Promise<LookupAnswer<Platform, Lookup>>; // the key names platform and look-up
}

/** Tells a platform something: never in a preview, and again each time it is asked to. */
export async function tell<Platform extends keyof Lookups, Lookup extends Name<Platform>>(
  platform: Platform,
  lookup: Lookup,
  args: LookupArgs<Platform, Lookup>,
  place: LookupPlace = {},
): Promise<void> {
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
