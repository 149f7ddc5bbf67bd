/** The only credentials that the emulator accepts. Public on purpose: worth nothing anywhere else. */
export const dummyCredentials = { username: "emulator-user", password: "emulator-password" } as const;
