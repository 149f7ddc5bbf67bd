import { hasUnknown, isHidden, isObject, isSame, isUnknown, type Properties } from "../../engine/values";
import { SCRUBBED } from "../../net/secrets";

/** A member that differs, in words; with its values where they are certainly harmless. */
export interface Change {
  /** `image`, `start command`, `environment (EPOCHS)`. */
  readonly member: string;
  readonly from?: string;
  readonly to?: string;
}

type Path = readonly string[];

interface Leaf {
  readonly path: Path;
  readonly old: unknown;
  readonly now: unknown;
}

/** What differs between two records of inputs: each member once, in the order of their members. */
export function changesOf(olds: Properties, news: Properties): readonly Change[] {
  const leaves = differingLeaves([], withoutHidden(olds), withoutHidden(news));
  const changes = leaves.filter(({ now }) => !hasUnknown(now)).map(changeOf);
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

/** Members that are not known before the run, named as in a resource's messages: `spec.dataConfigs`. */
export function unknownMembers(news: Properties): readonly string[] {
  const { spec, ...others } = withoutHidden(news);
  const top = Object.entries(others).filter(([, value]) => hasUnknown(value));
  if (!isObject(spec)) return [...top.map(([member]) => member), ...(isUnknown(spec) ? ["spec"] : [])];
  const inSpec = Object.entries(spec).filter(([, value]) => hasUnknown(value));
  return [...top.map(([member]) => member), ...inSpec.map(([member]) => `spec.${member}`)];
}

function withoutHidden(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !isHidden(key)));
}

/** Deeper than any spec; whatever hostile input nests deeper counts as one member. */
const DEEPEST = 20;

function differingLeaves(path: Path, old: unknown, now: unknown): readonly Leaf[] {
  if (isSame(old, now)) return [];
  const [left, right] = [membersOf(old), membersOf(now)];
  if (!left || !right || path.length > DEEPEST) return [{ path, old, now }];
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys.flatMap((key) => differingLeaves([...path, key], left.get(key), right.get(key)));
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) return new Map(value.map((item: unknown, index) => [String(index), item]));
  return isObject(value) ? new Map(Object.entries(value)) : undefined;
}

function changeOf({ path, old, now }: Leaf): Change {
  const place = path.join(".");
  const known = SHOWN.find((each) => each.place.test(place));
  if (!known) return { member: memberWords(path) };
  const { member = memberWords(path), show } = known;
  const [from, to] = show(old, now);
  return { member, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** How two values are shown; undefined: not at all. */
type Show = (old: unknown, now: unknown) => readonly [from: string | undefined, to: string | undefined];

interface Shown {
  readonly place: RegExp;
  /** Default: the member's own name in words. */
  readonly member?: string;
  readonly show: Show;
}

/**
 * The only members whose values are shown, each by its whole path: all others may hold a secret that nobody marked, and an
 * environment variable may have the same name as any of these.
 */
const SHOWN: readonly Shown[] = [
  {
    place:
      /^spec\.(imageInfo\.imageUrl|(tasks\.\d+\.)?algorithm\.engine\.imageUrl|userImageUrl|frameworkConfig\.\d+\.image)$/,
    member: "image",
    show: imageTexts,
  },
  {
    place:
      /^spec\.(resourceConfigInfos\.\d+\.instanceType|(resource|tasks\.\d+\.taskResource)\.flavorId|flavor\.code|(frameworkConfig\.\d+\.)?specId)$/,
    member: "machine type",
    show: both(wordText),
  },
  {
    place:
      /^spec\.(resourceConfigInfos\.\d+\.instanceNum|(resource|tasks\.\d+\.taskResource)\.nodeCount|frameworkConfig\.\d+\.instanceCount|workerServerNum)$/,
    member: "machines",
    show: both(countText),
  },
  { place: /^(platform|region|waitFor|onFailed|deletionPolicy|maxDuration)$/, show: both(wordText) },
  { place: /^timeouts\.(create|update|delete)$/, show: both(wordText) },
  { place: /^trigger$/, show: both(triggerText) },
];

function both(text: (value: unknown) => string | undefined): Show {
  return (old, now) => [text(old), text(now)];
}

function wordText(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:/-]{1,64}$/.test(value) && value !== SCRUBBED ? value : undefined;
}

function countText(value: unknown): string | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value.toLocaleString("en-US") : undefined;
}

/** A counter or a date, as people write them; a longer text may contain something else. */
function triggerText(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.-]{1,12}$/.test(value) ? value : undefined;
}

/** An image address, without a password before the host. */
const IMAGE = /^(?<name>[\w.-]+(:\d+)?(\/[\w.-]+)*)(:(?<tag>[\w.-]+))?(@(?<digest>sha256:[0-9a-f]{64}))?$/;
const LONGEST_IMAGE = 160;

/** If only the version of an image differs, the versions are enough. */
function imageTexts(old: unknown, now: unknown): readonly [string | undefined, string | undefined] {
  const [left, right] = [imageOf(old), imageOf(now)];
  const isOneImage = left && right && left.name === right.name && left.version && right.version;
  return isOneImage ? [left.version, right.version] : [left?.address, right?.address];
}

function imageOf(value: unknown) {
  if (typeof value !== "string" || value.length > LONGEST_IMAGE) return undefined;
  const { name, tag, digest: hash } = IMAGE.exec(value)?.groups ?? {};
  if (!name) return undefined;
  return { name, version: hash ? hash.slice(0, "sha256:".length + 12) : tag, address: value };
}

const ABBREVIATIONS: Readonly<Record<string, string>> = { cmd: "command", num: "number", infos: "" };

/** `start command` for `spec.startCmd`, `environment (EPOCHS)` for `spec.env.EPOCHS`. */
function memberWords([head = "", member, variable]: Path): string {
  if (head !== "spec" || member === undefined) return words(head);
  if (!/^env/i.test(member)) return words(member);
  return variable !== undefined && /^[A-Za-z_]\w{0,40}$/.test(variable) ? `environment (${variable})` : "environment";
}

function words(name: string): string {
  const parts = name.split(/(?=[A-Z][a-z])|[_.\s]+/).map((part) => part.toLowerCase());
  return parts
    .map((part) => ABBREVIATIONS[part] ?? part)
    .filter((part) => part !== "")
    .join(" ");
}
