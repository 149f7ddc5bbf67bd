import assert from "node:assert/strict";
import { PlatformError } from "../../../src/net/errors";
import { ifFound, ignoreMissing, notNow } from "../../../src/platforms/kit/absence";
import { extraMembers } from "../../../src/platforms/kit/extra";
import { submitPrepared } from "../../../src/platforms/kit/submission";
import { accountOf, transportOf } from "../../../src/platforms/kit/transport";
import { openGate } from "../../gates";

const error = (kind: PlatformError["kind"], words = "no") =>
  new PlatformError(kind, words, { platform: "p", action: "a" });

describe("members that a program gives in the vendor's spelling", () => {
  const given = (text: string) =>
    extraMembers(JSON.parse(text) as object as Record<string, unknown>, { Name: "name" }, (words) =>
      error("invalid", words),
    ); // an object is written there

  it("are taken", () => assert.deepEqual(given('{"Note": "x", "constructor": 1}'), { Note: "x", constructor: 1 }));

  it("are refused when this package sets them, with the input to set instead", () => {
    assert.throws(() => given('{"Name": "x"}'), /extraSpec holds Name; set name instead/);
  });

  it("are refused when they would be no member of a request", () => {
    assert.throws(() => given('{"__proto__": {"x": 1}}'), /__proto__/);
  });
});

describe("what a platform does not know", () => {
  it("is undefined, and gone for who wants it gone; other trouble is thrown", async () => {
    assert.equal(await ifFound(Promise.reject(error("notFound"))), undefined);
    await ignoreMissing(Promise.reject(error("notFound")));
    for (const kind of ["auth", "permission", "transient", "unsupported", "invalid"] as const) {
      await assert.rejects(ifFound(Promise.reject(error(kind))), { kind });
      await assert.rejects(ignoreMissing(Promise.reject(error(kind))), { kind });
    }
  });

  it("is no reason to give up for who may ask again", () => {
    assert.equal(notNow(error("notFound")).kind, "notNow");
    assert.equal(notNow(error("auth")).kind, "auth");
  });
});

describe("a submission that is put together first", () => {
  const send = (fails: unknown) => submitPrepared(() => Promise.reject(fails as Error), String, openGate);

  it("was not sent when that fails", async () => {
    assert.deepEqual((await send(error("invalid"))).kind, "notSent");
  });

  it("throws what is no trouble of the platform's, and what ends the run", async () => {
    await assert.rejects(send(new TypeError("a mistake of ours")), TypeError);
    const ending = new AbortController();
    ending.abort(error("transient", "the run ends"));
    const ended = submitPrepared(() => Promise.reject(ending.signal.reason as Error), String, {
      signal: ending.signal,
    });
    await assert.rejects(ended, /the run ends/);
  });

  it("has the id of the answer, and every other outcome as it is", async () => {
    const done = await submitPrepared(() => Promise.resolve({ kind: "done", value: 7 }), String, openGate);
    assert.deepEqual(done, { kind: "done", value: "7" });
    const refused = { kind: "refused", error: error("capacity") } as const;
    assert.equal(await submitPrepared(() => Promise.resolve(refused), String, openGate), refused);
  });
});

describe("how requests leave", () => {
  const settings = { caFile: "/ca.pem", proxy: "http://proxy:3128" };

  it("is as the settings say, and without a proxy to an emulator", () => {
    assert.deepEqual(transportOf(settings, {}), settings);
    assert.deepEqual(transportOf(settings, { emulator: "http://127.0.0.1:1" }), { caFile: "/ca.pem" });
    assert.deepEqual(transportOf({}, {}), {});
  });

  it("names an account without telling it", () => {
    assert.match(accountOf("AKIDEXAMPLE"), /^[0-9a-f]{8}$/);
    assert.notEqual(accountOf("AKIDEXAMPLE"), accountOf("AKIDEXAMPLF"));
  });
});
