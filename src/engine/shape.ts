import type { ZodArray, ZodObject, ZodType } from "zod";
import { nearest } from "../net/nearest";
import { strangeLeaves } from "./leaves";
import { hasUnknown, isObject, isUnknown, type Properties } from "./values";

/*
 * What a schema says about parts of a value. A schema states its kind in `def.type`; each `as` here relies on that.
 */

/** A schema without wrappers that only say when a value may be absent. */
function bare(schema: ZodType): ZodType {
  const { def } = schema as { def: { type: string; innerType?: ZodType } }; // wrappers have an inner type, other schemas do not
  return def.innerType ? bare(def.innerType) : schema;
}

/** The alternatives that a value may be meant as: the options of a union, or only those that its discriminator names. */
function alternatives(schema: ZodType, value: unknown): ZodType[] {
  const plain = bare(schema);
  if (plain.def.type !== "union") return [plain];
  const { options, discriminator } = plain.def as unknown as { options: ZodType[]; discriminator?: string };
  const all = options.flatMap((option) => alternatives(option, value));
  if (!discriminator || !isObject(value)) return all;
  return all.filter((option) => membersOf(option)?.[discriminator]?.safeParse(value[discriminator]).success);
}

function membersOf(schema: ZodType): Readonly<Record<string, ZodType>> | undefined {
  return schema.def.type === "object" ? (schema as ZodObject<Readonly<Record<string, ZodType>>>).shape : undefined;
}

/** The schema of members of any other name. */
function otherMembers(schema: ZodType): ZodType | undefined {
  if (schema.def.type === "record") return (schema as ZodType & { valueType: ZodType }).valueType;
  const { catchall } = schema.def as { catchall?: ZodType };
  return catchall && catchall.def.type !== "never" ? catchall : undefined;
}

/** The schema of a member or an item; undefined where the schema has none, or takes anything. */
function partOf(schema: ZodType, value: unknown, key: PropertyKey): ZodType | undefined {
  for (const option of alternatives(schema, value)) {
    if (Array.isArray(value)) {
      if (option.def.type === "array") return (option as ZodArray<ZodType>).element;
      continue;
    }
    const members = membersOf(option);
    const part = members && Object.hasOwn(members, key) ? members[String(key)] : otherMembers(option);
    if (part) return part;
  }
  return undefined;
}

/** A copy without null wherever the schema does not accept it: many tools write it for what is not set. */
export function withoutNulls(value: unknown, schema: ZodType | undefined): unknown {
  if (!schema) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, partOf(schema, value, 0)));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, member]) => {
    if (typeof member !== "object") return [[key, member] as const];
    const part = partOf(schema, value, key);
    const isLeftOut = member === null && part !== undefined && !part.safeParse(null).success;
    return isLeftOut ? [] : [[key, withoutNulls(member, part)] as const];
  });
  return Object.fromEntries(kept);
}

/**
 * What is in the inputs, is sent, and is probably not intended: words (`meta({ known })`) and members that the schema does not
 * know, since vendors extend their lists before this package does; what the schema itself doubts (`meta({ doubts })`,
 * `platforms/kit/doubts`); and slips in JavaScript. One sentence each.
 */
export function findDoubts(inputs: Properties, schema: ZodType): string[] {
  const strange = strangeLeaves(inputs).map(({ path, message }) => `${pathText(path)} ${message}`);
  return [...strange, ...doubtsIn(inputs, schema, "")];
}

function doubtsIn(value: unknown, schema: ZodType, path: string): string[] {
  if (isUnknown(value)) return [];
  const own = ownDoubts(value, schema, path);
  if (typeof value === "string") return [...own, ...doubtOfWord(value, schema, path)];
  if (Array.isArray(value)) {
    const part = partOf(schema, value, 0);
    return [...own, ...(part ? value.flatMap((item, index) => doubtsIn(item, part, `${path}[${index}]`)) : [])];
  }
  if (!isObject(value)) return own;
  const inside = Object.entries(value).flatMap(([key, member]) => {
    const part = partOf(schema, value, key);
    if (!part) return [];
    const at = memberPath(path, key);
    const isKnown = alternatives(schema, value).some((option) =>
      Object.hasOwn(membersOf(option) ?? { [key]: true }, key),
    );
    const doubt = `${at} is not a member that this package knows; it is sent as it is`;
    return [...(isKnown ? [] : [doubt]), ...doubtsIn(member, part, at), ...doubtsBeside(value, part, path)];
  });
  return [...own, ...inside];
}

const metas = new WeakMap<ZodType, Properties>();

/** A schema's metadata. zod builds it anew on each call, and fleets have a thousand jobs of one schema. */
function metaOf(schema: ZodType): Properties {
  const known = metas.get(schema);
  if (known) return known;
  const meta = schema.meta() ?? {};
  metas.set(schema, meta);
  return meta;
}

/** As the platforms' `doubting` writes them. */
interface Doubt {
  readonly path?: readonly PropertyKey[];
  readonly message: string;
}

