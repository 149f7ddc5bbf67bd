import assert from "node:assert/strict";
import fc from "fast-check";
import { PlatformError, printable } from "../../src/net/errors";

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

describe("text from a server", () => {
  it("reaches the terminal without one control character, and not too long", () => {
    const any = fc.oneof(
      fc.string({ unit: "binary", maxLength: 700 }),
      fc.string({ unit: fc.integer({ min: 0, max: 0x2100 }).map((code) => String.fromCharCode(code)), maxLength: 700 }),
    );
    fc.assert(
      fc.property(any, (text) => {
        const shown = printable(text);
        assert.doesNotMatch(shown, CONTROLS);
        assert.ok(shown.length <= 500);
      }),
      { numRuns: 10_000 },
    );
  });

  it("cannot move the cursor, ring the bell or hide behind right-to-left marks", () => {
    assert.equal(printable("a\u001b[2Jb\u0007c\rd\u202ee"), "a^[[2Jb^Gc⏎d\\u202ee");
  });

  it("keeps ordinary words of any language", () => {
    assert.equal(printable("资源不足 – größer 🚀"), "资源不足 – größer 🚀");
  });

  it("is safe in an error's message, code and request id too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const origin = { platform: "tione", action: "x", code: text, requestId: text };
        assert.doesNotMatch(new PlatformError("internal", text, origin).message, CONTROLS);
      }),
      { numRuns: 2_000 },
    );
  });
});
