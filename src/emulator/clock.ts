import { systemClock, type Clock } from "../net/clock";

/** The emulator's time: the machine's, faster by `speed`, and moved ahead by hand. Never steps back. */
export class EmulatorClock {
  private readonly base: Clock;
  private advancedMs = 0;

  constructor(readonly speed: number) {
    this.base = systemClock(speed);
  }

  /** Whole milliseconds since the epoch as the emulated world counts them. */
  now(): number {
    return Math.floor(this.base.now()) + this.advancedMs;
  }

  /** The machine's own time: every client signs with it, whatever the world's clock says. */
  wall(): number {
    return this.base.wall();
  }

  advance(ms: number): void {
    this.advancedMs += ms;
  }
}
