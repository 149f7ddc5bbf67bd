import { z, type ZodType } from "zod";
import { parseDuration } from "../jobs/duration";
import { platforms, type AnyPlatform } from "../platforms/registry";

/** A time such as `30m`. */
export const duration = z.string('needs a duration such as "30m"').refine((text) => parseDuration(text) !== undefined, {
  error: (issue) => `${JSON.stringify(issue.input)} is no duration; write "90s", "30m" or "1h30m"`,
});

/** Where a resource is; the same members for every kind of resource. */
export function placeMembers(platform: AnyPlatform) {
  const region =
    `is needed: set it here, by \`pulumi config set --path training:${platform.settingsKey}.region <region>\`` +
    (platform.regionVariable ? `, or in ${platform.regionVariable}` : "");
  return {
    platform: z.literal(platform.name),
    region: z.string(region).min(1, region),
    projectId: z.string().min(1).optional(),
  };
}

const names = platforms.map(({ name }) => `"${name}"`).join(", ");

/** Inputs whose shape hangs on `platform`, made from the registry; what they share is written down as `Inputs`. */
export function inputsByPlatform<Inputs>(inputsOf: (platform: AnyPlatform) => z.ZodObject): ZodType<Inputs> {
  const [first, ...others] = platforms.map(inputsOf);
  return z.discriminatedUnion("platform", [first, ...others] as [z.ZodObject], {
    error: `must be one of ${names}`,
  }) as unknown as ZodType<Inputs>;
}
