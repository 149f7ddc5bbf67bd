import { z, type ZodType } from "zod";
import type { Context } from "../engine/resource";
import type { Changes } from "../engine/rules";
import { parseDuration } from "../jobs/duration";
import { platforms, type AnyPlatform } from "../platforms/registry";

/** A duration such as `30m`. */
export const duration = z.string('needs a duration such as "30m"').refine((text) => parseDuration(text) !== undefined, {
  error: (issue) => `${JSON.stringify(issue.input)} is not a duration; write "90s", "30m" or "1h30m"`,
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

/** Inputs whose shape depends on `platform`, built from the registry; `Inputs` declares what all platforms share. */
export function inputsByPlatform<Inputs>(inputsOf: (platform: AnyPlatform) => z.ZodObject): ZodType<Inputs> {
  const [first, ...others] = platforms.map(inputsOf);
  return z.discriminatedUnion("platform", [first, ...others] as [z.ZodObject], {
    error: `must be one of ${names}`,
  }) as unknown as ZodType<Inputs>;
}

/** The inputs that are sent to the platform as they are; the others say where, and what this package does. */
const SENT = /^(spec|extraSpec|maxDuration)\b/;

/** The changes, without those of inputs that are sent where both sides ask the platform for the same thing. */
export function withoutSent(
  { replaces, updates, maybe }: Changes,
  isSame: { replaces(): boolean; updates(): boolean },
): Changes {
  const relevant = (paths: readonly string[], isTheSame: () => boolean) => {
    const others = paths.filter((path) => !SENT.test(path));
    return others.length < paths.length && isTheSame() ? others : paths;
  };
  return { replaces: relevant(replaces, isSame.replaces), updates: relevant(updates, isSame.updates), maybe };
}

/**
 * Says in a preview that an update may turn out to be a replacement: inputs are not known yet whose change means another resource.
 * @param means what the replacement does, as a clause
 */
export function noteUnknown(
  { replaces, maybe }: Pick<Changes, "replaces" | "maybe">,
  means: string,
  { note }: Pick<Context<never>, "note">,
): void {
  if (replaces.length > 0 || maybe.length === 0) return;
  const members = maybe.map((member) => `\`${member}\``).join(", ");
  note(
    "warning",
    `${members} ${maybe.length === 1 ? "is" : "are"} not known before the run: if a value differs from the last one, ` +
      `this is not an update, but ${means}`,
  );
}
