import { SCRUBBED } from "../net/secrets";
import type { Path } from "./problems";
import { isObject, isUnknown, type Properties } from "./values";

/** Members that are sensitive by nature, whoever supplies them; `program/secrets.ts` marks the same ones. */
const SENSITIVE = /^image_?secret$/i;

/** Names of members that identify or locate: their values come back in ids and paths, by which things are found. */
const WHICH_AND_WHERE =
  /^[a-z]\w*(Framework|Id|Mode|Name|Path|Region|Type|Url|Version)$|^(bucket|framework|id|image|kind|name|paths?|region|role|type|url|version)$/;
/** Names of members whose members the program names. */
const ENVIRONMENT = /^env/;
/** Inputs that are sent to the platform as they are; all others are between the program and this package. */
const SENT = new Set(["spec", "extraSpec"]);

/** The engine's mark on a value that it is to encrypt. Source: sdk/go/common/resource/sig/sig.go of pulumi/pulumi. */
const MARK = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

/** The value, marked as secret for the engine: encrypted in the state, hidden wherever it would be shown. */
export function markSecret(value: unknown): object {
  return { ...MARK, value };
}

/** A word of a longer text, such as a command, that may be the secret in it: long, with letters and digits, not a path. */
const WORD = /[^\s"'`=,;:/\\]{12,}/g;

interface Leaf {
  readonly path: readonly string[];
  readonly value: string | number | boolean;
  /** Identifies or locates: left alone in what a platform says, because things are found by it. */
  readonly isNamed: boolean;
}

/**
 * What nobody may see of a resource: what is sensitive by nature, in rows of older versions too, and what the program made
 * secret. Pulumi hands plain values to a dynamic provider, so the program says where the secrets are: `__secrets` is a list of
 * JSON pointers (RFC 6901). Never throws: rows may be of any age.
 */
export class Hidden {
  private readonly leaves: readonly Leaf[];

  constructor(properties: Properties) {
    const { __secrets: pointers } = properties;
    const marked = (Array.isArray(pointers) ? pointers : []).map((pointer) => keysOf(String(pointer)));
    const leaves = marked.flatMap((path) => leavesOf(valueAt(properties, path), path));
    const named = ({ path }: Leaf) =>
      !SENT.has(path[0] ?? "") ||
      (path.some((key) => WHICH_AND_WHERE.test(key)) && !path.some((key) => ENVIRONMENT.test(key)));
    this.leaves = [...sensitiveIn(properties, []), ...leaves.map((leaf) => ({ ...leaf, isNamed: named(leaf) }))];
  }

  /** Texts to remove from everything that a platform says. */
  get texts(): string[] {
    return this.leaves.filter(({ isNamed }) => !isNamed).flatMap(({ value }) => textsIn(value));
  }

  /** Texts to remove from everything that people read. */
  get shown(): string[] {
    return this.leaves.flatMap(({ value }) => textsIn(value));
  }

  /** Whether the input as a whole is secret. */
  has(key: string): boolean {
    return this.leaves.some(({ path }) => path.length === 1 && path[0] === key);
  }

  /** Whether the text repeats a secret, as a path repeats its bucket. */
  isIn(text: string): boolean {
    return this.leaves.some(({ value }) => {
      const part = typeof value === "string" ? value.replace(/^[\s/]+|[\s/]+$/g, "") : "";
      return part !== "" && wholeWords(part).test(text);
    });
  }

  /**
   * A message about a place in the inputs, without the secrets at that place.
   * @param isWide the message may also be about other places
   */
  outOf(words: string, place: Path, isWide: boolean): string {
    const isAt = ({ path }: Leaf) => path.every((key, at) => at >= place.length || key === String(place[at]));
    return this.leaves
      .filter((leaf) => isWide || isAt(leaf))
      .sort((left, right) => String(right.value).length - String(left.value).length)
      .reduce((text, { value }) => without(text, value), words);
  }
}

function sensitiveIn(value: unknown, path: readonly string[]): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => sensitiveIn(item, [...path, String(index)]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (SENSITIVE.test(key) || (key === "value" && value["isPrivate"] === true))
      return leavesOf(member, [...path, key]);
    return typeof member === "object" ? sensitiveIn(member, [...path, key]) : [];
  });
}

function leavesOf(value: unknown, path: readonly string[]): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, String(index)]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
  const isLeaf = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isLeaf && !isUnknown(value) ? [{ path, value, isNamed: false }] : [];
}

function textsIn(value: Leaf["value"]): string[] {
  if (typeof value !== "string") return [];
  const words = /\s/.test(value) ? (value.match(WORD) ?? []) : [];
  return [value, ...words.filter((word) => /\d/.test(word) && /[A-Za-z]/.test(word))];
}

/** The message without the value, however short that is. */
function without(words: string, value: Leaf["value"]): string {
  if (value === "") return words;
  if (typeof value !== "string") return words.replace(`is ${value}`, `is ${SCRUBBED}`);
  return words.replaceAll(JSON.stringify(value), SCRUBBED).replace(wholeWords(value), SCRUBBED);
}

/** Matches the text as whole words: a short one would be part of everything. */
function wholeWords(text: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "gu");
}

function keysOf(pointer: string): string[] {
  const keys = pointer.split("/").slice(1);
  return keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueAt(properties: Properties, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (parent, key) =>
      (isObject(parent) || Array.isArray(parent)) && Object.hasOwn(parent, key)
        ? (Reflect.get(parent, key) as unknown)
        : undefined,
    properties,
  );
}
