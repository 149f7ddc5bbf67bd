/** The members that have a value, as types. */
export type Present<Members> = { readonly [Name in keyof Members]?: Exclude<Members[Name], null | undefined> };

/** The members that the platform told: null and the empty text mean "not set", and what is not set is absent. */
export function present<Members extends object>(members: Members): Present<Members> {
  const given = Object.entries(members).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return Object.fromEntries(given) as Present<Members>; // names and types of what is left are as before
}
