import { z } from "zod";
import { isListed, list } from "./listed";
import { ifKnown, JOB, MODEL, resourceRule } from "./rule";

const NO_LIST = { notApplicable: "its configuration has no list" } as const;

/** Jobs run only on these groups of machines. */
export const allowedGroups = resourceRule({
  name: "training-allowed-groups",
  displayName: "Allowed resource groups",
  description: "Training jobs run on allowed resource groups.",
  config: z.strictObject({
    groups: list("Id of a group: `rsg-…`, a dedicated pool's, `lcg-…`."),
    allowNoGroup: z
      .boolean()
      .default(false)
      .describe("Whether a job may run on machines of no group, which are paid by the hour."),
  }),
  check({ platform, spec }, { groups, allowNoGroup }) {
    if (!groups) return NO_LIST;
    const known = ifKnown(() => ({ group: platform.job.group(spec)?.id }));
    if (!known) return [];
    const { group } = known;
    if (group === undefined) {
      return allowNoGroup ? [] : [`The job runs on no group, but on machines by the hour; allowed: ${shown(groups)}.`];
    }
    return isListed(group, groups) ? [] : [`The job runs on ${group}; allowed: ${shown(groups)}.`];
  },
});

/** Jobs and model versions are only in these regions. */
export const allowedRegions = resourceRule({
  name: "training-allowed-regions",
  displayName: "Allowed regions",
  description: "Training jobs and model versions are in allowed regions.",
  of: [JOB, MODEL],
  config: z.strictObject({ regions: list("A region: `ap-guangzhou`, `cn-north-4`; Qizhi's one site is `sii`.") }),
  check({ inputs }, { regions }) {
    if (!regions) return NO_LIST;
    const region = ifKnown(() => inputs["region"]);
    if (typeof region !== "string" || isListed(region, regions)) return [];
    return [`Its region is ${region}; allowed: ${shown(regions)}.`];
  },
});

/** Jobs run only on these types of machines. */
export const allowedMachines = resourceRule({
  name: "training-allowed-machines",
  displayName: "Allowed machine types",
  description: "Training jobs run on allowed types of machines.",
  config: z.strictObject({
    machines: list(
      "A type of machine as specs name it: an instance type, a flavor, a specification; the type of the cards (`A100`) where a " +
        "job takes a share of a group's machines.",
    ),
  }),
  check({ platform, spec }, { machines }) {
    if (!machines) return NO_LIST;
    const kinds = ifKnown(() => platform.job.machines(spec)) ?? [];
    // Where a spec says neither, the group decides.
    const names = kinds.flatMap(({ machine, gpuType }) => machine ?? gpuType ?? []);
    return [...new Set(names)]
      .filter((name) => !isListed(name, machines))
      .map((name) => `The job runs on ${name}; allowed: ${shown(machines)}.`);
  },
});

function shown(entries: readonly string[]): string {
  return entries.join(", ");
}