/** What the schema doubts about a value that it accepts. Doubts about what a preview does not know yet are left out. */
function ownDoubts(value: unknown, schema: ZodType, path: string): string[] {
  return alternatives(schema, value).flatMap((option) => {
    const finders = (metaOf(option)["doubts"] ?? []) as readonly ((value: unknown) => readonly Doubt[])[]; // written by `doubting`
    const taken = finders.length > 0 ? option.safeParse(value) : undefined;
    if (!taken?.success) return [];
    return finders
      .flatMap((find) => find(taken.data))
      .filter(({ path: place = [] }) => !hasUnknown(valueAt(value, place)))
      .map(({ path: place = [], message }) => `${place.reduce<string>(memberPath, path)} ${message}`);
  });
}

/** A member's schema may know more about its neighbours than theirs do (`meta({ beside })`): a spec knows the platform's regions. */
function doubtsBeside(siblings: Properties, part: ZodType, path: string): string[] {
  const beside = (metaOf(bare(part))["beside"] ?? {}) as Readonly<Record<string, ZodType>>; // written by the platforms' `besideSpec`
  return Object.entries(beside).flatMap(([name, schema]) =>
    siblings[name] === undefined ? [] : doubtsIn(siblings[name], schema, memberPath(path, name)),
  );
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (parent, key) => (isObject(parent) || Array.isArray(parent) ? Reflect.get(parent, key) : undefined),
    value,
  );
}

function doubtOfWord(value: string, schema: ZodType, path: string): string[] {
  const lists = alternatives(schema, value).map((option) => metaOf(option)["known"]);
  const known = lists.find((list) => Array.isArray(list)) as readonly string[] | undefined; // written by the platforms' `hint`
  if (!known || known.includes(value)) return [];
  return [
    `${path} is ${JSON.stringify(value)}, none of the words that this package knows (${known.join(", ")}); it is sent as it is`,
  ];
}

/**
 * A sentence with the member that was probably meant by one that does not exist; undefined when there is no guess.
 * @param path of the member that does not exist
 */
export function meantBy(path: readonly PropertyKey[], inputs: Properties, schema: ZodType): string | undefined {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  let place: { value: unknown; schema: ZodType } | undefined = { value: inputs, schema };
  for (const step of parent) {
    const part: ZodType | undefined = place && partOf(place.schema, place.value, step);
    const value: unknown =
      isObject(place?.value) || Array.isArray(place?.value) ? Reflect.get(place.value, step) : undefined;
    place = part && { value, schema: part };
  }
  if (!place) return undefined;
  const here = pathText(parent);
  const siblings = namesIn(place.schema, place.value);
  const near = siblings.find((name) => isAlike(name, key)) ?? nearest(key, siblings);
  if (near) return `did you mean ${memberPath(here, near)}?`;

  const given: unknown = isObject(place.value) ? place.value[key] : undefined;
  const inside = isObject(given) ? Object.keys(given) : [];
  const beside = siblings.find((name) => inside.some((member) => isAlike(name, member)));
  if (beside) return `its members belong beside it: did you mean ${memberPath(here, beside)}?`;

  const elsewhere = pathsTo(key, inputs, schema);
  if (elsewhere) return `did you mean ${elsewhere}?`;
  if (parent[0] !== "spec" || !namesIn(schema, inputs).includes("extraSpec")) return undefined;
  return "`extraSpec` takes members of the vendor's request that the reference lacks";
}

function namesIn(schema: ZodType, value: unknown): string[] {
  return alternatives(schema, value).flatMap((option) => Object.keys(membersOf(option) ?? {}));
}

/** Where in the whole schema a member of this name is; the one nearest the top. */
function pathsTo(key: string, inputs: Properties, schema: ZodType): string | undefined {
  let level: { readonly path: string; readonly schema: ZodType; readonly value: unknown }[] = [
    { path: "", schema, value: inputs },
  ];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const place of level) {
      for (const option of alternatives(place.schema, place.value)) {
        if (option.def.type === "array")
          next.push({ path: `${place.path}[]`, schema: (option as ZodArray<ZodType>).element, value: undefined });
        for (const [name, member] of Object.entries(membersOf(option) ?? {})) {
          const path = memberPath(place.path, name);
          if (isAlike(name, key)) return path;
          const value: unknown = isObject(place.value) ? place.value[name] : undefined;
          next.push({ path, schema: member, value });
        }
      }
    }
    level = next;
  }
  return undefined;
}

/** The same but for the vendor's spelling: `flavor_id`, `FlavorId`, `flavorId`. */
function isAlike(one: string, other: string): boolean {
  const plain = (name: string) => name.replace(/[_-]/g, "").toLowerCase();
  return plain(one) === plain(other);
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => memberPath(text, key), "");
}

/** Pulumi's property path, one step further. */
export function memberPath(path: string, key: PropertyKey): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^[A-Za-z_]\w*$/.test(String(key))) return `${path}[${JSON.stringify(key)}]`;
  return path ? `${path}.${String(key)}` : String(key);
}
