import assert from "node:assert/strict";
import { checkEndpoint, isLinkLocal, isLoopbackUrl } from "../../src/net/endpoint";
import { PlatformError } from "../../src/net/errors";
import { sendHttp } from "../../src/net/http";
import { post } from "./wire";

const HOSTS = ["tione.tencentcloudapi.com", "tione.<site>.tencentcloudapi.com", "modelarts.<region>.myhuaweicloud.eu"];

function problemOf(url: string, allowCustomEndpoint = false): string | undefined {
  try {
    checkEndpoint(url, HOSTS, { allowCustomEndpoint });
    return undefined;
  } catch (error) {
    assert.ok(error instanceof PlatformError && error.kind === "invalid", String(error));
    return error.message;
  }
}

describe("an endpoint", () => {
  const good = [
    "https://tione.tencentcloudapi.com",
    "https://tione.tencentcloudapi.com/",
    "https://TIONE.TencentCloudAPI.com",
    "https://tione.intl.tencentcloudapi.com:443/path",
    "https://modelarts.eu-west-101.myhuaweicloud.eu",
    "http://127.0.0.1:41234",
    "http://127.1.2.3",
    "http://localhost:8080/x",
    "http://[::1]:8080",
  ];
  for (const url of good) it(`may be ${url}`, () => assert.equal(problemOf(url), undefined));

  const notOurs = [
    "https://evil.example",
    // what else has a name below the vendor's domain
    "https://tencentcloudapi.com",
    "https://cvm.tencentcloudapi.com",
    "https://evil.tione.tencentcloudapi.com",
    "https://tione.a.b.tencentcloudapi.com",
    "https://tione..tencentcloudapi.com",
    "https://evil.obs.eu-west-101.myhuaweicloud.eu",
    "https://modelarts.obs.eu-west-101.myhuaweicloud.eu",
    "https://modelarts.obs.myhuaweicloud.eu",
    "https://modelarts.obs-website.myhuaweicloud.eu",
    "https://evil.modelarts.eu-west-101.myhuaweicloud.eu",
    "https://modelarts.myhuaweicloud.eu",
    "https://obs.eu-west-101.myhuaweicloud.eu",
    "https://eu-west-101.myhuaweicloud.eu",
    "https://myhuaweicloud.eu",
    // others' domains
    "https://tencentcloudapi.com.evil.example",
    "https://eviltencentcloudapi.com",
    "https://tencentcloudapi.com-evil.example",
    "https://tencentcloudapi.org",
    "https://tencentcloudapi.co",
    "https://evil.example/tencentcloudapi.com",
    "https://evil.example/?tencentcloudapi.com",
    "https://evil.example#tencentcloudapi.com",
    "https://evil.example#.tencentcloudapi.com",
    "https://evil.example?.tencentcloudapi.com",
    "https://evil.example\\.tencentcloudapi.com",
    "https://evil.example/.tencentcloudapi.com",
    "https://evil.example:443/x.tencentcloudapi.com",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "https:///evil.example",
    "https://localhost.evil.example",
    "https://tione。tencentcloudapi。com。evil。example",
    "https://ｅｖｉｌ.example",
    "https://xn--tencentcloudapi-com.example",
    "https://tione.tencentcloudapi.com.",
    "https://10.0.0.1",
    "https://192.168.1.1:8443",
    "https://0.0.0.0",
    "https://0",
    "https://[::]",
    "https://[fd00::1]",
    "https://3232235777",
    "https://127.0.0.1",
  ];
  for (const url of notOurs) {
    it(`may be ${url} only when allowCustomEndpoint says so`, () => {
      assert.match(problemOf(url) ?? "", /allowCustomEndpoint/);
      assert.equal(problemOf(url, true), undefined);
    });
  }

  const never = [
    // other schemes and no URL at all
    "",
    "tione.tencentcloudapi.com",
    "//tione.tencentcloudapi.com",
    "https://",
    "https://exa mple.tencentcloudapi.com",
    "https://tencentcloudapi.com%2f@x y",
    "ftp://tione.tencentcloudapi.com",
    "file:///etc/passwd",
    "data:text/plain,x",
    "javascript:alert(1)",
    "ws://tione.tencentcloudapi.com",
    "gopher://tione.tencentcloudapi.com",
    "blob:https://tione.tencentcloudapi.com/x",
    "https://tione.tencentcloudapi.com:99999",
    // plain HTTP beyond this machine
    "http://tione.tencentcloudapi.com",
    "http://10.0.0.1",
    "http://0.0.0.0",
    "http://128.0.0.1",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.1.nip.io",
    "http://evil.example",
    "http://[::2]",
    "http://[fe80::1]",
    "http://[::ffff:10.0.0.1]",
    "http://2130706434.example",
    // user names and passwords
    "https://user@tione.tencentcloudapi.com",
    "https://user:password@tione.tencentcloudapi.com",
    "https://:password@tione.tencentcloudapi.com",
    "https://tione.tencentcloudapi.com@evil.example",
    "https://tione.tencentcloudapi.com:443@evil.example",
    "https://tione.tencentcloudapi.com%2f@evil.example",
    "http://user@127.0.0.1",
    // metadata services, in every spelling
    "http://169.254.169.254/latest/meta-data/",
    "https://169.254.169.254",
    "https://169.254.0.23",
    "https://169.254.0.0",
    "https://169.254.255.255",
    "https://2852039166",
    "https://0xa9fea9fe",
    "https://0xA9.0xFE.0xA9.0xFE",
    "https://0251.0376.0251.0376",
    "https://169.254.43518",
    "https://169.16689662",
    "https://１６９.２５４.１６９.２５４",
    "https://169。254。169。254",
    "https://[::ffff:169.254.169.254]",
    "https://[::ffff:a9fe:a9fe]",
    "https://[fe80::a9fe:a9fe]",
    "https://[fd00:ec2::254]",
    "https://169.254.169.254.",
    "https://metadata.google.internal",
    "https://metadata.google.internal.",
    "https://metadata.tencentyun.com",
    "https://METADATA.tencentyun.com",
    "https://metadata.tencentcloudapi.com",
    "https://x.metadata.example",
    "https://metadata",
  ];
  for (const url of never) {
    it(`may never be ${JSON.stringify(url)}`, () => {
      assert.match(problemOf(url) ?? "", /setting endpoint/);
      assert.match(problemOf(url, true) ?? "", /setting endpoint/);
    });
  }

  it("does not show a password it refuses", () => {
    assert.doesNotMatch(problemOf("https://user:hunter2@tione.tencentcloudapi.com") ?? "", /hunter2/);
  });
});

