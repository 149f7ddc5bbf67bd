import { vendors } from "../platforms/vendors";
import { EmulatorClock } from "./clock";
import { Emulator, type Setup } from "./emulator";
import type { Scenario } from "./scenario";
import { listen, type Listening } from "./server";

export type { Scenario };

export interface EmulatorOptions extends Setup {
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  readonly port?: number;
  /** How many times faster the emulator's clock runs than the machine's; default 1. */
  readonly speed?: number;
}

export interface RunningEmulator extends Listening {
  /** What a client needs in its environment: where the emulator is, its speed, and the public dummy credentials. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts an emulator of the platforms' APIs in this process, on the loopback interface only.
 * @throws the system's error when the port is not available; RangeError when the speed is not a positive number
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, speed = 1, ...setup } = options;
  if (!(speed > 0 && speed < Infinity)) throw new RangeError(`the speed of a clock must be positive, not ${speed}`);
  const listening = await listen(new Emulator(new EmulatorClock(speed), vendors, setup), port);
  return {
    ...listening,
    env: {
      PULUMI_TRAINING_EMULATOR: listening.url,
      PULUMI_TRAINING_CLOCK_SPEED: String(speed),
      ...Object.fromEntries(vendors.flatMap((vendor) => Object.entries(vendor.env))),
    },
  };
}
