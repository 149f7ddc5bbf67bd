import { PlatformError } from "../../net/errors";

/** The items; empty where the platform refuses or fails to show them. */
export async function readable<Item>(items: Promise<readonly Item[]>): Promise<readonly Item[]> {
  try {
    return await items;
  } catch (error) {
    if (error instanceof PlatformError) return [];
    throw error;
  }
}
