import { isObject, isUnknown, type Properties } from "./values";

/** Members that are sensitive by their nature, whoever supplies them; `program/secrets.ts` marks the same. */
const SENSITIVE = new Set(["imageSecret"]);

/**
 * Names of members that say which and where. In a value that is secret as a whole, because one text in it is, these stay: what
 * they hold comes back in ids and paths that are used.
 */
const WHICH_AND_WHERE =
  /^[a-z]\w*(Framework|Id|Mode|Name|Path|Region|Type|Url|Version)$|^(bucket|framework|id|image|kind|name|paths?|region|role|type|url|version)$/;

/** A word of a longer text, such as a command, that may be the secret in it: long, with letters and digits, and no path. */
const WORD = /[^\s"'`=,;:/\\]{12,}/g;

/**
 * The texts among a resource's properties that nobody may see: those that are sensitive by their nature, also in rows of older
 * versions, and those which the program made secret. Pulumi hands a dynamic provider plain values, so the program says
 * where the latter are: `__secrets` is a list of JSON pointers (RFC 6901). Total: rows may be of any age.
 */
export function secretTexts(properties: Properties): string[] {
  const { __secrets: pointers } = properties;
  const marked = (Array.isArray(pointers) ? pointers : []).map((pointer) => valueAt(properties, String(pointer)));
  return [...sensitiveIn(properties), ...marked.flatMap((value) => textsIn(value, isNamed))];
}

function sensitiveIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(sensitiveIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    SENSITIVE.has(key) || (key === "value" && value["isPrivate"] === true) ? textsIn(member) : sensitiveIn(member),
  );
}

function isNamed(key: string): boolean {
  return WHICH_AND_WHERE.test(key);
}

function textsIn(value: unknown, isOpen: (key: string) => boolean = () => false): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, isOpen));
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, member]) => (isOpen(key) ? [] : textsIn(member, isOpen)));
  }
  if (typeof value !== "string" || isUnknown(value)) return [];
  const words = /\s/.test(value) ? (value.match(WORD) ?? []) : [];
  return [value, ...words.filter((word) => /\d/.test(word) && /[A-Za-z]/.test(word))];
}

function valueAt(properties: Properties, pointer: string): unknown {
  const keys = pointer.split("/").slice(1);
  return keys.reduce<unknown>((parent, key) => {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    return (isObject(parent) || Array.isArray(parent)) && Object.hasOwn(parent, name)
      ? (Reflect.get(parent, name) as unknown)
      : undefined;
  }, properties);
}
