import { z } from "zod";
import { ifKnown, JOB, MODEL, resourceRule } from "./rule";

/** Nothing is sent to a platform that other rules do not see. */
export const noExtraSpec = resourceRule({
  name: "training-no-extra-spec",
  displayName: "No members past the rules",
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
