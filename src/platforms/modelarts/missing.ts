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
