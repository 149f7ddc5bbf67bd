import assert from "node:assert/strict";
import { createIo } from "../../../src/net/io";
import type { Settings } from "../../../src/net/settings";
import { defaultRegion, iamAddress, resolveCredentials } from "../../../src/platforms/modelarts/credentials";
import { apiAddress, iamBase, verifyPlace } from "../../../src/platforms/modelarts/place";
import { fakeClock } from "../../fake-clock";

const none = () => undefined;
const files = (all: Readonly<Record<string, string>>) => (path: string) => all[path];
const home = { HOME: "/home/me" };
const sdkFile = {
  "/home/me/.huaweicloud/credentials":
    "[basic]\nak = A\nsk = S\nproject_id = p-1\n[prod]\nak=B\nsk=T\nsecurity_token=tmp\n",
};
const cliFile = {
  "/home/me/.hcloud/config.json": JSON.stringify({
    current: "work",
    profiles: [
      { name: "work", mode: "AKSK", accessKeyId: "C", secretAccessKey: "U", region: "cn-east-3", projectId: "p-2" },
      { name: "prod", mode: "AKSK", accessKeyId: "D", secretAccessKey: "V", securityToken: "" },
    ],
  }),
};

describe("ModelArts credentials", () => {
  it("come from the variables of Terraform, then the SDK's, then OpenStack's", () => {
    const hw = { HW_ACCESS_KEY: "h", HW_SECRET_KEY: "i", HW_SECURITY_TOKEN: "t" };
    const sdk = { HUAWEICLOUD_SDK_AK: "s", HUAWEICLOUD_SDK_SK: "k", HUAWEICLOUD_SDK_PROJECT_ID: "p" };
    const os = { OS_USERNAME: "u", OS_PASSWORD: "w", OS_DOMAIN_NAME: "d", OS_PROJECT_NAME: "n" };
    assert.deepEqual(resolveCredentials({}, { ...hw, ...sdk, ...os }, none).identity, {
      kind: "keys",
      access: "h",
      secret: "i",
      securityToken: "t",
    });
    assert.deepEqual(resolveCredentials({}, { ...sdk, ...os }, none), {
      identity: { kind: "keys", access: "s", secret: "k" },
      from: "HUAWEICLOUD_SDK_AK of the environment",
      projectId: "p",
      projectName: "n",
    });
    assert.deepEqual(resolveCredentials({}, os, none), {
      identity: { kind: "password", user: "u", password: "w", domain: "d" },
      from: "OS_USERNAME of the environment",
      projectName: "n",
    });
    assert.deepEqual(resolveCredentials({}, { HW_AUTH_TOKEN: "x" }, none).identity, { kind: "token", token: "x" });
  });

  it("come from the SDK's file, else from the current profile of the command line", () => {
    assert.deepEqual(resolveCredentials({}, home, files({ ...sdkFile, ...cliFile })), {
      identity: { kind: "keys", access: "A", secret: "S" },
      from: "section [basic] of /home/me/.huaweicloud/credentials",
      projectId: "p-1",
    });
    assert.deepEqual(resolveCredentials({}, home, files(cliFile)).identity, { kind: "keys", access: "C", secret: "U" });
  });

  it("come from nowhere else when a profile is named", () => {
    const env = { ...home, HW_ACCESS_KEY: "h", HW_SECRET_KEY: "i" };
    const prod = { profile: "prod" };
    assert.deepEqual(resolveCredentials(prod, env, files(sdkFile)).identity, {
      kind: "keys",
      access: "B",
      secret: "T",
      securityToken: "tmp",
    });
    assert.deepEqual(resolveCredentials(prod, env, files(cliFile)).identity, {
      kind: "keys",
      access: "D",
      secret: "V",
    });
    assert.throws(() => resolveCredentials({ profile: "other" }, env, files({ ...sdkFile, ...cliFile })), {
      kind: "auth",
      message: /remove the setting `profile`/,
    });
  });

  for (const [env, says] of [
    [{}, /set HW_ACCESS_KEY and HW_SECRET_KEY/],
    [{ HW_ACCESS_KEY: "h" }, /HW_ACCESS_KEY is set, but HW_SECRET_KEY is not/],
    [{ HUAWEICLOUD_SDK_SK: "k" }, /HUAWEICLOUD_SDK_SK is set, but HUAWEICLOUD_SDK_AK is not/],
    [{ OS_USERNAME: "u", OS_PASSWORD: "w" }, /OS_USERNAME is set, but OS_DOMAIN_NAME/],
  ] as const) {
    it(`are refused with words: ${says.source}`, () => {
      assert.throws(() => resolveCredentials({}, env, none), { kind: "auth", message: says });
    });
  }

  it("never show a file's text when it cannot be read", () => {
    const broken = files({ "/home/me/.hcloud/config.json": '{"secretAccessKey":"hush"' });
    assert.throws(
      () => resolveCredentials({}, home, broken),
      (error: Error) => !error.message.includes("hush"),
    );
  });

  it("bring a default region", () => {
    assert.equal(defaultRegion({}, { HW_REGION_NAME: "cn-north-4" }, none), "cn-north-4");
    assert.equal(defaultRegion({}, home, files(cliFile)), "cn-east-3");
    assert.equal(defaultRegion({}, {}, none), undefined);
  });

  it("bring IAM's address without its version", () => {
    for (const [HW_AUTH_URL, expected] of [
      ["https://iam.cn-north-4.myhuaweicloud.com/v3", "https://iam.cn-north-4.myhuaweicloud.com"],
      ["https://iam.myhuaweicloud.com/v3/", "https://iam.myhuaweicloud.com"],
      ["https://iam.myhuaweicloud.com", "https://iam.myhuaweicloud.com"],
    ] as const) {
      assert.deepEqual(iamAddress({ HW_AUTH_URL }), { url: expected, variable: "HW_AUTH_URL" });
    }
  });
});

