import { setMaxListeners } from "node:events";
import { fstatSync } from "node:fs";
import { Server } from "node:net";
import type { Clock } from "../net/clock";

/** The user, or the engine, wants this to end: waits stop at once, and what has an id keeps it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor() {
    super("interrupted");
  }
}

export interface Interruption {
  /** Aborted, with an {@link Interrupted} as reason, when waiting should end. */
  readonly signal: AbortSignal;
  /** Runs one call of the engine; the process does not exit before its answer is out. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

const FLUSH_MS = 100;

/**
 * Listens for every way in which an engine run ends early. Ctrl-C reaches the CLI alone: it calls the plugin's `Cancel`,
 * which the stock server answers and forgets, so we listen for that call ourselves. SIGINT comes when the engine closes the
 * plugin, SIGTERM from a runner that is cancelled, and the end of stdin means that the engine was killed.
 */
export function listenForInterruption(clock: Clock): Interruption {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // every call of the engine listens
  let inFlight = 0;
  let isLeaving = false;

  const leaveWhenIdle = () => {
    if (isLeaving && inFlight === 0) void clock.sleep(FLUSH_MS).then(() => process.exit(0));
  };
  const leave = () => {
    isLeaving = true;
    controller.abort(new Interrupted());
    if (inFlight === 0) process.exit(0);
  };
  process.on("SIGINT", leave);
  process.on("SIGTERM", leave);
  if (fstatSync(0).isFIFO()) process.stdin.resume().on("end", leave);
  onCancelCall(() => controller.abort(new Interrupted()));

  return {
    signal: controller.signal,
    async during(work) {
      inFlight += 1;
      try {
        return await work();
      } finally {
        inFlight -= 1;
        leaveWhenIdle();
      }
    },
  };
}

const CANCEL_PATH = "/pulumirpc.ResourceProvider/Cancel";

/** Watches the plugin's own gRPC server for the engine's Cancel. Where the server cannot be found, Ctrl-C waits as before. */
function onCancelCall(listener: () => void): void {
  const handles: unknown = Reflect.get(process, "_getActiveHandles");
  if (typeof handles !== "function") return;
  for (const handle of handles.call(process) as unknown[]) {
    if (!(handle instanceof Server)) continue;
    handle.on("stream", (_stream: unknown, headers: Record<string, unknown> | undefined) => {
      if (headers?.[":path"] === CANCEL_PATH) listener();
    });
  }
}
