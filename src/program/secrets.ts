import * as pulumi from "@pulumi/pulumi";

/** Members of a spec that are sensitive by nature, whoever supplies them; in an `extraSpec` as the vendor spells them. */
const SENSITIVE = /^image_?secret$/i;

/** The arguments with what is sensitive marked as secret: encrypted in the state, hidden in previews. */
export function withSecrets<Args extends { readonly spec: unknown; readonly extraSpec?: unknown }>(args: Args): Args {
  // Same members, some of them Outputs now.
  return { ...args, spec: mark(args.spec), ...(args.extraSpec !== undefined && { extraSpec: mark(args.extraSpec) }) };
}

function mark(value: unknown): unknown {
  return pulumi.Output.isInstance(value) ? value.apply(markKnown) : markKnown(value);
}

function markKnown(value: unknown): unknown {
  if (isLater(value)) return mark(pulumi.output(value));
  if (Array.isArray(value)) return value.map(markKnown);
  if (typeof value !== "object" || value === null) return value;
  const isPrivate: unknown = Reflect.get(value, "isPrivate");
  if (isLater(isPrivate)) return mark(pulumi.output(value)); // only then is it known whether its value is sensitive
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => [
      key,
      member !== undefined && (SENSITIVE.test(key) || (isPrivate === true && key === "value"))
        ? pulumi.secret(member)
        : markKnown(member),
    ]),
  );
}

/**
 * Where in the arguments the program itself made something secret, as JSON pointers: the plugin gets plain values and could not
 * know. What is sensitive by nature is left out: the plugin knows that itself. Undefined: nowhere.
 */
export function secretPointers(args: object): pulumi.Output<string[] | undefined> {
  return pulumi.output(pointersIn(args, "")).apply((pointers) => (pointers.length > 0 ? pointers : undefined));
}

function pointersIn(value: unknown, pointer: string): pulumi.Input<string[]> {
  if (isLater(value)) {
    const later: pulumi.Output<unknown> = pulumi.output(value);
    return pulumi
      .output(pulumi.isSecret(later))
      .apply((isSecret) => pulumi.output(isSecret ? [pointer] : later.apply((known) => pointersIn(known, pointer))));
  }
  if (typeof value !== "object" || value === null) return [];
  const isPrivate = Reflect.get(value, "isPrivate") === true;
  const members = Object.entries(value).filter(([key]) => !SENSITIVE.test(key) && !(isPrivate && key === "value"));
  const found = members.map(([key, member]: [string, unknown]) => pointersIn(member, `${pointer}/${escaped(key)}`));
  return pulumi.all(found).apply((pointers) => pointers.flat());
}

/** As in RFC 6901. */
function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
