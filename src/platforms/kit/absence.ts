import { PlatformError } from "../../net/errors";

/** Undefined when the platform says that it does not exist. @throws any other error */
export async function ifFound<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PlatformError && error.kind === "notFound") return undefined;
    throw error;
  }
}

/** Succeeds when the thing is already gone. @throws any other error */
export async function ignoreMissing(work: Promise<unknown>): Promise<void> {
  await ifFound(work);
}

/** Kinds of error with which a platform refuses an operation on a job. */
const REFUSALS: ReadonlySet<PlatformError["kind"]> = new Set(["invalid", "notFound", "notNow"]);

/** Turns a refusal into `notNow`, for callers that may ask again. Any other error is returned as it is. */
export function notNow(error: PlatformError): PlatformError {
  return REFUSALS.has(error.kind) ? new PlatformError("notNow", error.words, error.origin) : error;
}