describe("this machine", () => {
  it("is plain http to a loopback address", () => {
    for (const url of ["http://127.0.0.1:1", "http://[::1]:1/x", "http://localhost:1"])
      assert.ok(isLoopbackUrl(url), url);
  });

  it("is nothing else", () => {
    for (const url of ["https://127.0.0.1", "http://127.0.0.1.example", "http://a@127.0.0.1", "http://10.0.0.1", "x"]) {
      assert.ok(!isLoopbackUrl(url), url);
    }
  });
});

describe("a link-local address", () => {
  it("is known in each of its spellings", () => {
    for (const address of ["169.254.169.254", "fe80::1", "FEBF::1", "::ffff:169.254.0.1"])
      assert.ok(isLinkLocal(address), address);
    for (const address of ["169.253.0.1", "fec0::1", "::1", "127.0.0.1", "example.com"])
      assert.ok(!isLinkLocal(address), address);
  });

  it("of a name is refused on connecting", async () => {
    // The hosts file has no such name; the resolver is told by a stub of node:dns for this one test.
    const dns = await import("node:dns");
    const { lookup } = dns.default;
    dns.default.lookup = ((_host: string, _options: object, callback: (...result: unknown[]) => void) =>
      callback(null, [{ address: "169.254.169.254", family: 4 }])) as never; // the stub serves one of eight overloads
    try {
      await assert.rejects(sendHttp(post("http://harmless.example/"), {}), {
        sent: false,
        lasting: true,
        code: "LINK_LOCAL_ADDRESS",
      });
    } finally {
      dns.default.lookup = lookup;
    }
  });
});
