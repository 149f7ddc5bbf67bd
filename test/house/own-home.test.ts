import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(__dirname, "../..");

/** What a person who uses the three platforms may have at home: valid, and not what any test expects. */
const FILES = {
  ".tencentcloud/credentials": "[default]\nsecret_id = AKIDperson\nsecret_key = key-of-a-person\n",
  ".tccli/default.credential": JSON.stringify({ secretId: "AKIDperson", secretKey: "key-of-a-person" }),
  ".tccli/default.configure": JSON.stringify({ _sys_param: { region: "ap-chengdu" } }),
  ".huaweicloud/credentials": "[default]\nak = AKperson\nsk = key-of-a-person\n",
};

/** What such a person may have in the shell. */
const VARIABLES = {
  TENCENTCLOUD_SECRET_ID: "AKIDperson",
  TENCENTCLOUD_SECRET_KEY: "key-of-a-person",
  TENCENTCLOUD_REGION: "ap-chengdu",
  HUAWEICLOUD_SDK_AK: "AKperson",
  HUAWEICLOUD_SDK_SK: "key-of-a-person",
  HW_REGION_NAME: "cn-south-1",
  QIZHI_USERNAME: "person",
  QIZHI_PASSWORD: "password-of-a-person",
  QIZHI_CONSOLE_SESSION: "session-of-a-person",
  PULUMI_BACKEND_URL: "https://pulumi.example",
  PULUMI_STACK: "production",
  HTTPS_PROXY: "http://127.0.0.1:1",
};

/** Tests that count on what is not there: a region, credentials of another account, a proxy. */
const TESTS = "test/program/lookup.test.ts";

describe("`npm test`", function () {
  this.timeout(180_000);
  let home = "";
  before(() => {
    home = mkdtempSync(join(tmpdir(), "person-"));
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
    }
  });
  after(() => rmSync(home, { recursive: true }));

  it("sees nothing of a person's home and shell", () => {
    const env = { ...process.env, ...VARIABLES, HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: home };
    const { stdout, stderr, status } = spawnSync(process.execPath, ["tools/test.mjs", TESTS], {
      cwd: ROOT,
      env,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /[1-9]\d* passed, 0 failed\n$/);
  });
});
