/**
 * Values as Pulumi hands them to a dynamic provider and takes them back: JSON, with a sentinel string for what a preview
 * does not know yet. Source: sdk/nodejs/runtime/rpc.ts and sdk/go/common/resource/plugin/rpc.go of pulumi/pulumi.
 */
const UNKNOWN = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // any value of a Node program
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // bool
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // list
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** An object with string keys, as it comes over the wire. */
export type Properties = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && UNKNOWN.has(value);
}

/** Whether the value, or anything inside it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (isObject(value)) return Object.values(value).some(hasUnknown);
  return isUnknown(value);
}

/** Equal as JSON: key order does not count, and a missing member equals an undefined one. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (isObject(left) && isObject(right)) {
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...keys].every((key) => isSame(ownMember(left, key), ownMember(right, key)));
  }
  return left === right;
}

/** Never an inherited member: a user's record may have a key such as `__proto__`. */
function ownMember(object: Properties, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Whether everything in `part` is the same in `whole`, which may say more. */
export function isIncluded(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part) && Array.isArray(whole)) {
    return part.length === whole.length && part.every((item, index) => isIncluded(item, whole[index]));
  }
  if (isObject(part) && isObject(whole)) return Object.keys(part).every((key) => isIncluded(part[key], whole[key]));
  return part === whole;
}

/**
 * A copy that the engine's protobuf can carry: `undefined` members are left out (the stock server throws on them after the
 * job was created), and anything that is not JSON is refused, naming its path.
 */
export function toWire(value: unknown, path = "outputs"): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => toWire(item ?? null, `${path}[${index}]`));
  if (isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(entries.map(([key, member]) => [key, toWire(member, `${path}.${key}`)]));
  }
  throw new TypeError(`${path} holds a value (${typeof value}) that Pulumi's state cannot hold`);
}

/** Members for our own bookkeeping, which Pulumi hides from people: `__provider`, `__urn`. */
export function isHidden(key: string): boolean {
  return key.startsWith("__");
}

export function withoutHidden(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !isHidden(key)));
}

/** Each member of a type by its name: a table that lacks one does not compile. */
export type Members<Type> = { readonly [Name in keyof Required<Type>]: true };

/** Only the members of this table. */
export function pick<Part>(whole: NoInfer<Part>, members: Members<Part>): Part {
  const entries = Object.keys(members).map((name) => [name, whole[name as keyof Part]]); // its keys are those of the type
  return Object.fromEntries(entries) as Part;
}

/** Without members that say no more than their absence would: null, empty lists and empty records. */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isObject(value)) return value;
  const kept = Object.entries(value)
    .map(([name, member]) => [name, withoutEmpty(member)] as const)
    .filter(([, member]) => !isEmpty(member));
  return Object.fromEntries(kept);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
