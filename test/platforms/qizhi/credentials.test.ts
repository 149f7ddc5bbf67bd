import assert from "node:assert/strict";
import { resolveConsoleSession, resolveCredentials } from "../../../src/platforms/qizhi/credentials";

describe("Qizhi credentials", () => {
  it("are without what a file or a shell adds at their ends; a password may have blanks there", () => {
    const env = { QIZHI_USERNAME: "ada\n", QIZHI_PASSWORD: " p w \r\n" };
    assert.deepEqual(resolveCredentials(env), {
      username: "ada",
      password: " p w ",
      from: "QIZHI_USERNAME of the environment",
    });
    assert.equal(resolveConsoleSession({ QIZHI_CONSOLE_SESSION: "session-0123\n" }), "session-0123");
    assert.equal(resolveConsoleSession({ QIZHI_CONSOLE_SESSION: "\n" }), undefined);
  });
});
