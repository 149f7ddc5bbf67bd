import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { HttpFailure, sendHttp, type HttpRequest } from "../../src/net/http";
import { certificateFor, type Certificate } from "./certificate";
import { closedPort, post, reply, serveOn, wire, type Wire } from "./wire";

type Serve = Parameters<typeof wire>;

/** Runs one exchange against a server of bytes and closes it. */
async function against<T>(serve: Serve, use: (server: Wire) => Promise<T>): Promise<T> {
  const server = await wire(...serve);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

async function failureOf(request: HttpRequest, env: Record<string, string> = {}): Promise<HttpFailure> {
  const failure: unknown = await sendHttp(request, env).then(
    () => assert.fail("there was an answer"),
    (error: unknown) => error,
  );
  assert.ok(failure instanceof HttpFailure, String(failure));
  assert.doesNotMatch(`${failure.message} ${failure.stack}`, /TOP-SECRET/, "no header value and no body in a failure");
  assert.equal(failure.cause, undefined, "no request object hangs on a failure");
  return failure;
}

describe("an HTTP request", () => {
  it("returns status, lower-case headers and text of a complete reply", async () => {
    await against([(socket) => socket.end(reply(200, "grüße", { "X-Thing": "a" }))], async ({ url, requests }) => {
      const answer = await sendHttp(post(url), {});
      assert.deepEqual([answer.status, answer.text, answer.headers["x-thing"]], [200, "grüße", "a"]);
      assert.match(requests[0] ?? "", /^POST \/ HTTP\/1\.1\r\n/);
      assert.match(requests[0] ?? "", /\r\naccept-encoding: identity\r\n/i);
    });
  });

  it("returns an error page as it is: judging it is the platform's business", async () => {
    await against([(socket) => socket.end(reply(502, "<html>bad gateway</html>"))], async ({ url }) => {
      assert.equal((await sendHttp(post(url), {})).status, 502);
    });
  });

  it("hands a redirect back instead of following it", async () => {
    await against([(socket) => socket.end(reply(200, "stolen"))], async (other) => {
      for (const status of [301, 302, 303, 307, 308]) {
        await against([(socket) => socket.end(reply(status, "", { location: other.url }))], async ({ url }) => {
          assert.equal((await sendHttp(post(url), {})).status, status);
        });
      }
      assert.equal(other.connections, 0);
    });
  });

  it("does not send a POST again after 421", async () => {
    await against([(socket) => socket.end(reply(421, ""))], async ({ url, requests }) => {
      assert.equal((await sendHttp(post(url), {})).status, 421);
      assert.equal(requests.length, 1);
    });
  });

  it("ignores 103 before the answer", async () => {
    const early = "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";
    await against([(socket) => socket.end(early + reply(200, "ok"))], async ({ url }) => {
      const answer = await sendHttp(post(url), {});
      assert.deepEqual([answer.status, answer.text, answer.headers.link], [200, "ok", undefined]);
    });
  });

  it("survives a header named __proto__", async () => {
    await against([(socket) => socket.end(reply(200, "ok", { ["__proto__"]: "x" }))], async ({ url }) => {
      assert.equal((await sendHttp(post(url), {})).text, "ok");
    });
    assert.equal(({} as Record<string, unknown>).x, undefined);
  });

  it("uses a connection of its own, and closes it, when asked for a fresh one", async () => {
    await against([(socket) => socket.write(reply(200, "ok"))], async (server) => {
      for (let i = 0; i < 3; i++) await sendHttp(post(server.url), {});
      assert.equal(server.connections, 3);
      assert.match(server.requests[0] ?? "", /\r\nconnection: close\r\n/i);
    });
  });

  it("keeps a connection for the next request otherwise", async () => {
    await against([(socket) => socket.write(reply(200, "ok"))], async (server) => {
      for (let i = 0; i < 3; i++) {
        await sendHttp(post(server.url, { fresh: false }), {});
        await new Promise((resolve) => setImmediate(resolve)); // the connection is free again one turn after its reply
      }
      assert.equal(server.connections, 1);
    });
  });

  it("sends 400 POSTs without one error to a server that hangs up after each reply", async () => {
    await against([(socket) => socket.end(reply(200, "ok"))], async (server) => {
      for (let i = 0; i < 400; i++) await sendHttp(post(server.url), {});
      assert.equal(server.requests.length, 400);
    });
  });
});

describe("a request without an answer", () => {
  describe("was certainly not sent", () => {
    it("when the port is closed", async () => {
      const failure = await failureOf(post(`http://127.0.0.1:${await closedPort()}/`));
      assert.deepEqual([failure.sent, failure.reason, failure.lasting], [false, "connection refused", false]);
    });

    it("when the host does not exist", async () => {
      const failure = await failureOf(post("http://no-such-host.invalid/"));
      assert.equal(failure.sent, false);
      assert.match(failure.message, /no-such-host\.invalid/);
    });

    it("when the total time ends while connecting", async () => {
      await against([() => undefined], async ({ port }) => {
        // A server that accepts and never answers the TLS greeting.
        const failure = await failureOf(post(`https://127.0.0.1:${port}/`, { totalMs: 60 }));
        assert.deepEqual([failure.sent, failure.code], [false, "TOTAL_TIMEOUT"]);
      });
    });

    it("when the connection takes too long", async () => {
      await against([() => undefined], async ({ port }) => {
        const failure = await failureOf(post(`https://127.0.0.1:${port}/`, { connectMs: 60 }));
        assert.deepEqual([failure.sent, failure.reason], [false, "no connection in time"]);
      });
    });

    it("when the server resets while TLS is set up, though the code is that of a lost request", async () => {
      await against([() => undefined, (socket) => socket.resetAndDestroy()], async ({ port, requests }) => {
        const failure = await failureOf(post(`https://127.0.0.1:${port}/`));
        assert.deepEqual([failure.sent, failure.code, requests.length], [false, "ECONNRESET", 0]);
      });
    });

    it("when a header cannot be written", async () => {
      await against([() => undefined], async ({ url, requests }) => {
        const failure = await failureOf({ ...post(url), headers: { "x-bad": "TOP-SECRET\r\nx: y" } });
        assert.deepEqual([failure.sent, failure.lasting, requests.length], [false, true, 0]);
      });
    });
  });

  describe("may have been sent", () => {
    const cases: readonly (readonly [
      title: string,
      serve: Serve,
      reason: RegExp,
      bounds?: Partial<HttpRequest["bounds"]>,
    ])[] = [
      ["when the server hangs up on accepting", [() => undefined, (socket) => socket.end()], /closed|reset/],
      ["when the server hangs up after the request", [(socket) => socket.end()], /connection closed/],
      ["when the server resets after the request", [(socket) => socket.resetAndDestroy()], /reset/],
      [
        "when a body with a known length is cut off",
        [(socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")],
        /closed|announced/,
      ],
      [
        "when a chunked body is cut off",
        [(socket) => socket.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n")],
        /closed|not HTTP/,
      ],
      ["when no reply comes in time", [() => undefined], /no reply in time/, { headersMs: 60 }],
      [
        "when the reply stops in the middle",
        [(socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")],
        /stopped in the middle/,
        { bodyIdleMs: 60 },
      ],
      ["when the whole exchange takes too long", [() => undefined], /no complete reply in time/, { totalMs: 60 }],
      [
        "when the server says 100 Continue unasked",
        [(socket) => socket.end("HTTP/1.1 100 Continue\r\n\r\n")],
        /closed/,
      ],
      [
        "when the server switches protocols",
        [(socket) => socket.end("HTTP/1.1 101 X\r\nupgrade: x\r\n\r\n")],
        /does not answer this request/,
      ],
      ["when the reply is not HTTP", [(socket) => socket.end("SSH-2.0-OpenSSH\r\n")], /not HTTP/],
      [
        "when the headers never end",
        [(socket) => socket.end(`HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(9_000)}`)],
        /too long/,
      ],
      [
        "when the reply is compressed",
        [(socket) => socket.end(reply(200, "x", { "content-encoding": "gzip" }))],
        /compressed/,
      ],
      ["when the announced body is too large", [(socket) => socket.end(reply(200, "x".repeat(10_001)))], /too large/],
      [
        "when the body grows too large",
        [(socket) => socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${"x".repeat(20_000)}`)],
        /too large/,
      ],
    ];
    for (const [title, serve, reason, bounds] of cases) {
      for (const fresh of [true, false]) {
        it(`${title} (${fresh ? "fresh" : "kept"} connection)`, async () => {
          await against(serve, async ({ url }) => {
            const failure = await failureOf(post(url, { ...bounds, fresh }));
            assert.equal(failure.sent, true);
            assert.match(failure.reason, reason);
          });
        });
      }
    }
  });
});

describe("TLS", () => {
  let folder: string;
  const own = certificateFor("127.0.0.1");

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "net-"));
    writeFileSync(join(folder, "ca.pem"), own.cert);
  });
  after(() => rmSync(folder, { recursive: true }));

  async function withTls<T>(certificate: Certificate, options: object, use: (server: Wire) => Promise<T>): Promise<T> {
    const tls = createTlsServer({ ...certificate, ...options }).on("tlsClientError", () => undefined);
    const server = await serveOn(tls, "https", (socket) => socket.end(reply(200, "ok")));
    try {
      return await use(server);
    } finally {
      await server.close();
    }
  }

  it("accepts a campus authority named by caFile", async () => {
    await withTls(own, {}, async ({ url }) => {
      assert.equal((await sendHttp({ ...post(url), caFile: join(folder, "ca.pem") }, {})).text, "ok");
    });
  });

  const refused: readonly (readonly [title: string, certificate: Certificate, options: object, trusted: boolean])[] = [
    ["a self-signed certificate", own, {}, false],
    ["an expired certificate", certificateFor("127.0.0.1", { expired: true }), {}, true],
    ["another host's certificate", certificateFor("127.0.0.2"), {}, true],
    ["TLS 1.1", own, { maxVersion: "TLSv1.1", minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }, true],
  ];
  for (const [title, certificate, options, trusted] of refused) {
    it(`refuses ${title} before a byte of HTTP is sent, for good`, async () => {
      const caFile = join(folder, "trusted.pem");
      writeFileSync(caFile, certificate.cert);
      await withTls(certificate, options, async ({ url, requests }) => {
        const failure = await failureOf({ ...post(url), ...(trusted && { caFile }) });
        assert.deepEqual([failure.sent, failure.lasting, requests.length], [false, true, 0], failure.message);
        assert.match(failure.message, /certificate is not accepted/);
        assert.doesNotMatch(failure.message, /insecure|REJECT_UNAUTHORIZED/);
      });
    });
  }

  it("sends nothing while NODE_TLS_REJECT_UNAUTHORIZED=0", async () => {
    await withTls(own, {}, async (server) => {
      const failure = await failureOf(post(server.url), { NODE_TLS_REJECT_UNAUTHORIZED: "0" });
      assert.deepEqual([failure.sent, failure.lasting, server.connections], [false, true, 0]);
      assert.match(failure.message, /NODE_TLS_REJECT_UNAUTHORIZED/);
    });
  });

  it("names the setting when caFile cannot be read", async () => {
    const failure = await failureOf({ ...post("https://127.0.0.1:1/"), caFile: join(folder, "missing.pem") });
    assert.deepEqual([failure.sent, failure.lasting], [false, true]);
    assert.match(failure.message, /missing\.pem.*caFile/);
  });

  it("names the setting where a variable names a proxy that nobody reads, and never its address", async () => {
    const url = `https://127.0.0.1:${await closedPort()}/`;
    const env = { HTTPS_PROXY: "http://u:TOP-SECRET@proxy:3128" };
    const reason = "connection refused; HTTPS_PROXY is set but not read: use the setting proxy";
    await assert.rejects(sendHttp(post(url), env), { name: "HttpFailure", reason, sent: false });
    await assert.rejects(sendHttp(post(url), {}), { reason: "connection refused" });
    await assert.rejects(sendHttp(post(url.replace("https", "http")), env), { reason: "connection refused" });
  });

  describe("through a proxy", () => {
    /** A proxy that opens tunnels and writes down what it was asked in clear text. */
    const tunnel: Serve[0] = (socket, request) => {
      const [, host, port] = /^CONNECT ([^:]+):(\d+)/.exec(request) ?? [];
      const upstream = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        socket.removeAllListeners("data").pipe(upstream).pipe(socket);
      });
      upstream.on("error", () => socket.destroy());
    };

    it("asks for a tunnel and shows the proxy nothing of the request", async () => {
      await withTls(own, {}, (server) =>
        against([tunnel], async (proxy) => {
          const request = { ...post(server.url), caFile: join(folder, "ca.pem"), proxy: proxy.url };
          assert.equal((await sendHttp(request, {})).text, "ok");
          assert.equal(proxy.requests.length, 1);
          assert.match(proxy.requests[0] ?? "", /^CONNECT 127\.0\.0\.1:/);
          assert.doesNotMatch(proxy.requests.join(), /TOP-SECRET/);
        }),
      );
    });

    it("was certainly not sent when the proxy refuses the tunnel", async () => {
      await against([(socket) => socket.end(reply(403, "no"))], async ({ url }) => {
        const failure = await failureOf({ ...post("https://127.0.0.1:1/"), proxy: url });
        assert.deepEqual([failure.sent, failure.reason], [false, "the proxy refused the connection"]);
      });
    });

    it("asks a proxy that hangs up only once", async () => {
      await against([(socket) => socket.end()], async (proxy) => {
        const failure = await failureOf({ ...post("https://127.0.0.1:1/"), proxy: proxy.url });
        assert.deepEqual([failure.sent, failure.reason], [false, "the proxy closed the connection"]);
        assert.equal(proxy.requests.length, 1);
      });
    });

    it("is not used for this machine's own plain HTTP", async () => {
      await against([(socket) => socket.end(reply(200, "ok"))], async ({ url }) => {
        const request = { ...post(url), proxy: `http://127.0.0.1:${await closedPort()}` };
        assert.equal((await sendHttp(request, {})).text, "ok");
      });
    });
  });
});
