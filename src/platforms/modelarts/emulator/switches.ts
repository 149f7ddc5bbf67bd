import { z } from "zod";
import type { Stage } from "../../../emulator/vendor";

/** What only v1 has. */
export const v1Switches = z.strictObject({
  /** Creates are gone, as on the public cloud. */
  v1Retired: z.boolean().default(false),
});

export type V1Switches = z.output<typeof v1Switches>;
export type V1Stage = Stage<V1Switches>;
