import { PlatformError } from "../../net/errors";

/** What can be read; nothing where the platform says no. */
export async function readable<Item>(items: Promise<readonly Item[]>): Promise<readonly Item[]> {
  try {
    return await items;
  } catch (error) {
    if (error instanceof PlatformError) return [];
    throw error;
  }
}
