import { z } from "zod";
import { json, type Delivery, type Emulator } from "./emulator";
import { faultSchema } from "./faults";
import { scenarioSchema } from "./scenario";
import type { WireRequest } from "./vendor";

export const CONTROL_PREFIX = "/_emulator/";

const LONGEST_ADVANCE_MS = 10 * 365 * 86_400_000;
const advance = z.strictObject({ advanceMs: z.number().int().min(0).max(LONGEST_ADVANCE_MS) });

type Route = (emulator: Emulator, body: unknown) => unknown;

/** Every control route: what it does, and what it returns as JSON. */
const ROUTES: Readonly<Record<string, Route>> = {
  "GET requests": (emulator) => emulator.requests(),
  "GET jobs": (emulator) => emulator.jobs(),
  "GET clock": clockOf,
  "GET switches": (emulator) => emulator.switches(),
  "POST clock": (emulator, body) => {
    emulator.clock.advance(advance.parse(body).advanceMs);
    return clockOf(emulator);
  },
  "POST faults": (emulator, body) => {
    const fault = faultSchema.parse(body);
    const known = emulator.vendors.flatMap(({ actions }) => actions);
    // A misspelt action would never match, and its test would pass without testing anything.
    if (!known.includes(fault.action)) throw new Refused(`no emulated action is called ${fault.action}`);
    emulator.faults.add(fault);
    return fault;
  },
  "POST scenario": (emulator, body) => {
    const scenario = scenarioSchema.parse(body);
    emulator.direct(scenario);
    return scenario;
  },
  "POST switches": (emulator, body) => {
    emulator.switchTo(z.record(z.string(), z.unknown()).parse(body));
    return emulator.switches();
  },
  "POST reset": (emulator) => {
    emulator.reset();
    return {};
  },
};

/** Answers a request to a path under `CONTROL_PREFIX`. An invalid body gets 400 and the reason. */
export function control(
  emulator: Emulator,
  { method, url, body }: Omit<WireRequest, "headers">,
): NonNullable<Delivery["reply"]> {
  const path = url.split("?")[0]?.slice(CONTROL_PREFIX.length);
  const route = ROUTES[`${method} ${path}`];
  if (route === undefined) {
    return json(404, { error: `${method} ${url} is not one of: ${Object.keys(ROUTES).join(", ")}` });
  }
  try {
    return json(200, route(emulator, body.length > 0 ? JSON.parse(body.toString("utf8")) : undefined));
  } catch (error) {
    if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) });
    if (error instanceof SyntaxError || error instanceof Refused) return json(400, { error: error.message });
    throw error;
  }
}

class Refused extends Error {}

function clockOf({ clock }: Emulator): unknown {
  return { now: new Date(clock.now()).toISOString(), speed: clock.speed };
}
