import { z } from "zod";
import type { Stage } from "../../../emulator/vendor";

/** What only TI-ONE has. */
export const tioneSwitches = z.strictObject({
  /** Takes request members and gives reply members that the public documents do not list. */
  unlistedMembers: z.boolean().default(true),
  /** Actions that the vendor took out of its public lists still answer; else they are refused with `InvalidAction`. */
  removedActions: z.boolean().default(true),
  /** EnableTrainingTaskClsConfig is there. */
  clsUpdate: z.boolean().default(true),
  /** A create makes the task, fails to bind its tags, and answers with an error. */
  tagBindingFails: z.boolean().default(false),
  /** UpdateTime moves with every change of state, not only with what a user does. */
  updateTimeFollowsState: z.boolean().default(false),
  /** A label that the model has already is refused; else the model gets a second version of that label. */
  duplicateVersionRefused: z.boolean().default(true),
  /** A model goes with its last version. */
  lastVersionDeletesModel: z.boolean().default(false),
  /** A second model of one name is refused while the first is not deleted. */
  uniqueModelNames: z.boolean().default(false),
});

export type TioneSwitches = z.output<typeof tioneSwitches>;
export type TioneStage = Stage<TioneSwitches>;
