/** The only credentials that the emulator accepts. Public on purpose: worth nothing anywhere else. */
export const dummyCredentials = {
  secretId: "emulator-secret-id",
  secretKey: "emulator-secret-key",
  region: "ap-guangzhou",
} as const;
