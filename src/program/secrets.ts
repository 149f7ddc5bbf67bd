import * as pulumi from "@pulumi/pulumi";

/** Members of a spec that are sensitive by their nature, whoever supplies them. */
const SENSITIVE = new Set(["imageSecret"]);

/** The arguments with what is sensitive marked as secret: encrypted in the state, hidden in previews. */
export function withSecrets<Args extends { readonly spec: unknown }>(args: Args): Args {
  return { ...args, spec: mark(args.spec) }; // same members, some of them Outputs now
}

function mark(value: unknown): unknown {
  return pulumi.Output.isInstance(value) ? value.apply(markKnown) : markKnown(value);
}

function markKnown(value: unknown): unknown {
  if (isLater(value)) return mark(pulumi.output(value));
  if (Array.isArray(value)) return value.map(markKnown);
  if (typeof value !== "object" || value === null) return value;
  const isPrivate: unknown = Reflect.get(value, "isPrivate");
  if (isLater(isPrivate)) return mark(pulumi.output(value)); // whether its value is sensitive shows then
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => [
      key,
      member !== undefined && (SENSITIVE.has(key) || (isPrivate === true && key === "value"))
        ? pulumi.secret(member)
        : markKnown(member),
    ]),
  );
}

function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
