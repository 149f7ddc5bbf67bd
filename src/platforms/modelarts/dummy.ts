/** The only credentials that the emulator accepts. Public on purpose: worth nothing anywhere else. */
export const dummyCredentials = {
  access: "EMULATORACCESSKEY",
  secret: "emulator-secret-access-key",
  user: "emulator",
  password: "emulator-password",
  domain: "emulator-domain",
  region: "cn-north-4",
  projectId: "0123456789abcdef0123456789abcdef",
} as const;
