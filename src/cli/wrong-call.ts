/** The command was called wrongly: its message says how to call it, and the exit code is 2. */
export class WrongCall extends Error {
  override readonly name = "WrongCall";
}
