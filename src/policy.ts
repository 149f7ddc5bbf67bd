/** Rules for policy packs: what training jobs may cost, and where and what they may run. */
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
 * All rules, for `new PolicyPack("training", { policies: trainingPolicies(), enforcementLevel: "mandatory" })`. The pack sets
 * their enforcement level: no rule sets its own except `training-no-extra-spec`, which is disabled until its configuration
 * enables it. A rule that needs a list or a limit lets everything pass until its configuration has one.
 * @param config by rule name: an enforcement level, or a record of the rule's members and its `enforcementLevel`. What the
 *   stack's organization or `--policy-pack-config` says about a member takes precedence. In the third argument of `PolicyPack`,
 *   a record without an `enforcementLevel` makes its rule advisory, whatever the pack says; here it does not.
 * @throws Error for an unknown rule or member
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
