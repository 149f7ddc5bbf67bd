import { systemClock, type Clock } from "../net/clock";

/** The emulator's clock: the machine's, `speed` times as fast, and advanced by hand. Never goes back. */
export class EmulatorClock {
  private readonly base: Clock;
  private advancedMs = 0;

  constructor(readonly speed: number) {
    this.base = systemClock(speed);
  }

  /** Emulated time, in whole milliseconds since the epoch. */
  now(): number {
    return Math.floor(this.base.now()) + this.advancedMs;
  }

  /** The machine's own time: clients sign with it, whatever the emulated clock says. */
  wall(): number {
    return this.base.wall();
  }

  advance(ms: number): void {
    this.advancedMs += ms;
  }
}
