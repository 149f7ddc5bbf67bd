import type { z } from "zod";
import type { tioneJobMembers } from "./schema";

type Spec = z.output<typeof tioneJobMembers>;
/** Says what is wrong with which member. */
type Report = (path: PropertyKey[], message: string) => void;

/** What members of a spec ask of one another. Each issue sits on the member to change. */
export function crossCheck(spec: Spec, context: z.core.$RefinementCtx<Spec>): void {
  const report: Report = (path, message) => context.addIssue({ code: "custom", path, message });
  checkCharging(spec, report);
  checkImage(spec, report);
  checkRoles(spec, report);
  if (spec.logEnable && !spec.logConfig) report(["logConfig"], "is needed when logEnable is true: where the logs go");
}

function checkCharging({ chargeType, resourceGroupId, resourceConfigInfos }: Spec, report: Report): void {
  if (chargeType === "PREPAID") {
    if (!resourceGroupId)
      report(["resourceGroupId"], "is needed with chargeType PREPAID: the group that the job runs on");
    return;
  }
  resourceConfigInfos.forEach(({ role, instanceType }, index) => {
    if (instanceType) return;
    report(
      ["resourceConfigInfos", index, "instanceType"],
      `is needed for role ${role} with chargeType POSTPAID_BY_HOUR: a specification such as TI.S.2XLARGE16.POST`,
    );
  });
}

function checkImage({ imageInfo, frameworkName, frameworkEnvironment }: Spec, report: Report): void {
  if (imageInfo) {
    if (!frameworkName && !frameworkEnvironment) return;
    report(["imageInfo"], "is given beside frameworkName or frameworkEnvironment; TI-ONE takes one or the other");
  } else if (!frameworkName && !frameworkEnvironment) {
    report(["imageInfo"], "is needed, or else frameworkName and frameworkEnvironment: the image that the job runs");
  } else if (!frameworkName) {
    report(["frameworkName"], `is needed with frameworkEnvironment ${JSON.stringify(frameworkEnvironment)}`);
  } else if (!frameworkEnvironment) {
    report(
      ["frameworkEnvironment"],
      `is needed with frameworkName ${JSON.stringify(frameworkName)}: which of its images`,
    );
  }
}

function checkRoles({ trainingMode, resourceConfigInfos }: Spec, report: Report): void {
  const server = resourceConfigInfos.findIndex(({ role }) => role === "PS");
  if (trainingMode === "PS_WORKER" && server < 0) {
    report(["resourceConfigInfos"], "has no entry of role PS, which trainingMode PS_WORKER needs");
  }
  if (trainingMode && trainingMode !== "PS_WORKER" && server >= 0) {
    report(
      ["resourceConfigInfos", server, "role"],
      `is PS, which only trainingMode PS_WORKER has; the mode is ${trainingMode}`,
    );
  }
}
