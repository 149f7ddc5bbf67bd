import type { Clock } from "./clock";
import { isLoopbackUrl } from "./endpoint";
import { PlatformError } from "./errors";
import { sendHttp, type HttpReply, type HttpRequest } from "./http";
import { createLimiters, type Limiters } from "./limiter";
import { Secrets } from "./secrets";

/** The outside world as platform code sees it; a test replaces the clock and the environment, not the sockets. */
export interface Io {
  readonly clock: Clock;
  /** The process environment at the time of the call: credentials are read from it, never kept. */
  env(): Readonly<Record<string, string | undefined>>;
  /** Base URL of an emulator; when set, everything goes there with its public dummy credentials. */
  readonly emulator?: string;
  http(request: HttpRequest): Promise<HttpReply>;
  /** Shared by all calls of the process. */
  readonly limiters: Limiters;
  /** What no text from a server may show. Whoever resolves a credential for a call adds it. */
  readonly secrets: Secrets;
  /** 0 ≤ x < 1, for jitter. */
  random(): number;
  /** One line about one attempt, for `PULUMI_TRAINING_DEBUG`; never holds a header value or a body. */
  debug(line: string): void;
}

/** What only the outermost code may touch: the clock, the environment, chance and the terminal. */
export interface Surroundings {
  readonly clock: Clock;
  env(): Readonly<Record<string, string | undefined>>;
  random(): number;
  /** Writes one line to standard error. */
  write(line: string): void;
  /** Default: those of the process. A test with a clock of its own brings limiters of its own. */
  readonly limiters?: Limiters;
}

/**
 * The outside world, as `PULUMI_TRAINING_EMULATOR` (base URL of an emulator on this machine) and `PULUMI_TRAINING_DEBUG` (any
 * text but "0": a line about every attempt) say at this moment.
 * @throws PlatformError `invalid` when the emulator's URL is not an http URL of this machine
 */
export function createIo(surroundings: Surroundings): Io {
  const { clock, write } = surroundings;
  const env = () => surroundings.env();
  const { PULUMI_TRAINING_EMULATOR: emulator, PULUMI_TRAINING_DEBUG: debug } = env();
  if (emulator && !isLoopbackUrl(emulator)) {
    const words = "PULUMI_TRAINING_EMULATOR must be an http URL of this machine, such as http://127.0.0.1:41234";
    throw new PlatformError("invalid", words, { platform: "emulator", action: "connect" });
  }
  const speaks = debug !== undefined && debug !== "" && debug !== "0";
  const secrets = new Secrets();
  return {
    clock,
    env,
    secrets,
    ...(emulator && { emulator: emulator.replace(/\/+$/, "") }),
    http(request) {
      if (emulator && new URL(request.url).origin !== new URL(emulator).origin) {
        throw new Error(`with PULUMI_TRAINING_EMULATOR set, nothing is sent to ${new URL(request.url).host}`);
      }
      return sendHttp(request, env());
    },
    limiters: surroundings.limiters ?? limitersOfProcess(clock),
    random: () => surroundings.random(),
    debug: speaks ? (line) => write(`pulumi-training: ${secrets.scrub(line)}`) : () => undefined,
  };
}

const LIMITERS = Symbol.for("pulumi-training.limiters");

/** On `globalThis`, because a process may load this package twice and an account has only one rate limit. */
function limitersOfProcess(clock: Clock): Limiters {
  const process = globalThis as { [LIMITERS]?: Limiters }; // the one member of the global object that is ours
  return (process[LIMITERS] ??= createLimiters(clock));
}
