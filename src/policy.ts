/** Rules for policy packs: what training jobs may cost, where they may run, and what. */
import type { PolicyPackConfig, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { allowedGroups, allowedMachines, allowedRegions } from "./policy/allowed";
import { budget } from "./policy/budget";
import { withConfig } from "./policy/config";
import { maxDuration } from "./policy/duration";
import { noExtraSpec } from "./policy/extra";
import { noLatestImage, noPublicRegistry } from "./policy/images";
import { requiredTags } from "./policy/tags";

export {
  allowedGroups,
  allowedMachines,
  allowedRegions,
  budget,
  maxDuration,
  noExtraSpec,
  noLatestImage,
  noPublicRegistry,
  requiredTags,
};

/**
 * All rules, for `new PolicyPack("training", { policies: trainingPolicies(), enforcementLevel: "mandatory" })`. The pack says
 * which of them are mandatory: none of them says it itself, but `training-no-extra-spec`, which is disabled until its
 * configuration enables it. A rule that needs a list or a limit lets everything pass until its configuration has one.
 * @param config by the rules' names: an enforcement level, or a record of the rule's members and its `enforcementLevel`. What the
 *   stack's organization or `--policy-pack-config` says of a member comes before it. In the third argument of `PolicyPack`, a
 *   record without an `enforcementLevel` makes its rule advisory, whatever the pack says; here it does not.
 * @throws Error for a rule or a member that there is not
 */
export function trainingPolicies(config: PolicyPackConfig = {}): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const rules = [
    budget,
    maxDuration,
    allowedGroups,
    allowedRegions,
    allowedMachines,
    noLatestImage,
    noPublicRegistry,
    requiredTags,
    noExtraSpec,
  ];
  return withConfig(rules, config);
}
