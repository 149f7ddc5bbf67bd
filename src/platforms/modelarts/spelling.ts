/** Maps whose keys are the user's, not the vendor's. */
const MAPS: ReadonlySet<string> = new Set(["annotations", "environments", "properties"]);

/** Members that the vendor itself spells in camelCase, in the middle of a snake_case request. */
const CAMEL_ON_THE_WIRE: ReadonlySet<string> = new Set(["nodeSelectorTerms", "matchExpressions", "matchFields"]);

/** Our spelling to the vendor's, recursively; members without a value are left out. */
export function vendorSpelling(value: unknown): unknown {
  return renamed(value, (name) =>
    CAMEL_ON_THE_WIRE.has(name) ? name : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
}

/** The vendor's spelling to ours; null and empty texts, lists and records mean "not set". */
export function ourSpelling(value: unknown): unknown {
  return filledOnly(
    renamed(value, (name) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())),
  );
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [rename(name), MAPS.has(name) ? member : renamed(member, rename)]),
  );
}

function filledOnly(value: unknown): unknown {
  if (value === null || value === "") return undefined;
  if (Array.isArray(value)) return value.length > 0 ? value.map(filledOnly) : undefined;
  if (!isRecord(value)) return value;
  const members = Object.entries(value)
    .map(([name, member]) => [name, filledOnly(member)] as const)
    .filter(([, member]) => member !== undefined);
  return members.length > 0 ? Object.fromEntries(members) : undefined;
}
