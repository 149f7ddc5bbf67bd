import { z } from "zod";
import { ifKnown, JOB, MODEL, resourceRule } from "./rule";

/** Nothing that the other rules do not see goes to a platform. */
export const noExtraSpec = resourceRule({
  name: "training-no-extra-spec",
  displayName: "No members that bypass the rules",
  description:
    "Training jobs and model versions have no extraSpec, which replaces members of spec and which no rule reads.",
  enforcementLevel: "disabled",
  of: [JOB, MODEL],
  config: z.strictObject({}),
  check({ inputs }) {
    const members = ifKnown(() => Object.keys(inputs["extraSpec"] ?? {})) ?? [];
    return members.length > 0 ? [`It has ${members.join(", ")} in extraSpec.`] : [];
  },
});
