import { createHash, randomUUID } from "node:crypto";

/**
 * Ids that look random but are a pure function of the seed: the n-th id of a stream is the same in every run.
 * Streams are independent, so polling never changes which id the next job gets.
 */
export class Ids {
  private readonly counts = new Map<string, number>();

  /** @param seed without one, ids differ from run to run */
  constructor(private readonly seed: string = randomUUID()) {}

  /** `length` decimal digits, the first not zero; at most 60. */
  digits(stream: string, length: number): string {
    const text = BigInt(`0x${this.next(stream)}`)
      .toString()
      .slice(1);
    return `1${text.slice(0, length - 1)}`;
  }

  /** `length` lower-case letters and digits; at most 40. */
  letters(stream: string, length: number): string {
    return BigInt(`0x${this.next(stream)}`)
      .toString(36)
      .slice(1, length + 1);
  }

  /** Has the form of a version 4 UUID. */
  uuid(stream: string): string {
    const hex = this.next(stream);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** Restarts every stream. */
  restart(): void {
    this.counts.clear();
  }

  private next(stream: string): string {
    const count = (this.counts.get(stream) ?? 0) + 1;
    this.counts.set(stream, count);
    return createHash("sha256").update(`${this.seed}:${stream}:${count}`).digest("hex");
  }
}
