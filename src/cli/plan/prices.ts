import { isAbsolute } from "node:path";
import { hasUnknown, isObject, isUnknown, type Properties } from "../../engine/values";
import type { Machines } from "../../jobs/price";
import { PlatformError, printable } from "../../net/errors";
import { SCRUBBED } from "../../net/secrets";
import { findPlatform, type AnyPlatform } from "../../platforms/registry";
import type { PriceBook } from "../../pricing/book";
import { quoteOf, type Quote } from "../../pricing/quote";
import { PRICES_KEY, PriceTable } from "../../pricing/table";
import type { openPlace, Place } from "../../resources/place";
import { WrongCall } from "../wrong-call";
import type { Preview } from "./preview";
import type { Planned } from "./row";

/** Opens the place of a job, with the settings of its provider. @throws PlatformError when there are no credentials */
export type OpenPlace = (job: Parameters<typeof openPlace>[0], config: (key: string) => string | undefined) => Place;

/** What a job costs, as far as that can be found out here. */
export interface Priced {
  /** Absent: its machines are not known. */
  readonly machines?: readonly Machines[];
  readonly quote?: Quote;
  /** Why there is no rate, as a clause. */
  readonly unpriced?: string;
}

/** A row, with what its job costs. */
export interface PricedRow extends Planned {
  readonly priced: Priced;
}

interface Market {
  readonly preview: Preview;
  readonly own: PriceTable;
  readonly book: PriceBook;
  /** Absent: no platform is asked. */
  readonly open?: OpenPlace | undefined;
}

/** Finds out what jobs cost. Never throws: what cannot be found out is unknown. */
export function pricer(market: Market): (job: Planned) => Promise<Priced> {
  const settings = settingsByProvider(market.preview);
  return async ({ inputs, provider }) => {
    const platform = findPlatform(String(inputs["platform"]));
    if (!platform) return { unpriced: "this version of pulumi-training does not know its platform" };
    const { spec } = inputs;
    if (!isObject(spec))
      return { unpriced: `its spec is ${spec === SCRUBBED ? "a secret" : "not known before the run"}` };
    const machines = machinesOf(platform, spec);
    if (!machines) return { unpriced: "its machines are not known before the run" };
    const order = { spec, maxDuration: durationOf(inputs) };
    const unasked = (reason: string) =>
      quoteOf(platform, order, { own: market.own, list: sourceOf(platform, spec) ?? { none: reason } });
    const alone = unasked("no platform was asked");
    if (alone.rate || sourceOf(platform, spec)) return pricedBy(alone, machines);
    if (!market.open) return pricedBy(alone, machines);
    const config = settings(provider);
    if (!config)
      return pricedBy(unasked("its provider is not in the preview (`--show-sames` puts it there)"), machines);
    try {
      const place = market.open(placeOf(inputs, platform.name, spec), config);
      return pricedBy(await market.book.quote(order, place, market.own), machines);
    } catch (error) {
      const isAuth = error instanceof PlatformError && error.kind === "auth";
      const reason = isAuth
        ? `there are no credentials for ${platform.title} here`
        : `${platform.title} cannot be asked from here`;
      return pricedBy(unasked(reason), machines);
    }
  };
}

/** Undefined: what they depend on is not known, or the platform does not have it. */
function machinesOf(platform: AnyPlatform, spec: object): readonly Machines[] | undefined {
  try {
    const machines = platform.job.machines(spec);
    const isKnown = machines.every(
      ({ count, gpus = 0 }) => Number.isFinite(count) && count >= 0 && Number.isFinite(gpus),
    );
    return isKnown && machines.length > 0 && !hasUnknown(machines) ? machines : undefined;
  } catch {
    return undefined; // the platform's schema refuses this spec, and the preview says so
  }
}

/** Why the platform has no price for the job. Undefined: it has one, or may have one. */
function sourceOf(platform: AnyPlatform, spec: object): { readonly none: string } | undefined {
  const source = platform.job.priceSource(spec);
  if ("none" in source) return source;
  return hasUnknown(source.list) ? { none: "where it runs is not known before the run" } : undefined;
}

function durationOf({ maxDuration }: Properties): string | undefined {
  return typeof maxDuration === "string" && !isUnknown(maxDuration) ? maxDuration : undefined;
}

function pricedBy(quote: Quote, machines: readonly Machines[]): Priced {
  const { maxMs, most, unpriced, ...others } = quote;
  // A limit that is not known before the run is no limit.
  const isBounded = typeof maxMs === "number" && Number.isFinite(maxMs);
  const bounded = isBounded ? { ...others, maxMs, ...(most !== undefined && { most }) } : others;
  return { machines, quote: bounded, ...(!quote.rate && { unpriced: unpriced ?? "no source reports it" }) };
}

function placeOf(inputs: Properties, platform: string, spec: object): Parameters<typeof openPlace>[0] {
  const text = (value: unknown) => (typeof value === "string" && !isUnknown(value) ? value : undefined);
  return { platform, region: text(inputs["region"]) ?? "", projectId: text(inputs["projectId"]), spec };
}

/** The settings of a job's provider, by key; undefined: they are not in the preview. */
function settingsByProvider(preview: Preview): (provider: string) => ((key: string) => string | undefined) | undefined {
  const explicit = new Map(
    preview.steps
      .filter(({ urn }) => urn.includes("pulumi:providers:pulumi-nodejs::"))
      .map(({ urn, newState, oldState }) => [urn, newState?.inputs ?? oldState?.inputs ?? {}]),
  );
  return (provider) => {
    const urn = provider.split("::").slice(0, 4).join("::");
    if (/::default(_[\d_]+)?$/.test(urn) || urn === "") return (key) => preview.config(key);
    const inputs = explicit.get(urn);
    if (!inputs) return undefined;
    return (key) => {
      const value = inputs[key];
      if (value === SCRUBBED || isUnknown(value)) throw new Error(`${key} is not known`);
      return typeof value === "string" ? value : undefined;
    };
  };
}

/**
 * The prices given on the command line, else by the stack. The stack may name a file anywhere, and anybody may have made the
 * preview: such a file is read only if it is inside this folder.
 * @throws WrongCall
 */
export async function readPrices(given: string | undefined, preview: Preview): Promise<PriceTable> {
  const text = given ?? preview.config(PRICES_KEY);
  const where = given === undefined ? PRICES_KEY : "--prices";
  const isList = text?.trim().startsWith("[") === true;
  if (given === undefined && text !== undefined && !isList && !isInside(text)) {
    throw new WrongCall(
      `${PRICES_KEY} names a file outside this folder, or one that is not YAML or JSON: give it with --prices`,
    );
  }
  try {
    return await PriceTable.read(text);
  } catch (error) {
    // The content of a file that is not a price list must not be shown.
    const isTold = error instanceof PlatformError && given !== undefined;
    const reason = isTold ? printable(error.words) : "it is not a list of prices";
    throw new WrongCall(`${where}: ${reason}`);
  }
}

function isInside(file: string): boolean {
  const path = file.replace(/^"(.*)"$/, "$1");
  return (
    /\.(ya?ml|json)$/i.test(path) && !isAbsolute(path) && !path.split(/[/\\]/).some((part) => part.startsWith("."))
  );
}
