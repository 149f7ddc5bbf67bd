import type { Gate } from "../../net/action";
import { PlatformError } from "../../net/errors";
import type { Outcome } from "../../net/outcome";

/**
 * Submits what is put together first: an error on the way there means that nothing was sent.
 * @param idOf what of the answer is the id
 * @throws what the gate throws, and what is no PlatformError
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
