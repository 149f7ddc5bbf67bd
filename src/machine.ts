/** The machine that a process runs on, as `runtime.ts` and `lookups.ts` hand it to everything else. */
import { systemClock, type Clock } from "./net/clock";
import { createIo, type Io } from "./net/io";

/** The process's clock: against the emulator, waits run as fast as its own. */
export function clockOfProcess(): Clock {
  const speed = process.env.PULUMI_TRAINING_EMULATOR ? Number(process.env.PULUMI_TRAINING_CLOCK_SPEED ?? 1) : 1;
  return systemClock(Number.isFinite(speed) && speed > 0 ? speed : 1);
}

/** @throws PlatformError `invalid` when the environment's emulator is no URL of this machine */
export function ioOfProcess(clock: Clock): Io {
  return createIo({
    clock,
    env: () => process.env,
    random: Math.random,
    write: (line) => process.stderr.write(`${line}\n`),
  });
}
