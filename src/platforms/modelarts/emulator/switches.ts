import { z } from "zod";
import type { Stage } from "../../../emulator/vendor";

/** Switches that only v1 has. */
export const v1Switches = z.strictObject({
  /** Creates no longer exist, as on the public cloud. */
  v1Retired: z.boolean().default(false),
});

export type V1Switches = z.output<typeof v1Switches>;
export type V1Stage = Stage<V1Switches>;
