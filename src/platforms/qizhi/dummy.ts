/** The only credentials that the emulator accepts. Public on purpose: worth nothing anywhere else. */
export const dummyCredentials = { username: "emulator-user", password: "emulator-password" } as const;

/** The only session that the emulated console accepts; public as well. */
export const dummyConsoleSession = "emulator-console-session";
