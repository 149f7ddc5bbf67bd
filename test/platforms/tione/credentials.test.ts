import assert from "node:assert/strict";
import { defaultRegion, resolveCredentials } from "../../../src/platforms/tione/credentials";

const HOME = "/home/ada";
const SDK = `${HOME}/.tencentcloud/credentials`;
const CLI = `${HOME}/.tccli/default.credential`;
const KEYS = { TENCENTCLOUD_SECRET_ID: "env-id", TENCENTCLOUD_SECRET_KEY: "env-key" };

function filesOf(files: Readonly<Record<string, string>>) {
  return (path: string) => files[path];
}

describe("TI-ONE credentials", () => {
  const ini =
    "[default]\nsecret_id = ini-id\nsecret_key = ini-key\n\n[prod]\nsecret_id=p-id\nsecret_key=p=key\ntoken=p-token\n";
  const json = JSON.stringify({ secretId: "cli-id", secretKey: "cli-key", token: null });

  it("come from the environment first", () => {
    const read = filesOf({ [SDK]: ini, [CLI]: json });
    assert.deepEqual(resolveCredentials({}, { HOME, ...KEYS }, read), {
      secretId: "env-id",
      secretKey: "env-key",
      from: "TENCENTCLOUD_SECRET_ID of the environment",
    });
  });

  for (const name of ["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_TOKEN"]) {
    it(`take the token of temporary keys from ${name}`, () => {
      assert.equal(resolveCredentials({}, { HOME, ...KEYS, [name]: "t" }, filesOf({})).token, "t");
    });
  }

  it("are without what a file or a shell adds at their ends", () => {
    const env = { TENCENTCLOUD_SECRET_ID: "id\n", TENCENTCLOUD_SECRET_KEY: " key\r\n", TENCENTCLOUD_TOKEN: "t " };
    assert.deepEqual(resolveCredentials({}, { HOME, ...env }, filesOf({})), {
      secretId: "id",
      secretKey: "key",
      token: "t",
      from: "TENCENTCLOUD_SECRET_ID of the environment",
    });
    const file = JSON.stringify({ secretId: "id\n", secretKey: "key\n", token: null });
    const read = filesOf({ [CLI]: file });
    assert.deepEqual(resolveCredentials({}, { HOME }, read), { secretId: "id", secretKey: "key", from: CLI });
    assert.equal(defaultRegion({}, { TENCENTCLOUD_REGION: "ap-beijing\n" }, filesOf({})), "ap-beijing");
  });

  it("come from the SDK's profile file next, then from the command line's", () => {
    assert.equal(resolveCredentials({}, { HOME }, filesOf({ [SDK]: ini, [CLI]: json })).secretId, "ini-id");
    assert.deepEqual(resolveCredentials({}, { HOME }, filesOf({ [CLI]: json })), {
      secretId: "cli-id",
      secretKey: "cli-key",
      from: CLI,
    });
  });

  it("come from the named profile and nowhere else when one is named", () => {
    const read = filesOf({ [SDK]: ini, [`${HOME}/.tccli/eval.credential`]: json });
    assert.deepEqual(resolveCredentials({ profile: "prod" }, { HOME, ...KEYS }, read), {
      secretId: "p-id",
      secretKey: "p=key",
      token: "p-token",
      from: `section [prod] of ${SDK}`,
    });
    assert.equal(resolveCredentials({ profile: "eval" }, { HOME, ...KEYS }, read).secretId, "cli-id");
    assert.throws(() => resolveCredentials({ profile: "none" }, { HOME, ...KEYS }, read), {
      kind: "auth",
      message: /put profile "none" into .*or remove the setting `profile`/,
    });
  });

  it("say in one sentence what to set when there are none", () => {
    assert.throws(() => resolveCredentials({}, { HOME }, filesOf({})), {
      kind: "auth",
      message:
        'no credentials: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or put profile "default" ' +
        "into ~/.tencentcloud/credentials or ~/.tccli/default.credential",
    });
  });

  it("never use another account because a variable is missing", () => {
    const read = filesOf({ [SDK]: ini });
    assert.throws(() => resolveCredentials({}, { HOME, TENCENTCLOUD_SECRET_ID: "env-id" }, read), {
      kind: "auth",
      message: "TENCENTCLOUD_SECRET_ID is set, but TENCENTCLOUD_SECRET_KEY is not",
    });
  });

  it("never show what a broken file holds", () => {
    const files: Readonly<Record<string, string>>[] = [
      { [SDK]: "[default]\nsecret_key = hush\n" },
      { [CLI]: '{"secretKey":"hush"' },
    ];
    for (const each of files) {
      assert.throws(
        () => resolveCredentials({}, { HOME }, filesOf(each)),
        (error: Error) => error.message.includes(Object.keys(each)[0] ?? "") && !error.message.includes("hush"),
      );
    }
  });
});

describe("TI-ONE's default region", () => {
  const configured = { [`${HOME}/.tccli/default.configure`]: '{"_sys_param":{"region":"ap-nanjing","output":"json"}}' };

  it("is the environment's, else the command line's", () => {
    const env = { HOME, TENCENTCLOUD_REGION: "ap-shanghai" };
    assert.equal(defaultRegion({}, env, filesOf(configured)), "ap-shanghai");
    assert.equal(defaultRegion({}, { HOME }, filesOf(configured)), "ap-nanjing");
    assert.equal(defaultRegion({ profile: "prod" }, { HOME }, filesOf(configured)), undefined);
    assert.equal(defaultRegion({}, { HOME }, filesOf({})), undefined);
  });
});
