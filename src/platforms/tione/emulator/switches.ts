import { z } from "zod";
import type { Stage } from "../../../emulator/vendor";

/** Switches that only TI-ONE has. */
export const tioneSwitches = z.strictObject({
  /** Accepts request members and returns reply members that the public documents do not list. */
  unlistedMembers: z.boolean().default(true),
  /** Actions that the vendor took out of its public lists still answer; otherwise they are refused with `InvalidAction`. */
  removedActions: z.boolean().default(true),
  /** EnableTrainingTaskClsConfig exists. */
  clsUpdate: z.boolean().default(true),
  /** A create creates the task, fails to bind its tags, and answers with an error. */
  tagBindingFails: z.boolean().default(false),
  /** UpdateTime moves with every change of state, not only with what a user does. */
  updateTimeFollowsState: z.boolean().default(false),
  /** A label that the model already has is refused; otherwise the model gets a second version with that label. */
  duplicateVersionRefused: z.boolean().default(true),
  /** A model is deleted with its last version. */
  lastVersionDeletesModel: z.boolean().default(false),
  /** A second model of the same name is refused until the first is deleted. */
  uniqueModelNames: z.boolean().default(false),
});

export type TioneSwitches = z.output<typeof tioneSwitches>;
export type TioneStage = Stage<TioneSwitches>;
