/** The machine that a process runs on, as `runtime.ts` and `lookups.ts` hand it to everything else. */
import { systemClock, type Clock } from "./net/clock";
import { createIo, type Io } from "./net/io";

/** The process's clock: against the emulator it runs at the emulator's speed. */
export function clockOfProcess(): Clock {
  const speed = process.env.PULUMI_TRAINING_EMULATOR ? Number(process.env.PULUMI_TRAINING_CLOCK_SPEED ?? 1) : 1;
  return systemClock(Number.isFinite(speed) && speed > 0 ? speed : 1);
}

/** Whether a process of this user still runs. Another user's does not count: its number was ours before, and was given away. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0); // signal 0 sends nothing
  } catch {
    return false;
  }
}

/** @throws PlatformError `invalid` when PULUMI_TRAINING_EMULATOR is not a URL on this machine */
export function ioOfProcess(clock: Clock): Io {
  return createIo({
    clock,
    env: () => process.env,
    random: Math.random,
    write: (line) => process.stderr.write(`${line}\n`),
  });
}
