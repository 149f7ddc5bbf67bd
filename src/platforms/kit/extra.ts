import type { PlatformError } from "../../net/errors";

type Members = Readonly<Record<string, unknown>>;

/**
 * Members of a request that the program gives in the vendor's spelling, merged last.
 * @param own members that this package sets, and the input that sets each of them instead
 * @throws PlatformError for one of them, and for what would not become a member of the request
 */
export function extraMembers(
  extra: Members,
  own: Readonly<Record<string, string>>,
  refusal: (words: string) => PlatformError,
): Members {
  for (const member of Object.keys(extra)) checkMember(member, own, refusal);
  return extra;
}

/** @param member its name, or its path: `metadata.name` */
export function checkMember(
  member: string,
  own: Readonly<Record<string, string>>,
  refusal: (words: string) => PlatformError,
): void {
  if (member.split(".").includes("__proto__"))
    throw refusal("extraSpec holds a member __proto__, which is not a member of a request");
  if (Object.hasOwn(own, member)) throw refusal(`extraSpec holds ${member}; set ${own[member]} instead`);
}