describe("what a file or a shell adds to ModelArts credentials", () => {
  it("is no part of a key, nor a line break of a password", () => {
    const keys = { HW_ACCESS_KEY: " a\n", HW_SECRET_KEY: "s\r\n", HW_PROJECT_ID: "p\n" };
    assert.deepEqual(resolveCredentials({}, keys, none), {
      identity: { kind: "keys", access: "a", secret: "s" },
      from: "HW_ACCESS_KEY of the environment",
      projectId: "p",
    });
    const user = { HW_USER_NAME: "u\n", HW_USER_PASSWORD: " p w \n", HW_DOMAIN_NAME: "d " };
    const { identity } = resolveCredentials({}, user, none);
    assert.deepEqual(identity, { kind: "password", user: "u", password: " p w ", domain: "d" });
    assert.equal(defaultRegion({}, { HW_REGION_NAME: "cn-north-4\n" }, none), "cn-north-4");
  });
});

describe("a ModelArts place", () => {
  const io = (env: Readonly<Record<string, string>> = {}) => {
    const all = { HW_ACCESS_KEY: "a", HW_SECRET_KEY: "s", HOME: "/nonexistent", ...env };
    return createIo({ clock: fakeClock(), env: () => all, random: () => 0, write: () => undefined });
  };
  const at = (settings: Settings, region = "cn-north-4") => ({ settings, region });

  it("is the region's public address, with IAM beside it", () => {
    assert.equal(apiAddress(at({}), io()), "https://modelarts.cn-north-4.myhuaweicloud.com");
    assert.equal(iamBase(at({}), io()), "https://iam.cn-north-4.myhuaweicloud.com");
    assert.equal(apiAddress(at({}, "eu-west-101"), io()), "https://modelarts.eu-west-101.myhuaweicloud.eu");
  });

  it("blames the variable that names IAM, and no setting", () => {
    for (const name of ["HW_AUTH_URL", "HUAWEICLOUD_SDK_IAM_ENDPOINT", "OS_AUTH_URL"]) {
      const refused = (url: string, says: RegExp) =>
        assert.throws(() => iamBase(at({}), io({ [name]: url })), { kind: "invalid", message: says });
      refused("iam.cn-north-4.myhuaweicloud.com/v3", new RegExp(`^${name} is not a URL, such as https://host$`));
      refused("https://iam.example.com", new RegExp(`if ${name} is right, set allowCustomEndpoint`));
    }
  });

  it("is a partner cloud's only when that is allowed", () => {
    const partner = io({ HW_CLOUD: "partner.example" });
    assert.throws(() => verifyPlace(at({}), partner), { kind: "invalid", message: /allowCustomEndpoint/ });
    verifyPlace(at({ allowCustomEndpoint: true }), partner);
    assert.throws(() => verifyPlace(at({ endpoint: "http://modelarts.cn-north-4.myhuaweicloud.com" }), io()), {
      message: /https/,
    });
    assert.throws(() => verifyPlace(at({}), io({ HW_AUTH_URL: "https://iam.evil.example/v3" })), { kind: "invalid" });
  });

  it("is never a customer's bucket, whatever its name", () => {
    const bucket = "https://modelarts.obs.cn-north-4.myhuaweicloud.com";
    const refused = { kind: "invalid", message: /modelarts\.<region>\.myhuaweicloud\.com.*allowCustomEndpoint/ };
    assert.throws(() => verifyPlace(at({ endpoint: bucket }), io()), refused);
    assert.throws(() => verifyPlace(at({ endpoint: "https://iam.cn-north-4.myhuaweicloud.com" }), io()), refused);
    for (const HW_AUTH_URL of [
      "https://iam.obs.cn-north-4.myhuaweicloud.com/v3",
      "https://iam.obs.myhuaweicloud.com",
    ]) {
      assert.throws(() => verifyPlace(at({}), io({ HW_AUTH_URL })), { kind: "invalid", message: /iam\.<region>/ });
    }
    assert.throws(() => verifyPlace(at({}, "x.obs.cn-north-4"), io()), refused);
  });

  it("is any region's that the vendor's SDK knows, with IAM of the region or of all", () => {
    const regions = ["cn-north-12", "cn-southwest-3", "ap-southeast-1", "sa-brazil-1", "me-east-1", "la-north-2"];
    for (const region of [...regions, "na-mexico-1", "eu-west-101"]) verifyPlace(at({}, region), io());
    verifyPlace(at({}, "cn-north-11"), io({ HW_AUTH_URL: "https://iam.myhuaweicloud.com/v3" }));
  });

  it("needs credentials", () => {
    const empty = io({ HW_ACCESS_KEY: "", HW_SECRET_KEY: "" });
    assert.throws(() => verifyPlace(at({}), empty), { kind: "auth" });
  });
});
