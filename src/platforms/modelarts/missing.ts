import { PlatformError } from "../../net/errors";

export function isRefusal(error: unknown): error is PlatformError {
  return error instanceof PlatformError;
}

/** Undefined for what the platform says it does not know; any other trouble is thrown. */
export async function ifAny<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isRefusal(error) && error.kind === "notFound") return undefined;
    throw error;
  }
}

/** Kinds with which the platform says no to what a job is asked to do. */
const REFUSALS: ReadonlySet<PlatformError["kind"]> = new Set(["invalid", "notFound", "notNow"]);

/** What a refusal means for somebody who may ask again: "not now". Any other trouble stays what it is. */
export function notNow(error: PlatformError): PlatformError {
  return REFUSALS.has(error.kind) ? new PlatformError("notNow", error.words, error.origin) : error;
}

/** Content with a job that is not there. */
export async function unlessMissing(work: Promise<void>): Promise<void> {
  await ifAny(work);
}

/** What can be read; nothing where the platform says no. */
export async function readable<Item>(items: Promise<readonly Item[]>): Promise<readonly Item[]> {
  try {
    return await items;
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}
