import { PlatformError } from "../../net/errors";

/** Undefined for what the platform says it does not know. @throws any other trouble */
export async function ifFound<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PlatformError && error.kind === "notFound") return undefined;
    throw error;
  }
}

/** Does something to a thing that may be gone already. @throws any other trouble */
export async function ignoreMissing(work: Promise<unknown>): Promise<void> {
  await ifFound(work);
}

/** Kinds with which a platform says no to what a job is asked to do. */
const REFUSALS: ReadonlySet<PlatformError["kind"]> = new Set(["invalid", "notFound", "notNow"]);

/** What a refusal means for somebody who may ask again: "not now". Any other trouble stays what it is. */
export function notNow(error: PlatformError): PlatformError {
  return REFUSALS.has(error.kind) ? new PlatformError("notNow", error.words, error.origin) : error;
}
