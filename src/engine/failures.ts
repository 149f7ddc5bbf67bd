import type { Properties } from "./values";

/**
 * A plain failure as the engine shows it: the message and nothing else. The stock server prints `stack` beside it and reads
 * `id` and `code` off whatever is thrown, so no other error may cross that border.
 */
export class ResourceFailure extends Error {
  /** How a failure begins when the stock server prints it, although the engine shows it, too. */
  static readonly prefix = "ResourceFailure: ";
  override readonly name = "ResourceFailure";
  constructor(message: string) {
    super(message);
    this.stack = "";
  }
}

/**
 * "Created, but with problems": Pulumi keeps the row with this id and these outputs, shows the reasons, ends with an error, and
 * calls `update` on the next `up`. `properties` carries `__provider`, or the row could never be read or deleted again.
 */
export class PartialFailure extends ResourceFailure {
  constructor(
    readonly id: string,
    readonly properties: Properties,
    readonly reasons: readonly [string, ...string[]],
  ) {
    super(reasons.join("\n"));
  }
}
