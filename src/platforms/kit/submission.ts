import type { Gate } from "../../net/action";
import { PlatformError } from "../../net/errors";
import type { Outcome } from "../../net/outcome";

/**
 * Prepares a request and submits it: an error during preparation means that nothing was sent.
 * @param idOf the id in the answer
 * @throws what the gate throws, and whatever is not a PlatformError
 */
export async function submitPrepared<Answer, Id>(
  send: () => Promise<Outcome<Answer>>,
  idOf: (answer: Answer) => Id,
  { signal }: Pick<Gate, "signal">,
): Promise<Outcome<Id>> {
  try {
    const outcome = await send();
    return outcome.kind === "done" ? { kind: "done", value: idOf(outcome.value) } : outcome;
  } catch (error) {
    if (error instanceof PlatformError && error !== signal.reason) return { kind: "notSent", error };
    throw error;
  }
}
