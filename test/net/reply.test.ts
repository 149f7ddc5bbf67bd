import assert from "node:assert/strict";
import fc from "fast-check";
import type { HttpReply } from "../../src/net/http";
import { replyError, serverDate } from "../../src/net/reply";

function errorOf(reply: Partial<HttpReply>) {
  return replyError({ status: 502, headers: {}, text: "", ...reply }, "tione", "CreateTrainingTask");
}

describe("a reply without the platform's envelope", () => {
  const kinds = [
    [200, "internal"], [302, "invalid"], [400, "invalid"], [401, "auth"], [403, "permission"], [404, "notFound"], [408, "transient"],
    [421, "invalid"], [429, "throttled"], [500, "transient"], [502, "transient"], [503, "transient"], [504, "transient"],
  ] as const; // prettier-ignore
  for (const [status, kind] of kinds) {
    it(`of status ${status} is ${kind}`, () => assert.equal(errorOf({ status }).kind, kind));
  }

  it("shows a gateway's title and nothing else of its page", () => {
    const text = "<html><head><title>502 Bad\n Gateway</title></head><body>token=TOP-SECRET</body></html>";
    assert.equal(errorOf({ text }).message, "HTTP 502 Bad Gateway: 502 Bad Gateway");
  });

  it("never shows markup, controls or more than 200 characters", () => {
    const page = fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary", maxLength: 900 }));
    fc.assert(
      fc.property(page, ([before, title]) => {
        const { message } = errorOf({ text: `${before}<TITLE lang=x>${title}</title>` });
        assert.doesNotMatch(message, /[<>\u0000-\u001f\u007f-\u009f]/);
        assert.ok(message.length <= 200);
      }),
      { numRuns: 2_000 },
    );
  });

  it("carries the request id that the gateway gave", () => {
    assert.match(errorOf({ headers: { "x-request-id": "r-1" } }).message, /request r-1/);
  });

  it("says that a redirect was refused", () => {
    assert.match(errorOf({ status: 307 }).message, /redirect refused/);
  });
});

describe("Retry-After", () => {
  const asked = (headers: Record<string, string>) => errorOf({ status: 429, headers }).origin.retryAfterMs;
  const date = "Thu, 01 Jan 2026 12:00:00 GMT";

  it("is read in seconds, and as a date by the server's own clock", () => {
    assert.equal(asked({ "retry-after": "7" }), 7_000);
    assert.equal(asked({ "retry-after": "Thu, 01 Jan 2026 12:00:09 GMT", date }), 9_000);
  });

  it("is ignored when it is garbage, negative or in the past", () => {
    for (const text of ["", "-5", "soon", "1e9", "NaN", "1.5", "99999999999999", "Wed, 31 Dec 2025 12:00:00 GMT"]) {
      assert.equal(asked({ "retry-after": text, date }), undefined, text);
    }
    assert.equal(asked({ "retry-after": "Thu, 01 Jan 2026 12:00:09 GMT" }), undefined);
  });
});

describe("the server's time", () => {
  it("is its Date header, or unknown", () => {
    const at = (headers: Record<string, string>) => serverDate({ status: 200, text: "", headers });
    assert.equal(at({ date: "Thu, 01 Jan 2026 12:00:00 GMT" }), Date.UTC(2026, 0, 1, 12));
    assert.equal(at({ date: "yesterday" }), undefined);
    assert.equal(at({}), undefined);
  });
});
