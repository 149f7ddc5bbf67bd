import * as pulumi from "@pulumi/pulumi";
import type * as lookups from "../lookups";
import { needValues } from "./values";

/** Where and as which account a look-up asks; overrides the stack's configuration. The same record as a `Provider`'s. */
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

/** One call of a function in `lookups/`: `tione.getLogs(args, place)`. */
export interface LookupCall {
  readonly platform: string;
  readonly lookup: string;
  readonly args?: object;
  readonly place?: LookupPlace;
}

const answers = new Map<string, Promise<unknown>>();

/**
 * Asks a platform something, once per run: the same question gets the same answer. The code that asks is loaded with the first
 * question, so that programs without any start as fast as ever. The functions in `lookups/` declare questions and answers.
 * @throws Error naming the argument that does not fit, before any request; PlatformError from the platform
 */
export function lookUp<Answer>(call: LookupCall): Promise<Answer> {
  needKnown(call);
  const { platform, lookup, args = {}, place = {} } = call;
  const key = JSON.stringify([platform, lookup, args, place]);
  let answer = answers.get(key);
  if (!answer) {
    answer = ask(call);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key)); // a failed question may be asked again
  }
  return answer as Promise<Answer>; // the key names platform and look-up
}

/** Sends a platform something: never in a preview, and anew with each call. */
export async function tell(call: LookupCall): Promise<void> {
  needKnown(call);
  if (!pulumi.runtime.isDryRun()) await ask(call);
}

function needKnown({ platform, lookup, args = {}, place = {} }: LookupCall): void {
  for (const given of [{ args, place }, args, place]) needValues(`${platform}.${lookup}`, given);
}

async function ask({ platform, lookup, args = {}, place }: LookupCall): Promise<unknown> {
  const settings = new pulumi.Config("training").get(platform);
  const configured = { keys: Object.keys(pulumi.runtime.allConfig()), project: pulumi.getProject() };
  // Loaded with the first question; a program that asks nothing never needs zod and undici.
  const { answerLookup } = require("../lookups") as typeof lookups;
  return answerLookup({ platform, lookup, args, settings, configured, place: { ...place } });
}
