/** A usage error: the message says how to call the command, and the exit code is 2. */
export class WrongCall extends Error {
  override readonly name = "WrongCall";
}
