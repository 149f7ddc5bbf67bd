import assert from "node:assert/strict";
import { checkEndpoint, isLinkLocal, isLoopbackUrl } from "../../src/net/endpoint";
import { PlatformError } from "../../src/net/errors";
import { sendHttp } from "../../src/net/http";
import { FORBIDDEN, FOREIGN } from "./hostile";
import { post, wire } from "./wire";

const HOSTS = ["tione.tencentcloudapi.com", "tione.<site>.tencentcloudapi.com", "modelarts.<region>.myhuaweicloud.eu"];

function problemOf(url: string, allowCustomEndpoint = false): string | undefined {
  try {
    checkEndpoint({ url, hosts: HOSTS }, { allowCustomEndpoint });
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

  for (const url of FOREIGN) {
    it(`may be ${url} only when allowCustomEndpoint says so`, () => {
      assert.match(problemOf(url) ?? "", /allowCustomEndpoint/);
      assert.equal(problemOf(url, true), undefined);
    });
  }

  for (const url of FORBIDDEN) {
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

  it("of a name is refused on connecting", () =>
    withAddresses([{ address: "169.254.169.254", family: 4 }], async () => {
      await assert.rejects(sendHttp(post("http://harmless.example/"), {}), {
        sent: false,
        lasting: true,
        code: "LINK_LOCAL_ADDRESS",
      });
    }));
});

describe("a host with two addresses", () => {
  it("is reached by IPv4 when its IPv6 address leads nowhere", async () => {
    const server = await wire((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
    const addresses = [
      { address: "100::1", family: 6 }, // what is sent there is thrown away, if it leaves at all
      { address: "127.0.0.1", family: 4 },
    ];
    try {
      await withAddresses(addresses, async () => {
        const { text } = await sendHttp(post(`http://both.example:${server.port}/`), {});
        assert.equal(text, "ok");
      });
    } finally {
      await server.close();
    }
  });
});

/** The hosts file has no such names; the resolver is told by a stub of node:dns. */
async function withAddresses(addresses: readonly object[], use: () => Promise<void>): Promise<void> {
  const dns = await import("node:dns");
  const { lookup } = dns.default;
  dns.default.lookup = ((_host: string, _options: object, callback: (...result: unknown[]) => void) =>
    callback(null, addresses)) as never; // the stub serves one of eight overloads
  try {
    await use();
  } finally {
    dns.default.lookup = lookup;
  }
}
