import { z } from "zod";
import { ifKnown, resourceRule } from "./rule";

/** Every job has these tags, whatever their values. */
export const requiredTags = resourceRule({
  name: "training-required-tags",
  displayName: "Required tags",
  description: "Training jobs have the tags that are required.",
  config: z.strictObject({
    tags: z.array(z.string().min(1)).min(1).optional().describe("Key of a tag that every job must have: `team`."),
  }),
  check({ platform: { title, job }, spec }, { tags: required }) {
    if (!required) return { notApplicable: "its configuration has no list" };
    if (!job.tags) return { notApplicable: `jobs of ${title} have no tags` };
    const keys = ifKnown(() => Object.keys(job.tags?.(spec) ?? {}));
    const missing = keys ? required.filter((key) => !keys.includes(key)) : [];
    return missing.length > 0 ? [`The job has no tag ${missing.join(", ")}; set it in spec.tags.`] : [];
  },
});
