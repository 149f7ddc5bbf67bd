import { PlatformError } from "../../net/errors";

/**
 * An action that the vendor took off its public list may still answer; where it does not, the error says what to do instead.
 * @param instead the end of the sentence: `use …`
 * @throws PlatformError `unsupported`
 */
export async function ifOffered<T>(work: Promise<T>, instead: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isWithdrawn(error)) throw error;
    throw new PlatformError(
      "unsupported",
      `TI-ONE does not offer ${error.origin.action} any more: ${instead}`,
      error.origin,
    );
  }
}

export function isWithdrawn(error: unknown): error is PlatformError {
  return error instanceof PlatformError && error.kind === "unsupported";
}
