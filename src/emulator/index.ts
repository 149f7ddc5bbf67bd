import { vendors } from "../platforms/vendors";
import { EmulatorClock } from "./clock";
import { Emulator } from "./emulator";
import type { Scenario } from "./scenario";
import { listen, type Listening } from "./server";

export type { Scenario };

export interface EmulatorOptions {
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  readonly port?: number;
  /** How many times faster than the machine's the emulator's clock runs; default 1. */
  readonly speed?: number;
  /** Makes the ids of jobs and requests the same in every run. */
  readonly seed?: string;
  /** In force from the start, and again after a reset. */
  readonly scenarios?: readonly Scenario[];
}

export interface RunningEmulator extends Listening {
  /** What a client needs in its environment: where the emulator is, its speed, and the public dummy credentials. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts an emulator of the platforms' APIs in this process, on the loopback interface only.
 * @throws the system's error when the port cannot be had; RangeError when the speed is not a positive number
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, speed = 1, seed, scenarios = [] } = options;
  if (!(speed > 0 && speed < Infinity)) throw new RangeError(`the speed of a clock must be positive, not ${speed}`);
  const listening = await listen(new Emulator(new EmulatorClock(speed), vendors, scenarios, seed), port);
  return {
    ...listening,
    env: {
      PULUMI_TRAINING_EMULATOR: listening.url,
      PULUMI_TRAINING_CLOCK_SPEED: String(speed),
      ...Object.fromEntries(vendors.flatMap((vendor) => Object.entries(vendor.env))),
    },
  };
}
