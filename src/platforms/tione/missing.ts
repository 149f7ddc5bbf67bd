import { PlatformError } from "../../net/errors";

/** Undefined for what the platform says it does not know; any other trouble is thrown. */
export async function ifAny<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PlatformError && error.kind === "notFound") return undefined;
    throw error;
  }
}

/** Content with a thing that is not there. */
export async function unlessMissing(work: Promise<void>): Promise<void> {
  await ifAny(work);
}

/** Kinds with which the platform says no to what a job is asked to do. */
const REFUSALS: ReadonlySet<PlatformError["kind"]> = new Set(["invalid", "notFound", "notNow"]);

/** What a refusal means for somebody who may ask again: "not now". Any other trouble stays what it is. */
export function notNow(error: PlatformError): PlatformError {
  return REFUSALS.has(error.kind) ? new PlatformError("notNow", error.words, error.origin) : error;
}

/**
 * What the vendor took off its public list may still answer; where it does not, the error says what to do instead.
 * @param instead the end of the sentence: `take …`
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
