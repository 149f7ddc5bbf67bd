import assert from "node:assert/strict";
import { createIo } from "../../../src/net/io";
import { createLimiters } from "../../../src/net/limiter";
import { qizhiConsole } from "../../../src/platforms/qizhi/console/client";
import { dummyConsoleSession } from "../../../src/platforms/qizhi/dummy";
import { qizhiClient } from "../../../src/platforms/qizhi/jobs/client";
import { JOB_ID } from "./fixtures";
import { granted, stubQizhi, type Answer, type Received, type Stub } from "./server";

const SESSION = "hush-hush-cookie";
const result = (members: object): Answer => ({ text: JSON.stringify({ ResponseMetadata: {}, Result: members }) });
const error = (Code: string, Message: string): Answer => ({
  text: JSON.stringify({ ResponseMetadata: { RequestId: "r-1", Error: { Code, Message } } }),
});
const LOGIN_PAGE: Answer = { headers: { "content-type": "text/html" }, text: "<html><title>SII</title>" };
const MISSING_ROUTE: Answer = { status: 404, headers: { "content-type": "text/plain" }, text: "404 page not found" };

describe("the client of Qizhi's console", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function connect(answer: (request: Received) => Answer, session: string | undefined = SESSION) {
    const opened = await stubQizhi(answer, granted, session);
    stub = opened;
    return { stub: opened, pods: () => opened.clock.settle(qizhiConsole(opened.where, opened.io).instances(JOB_ID)) };
  }

  it("shows the session as the console's cookie, and no token", async () => {
    const { stub, pods } = await connect(() => result({ items: [], total: 0 }));
    await pods();
    const [request, ...others] = stub.received;
    assert.deepEqual(others, []);
    assert.equal(request?.path, "/api/v2/train?Action=ListJobInstances");
    assert.equal(request.headers.cookie, `inspire-session=${SESSION}`);
    assert.equal(request.headers.authorization, undefined);
    assert.deepEqual(request.body, { job_id: JOB_ID, page_num: 1, page_size: 100 });
  });

  it("says what to set when there is no session, and asks nothing", async () => {
    const { stub, pods } = await connect(() => result({}), "");
    await assert.rejects(pods(), {
      kind: "auth",
      message: /^only Qizhi's console shows this: set QIZHI_CONSOLE_SESSION/,
    });
    assert.deepEqual(stub.asked, []);
  });

  for (const [what, session] of [
    ["a whole cookie", "inspire-session=hush-hush-cookie"],
    ["two cookies", "hush-hush-cookie; a=b"],
    ["a line's end inside", "hush-hush\ncookie"],
    ["next to nothing", "hush"],
  ] as const) {
    it(`refuses ${what} for a session, without quoting it`, async () => {
      const { stub, pods } = await connect(() => result({}), session);
      await assert.rejects(pods(), (thrown: Error) => {
        assert.match(thrown.message, /QIZHI_CONSOLE_SESSION is not the value of a cookie/);
        assert.doesNotMatch(thrown.message, /hush/);
        return true;
      });
      assert.deepEqual(stub.asked, []);
    });
  }

  for (const [what, answer] of [
    ["401", { status: 401, text: "" }],
    ["a redirect", { status: 302, headers: { location: "/login" }, text: "" }],
    ["the login page", LOGIN_PAGE],
  ] as const) {
    it(`takes ${what} for the end of the session: says to copy the cookie anew, and does not knock again`, async () => {
      const { stub, pods } = await connect(() => answer);
      await assert.rejects(pods(), {
        kind: "auth",
        message: /session is over.*QIZHI_CONSOLE_SESSION anew: copy the value/,
      });
      await assert.rejects(pods(), { kind: "auth", message: /just refused/ });
      assert.equal(stub.asked.length, 1);
    });
  }

  it("leaves the account alone when a session is over", async () => {
    const detail = { data: { job_id: JOB_ID, status: "job_running" } };
    const { stub, pods } = await connect(({ path }) => (path === "train_job/detail" ? detail : LOGIN_PAGE));
    await assert.rejects(pods(), { kind: "auth" });
    const job = await stub.clock.settle(qizhiClient(stub.where, stub.io).jobDetail(JOB_ID, "read"));
    assert.equal(job.status, "job_running");
  });

  for (const [code, kind] of [
    ["InvalidParameter", "invalid"],
    ["AccessForbidden", "permission"],
    ["ResourceNotFound", "notFound"],
    ["Conflict", "notNow"],
    ["InvalidAction", "unsupported"],
    ["SlowDown", "throttled"],
    ["RequestTimeout", "transient"],
    ["InternalError", "internal"],
  ] as const) {
    it(`takes ${code} for ${kind}`, async () => {
      const { pods } = await connect(() => error(code, "so it is"));
      await assert.rejects(pods(), { kind, message: new RegExp(`^so it is.*\\(${code}, request r-1\\)$`) });
    });
  }

  it("says of a forbidden id that it may not be there", async () => {
    const { pods } = await connect(() => error("AccessForbidden", "no"));
    await assert.rejects(pods(), { message: /Qizhi also says so for an id that does not exist/ });
  });

  it("says that an action is gone when its route is", async () => {
    const { pods } = await connect(() => MISSING_ROUTE);
    await assert.rejects(pods(), { kind: "unsupported", message: /^there is no train.ListJobInstances: HTTP 404/ });
  });

  it("waits and asks again when there were too many requests, as a page or as a code", async () => {
    const replies = [{ status: 429, text: "<html>" }, error("Throttling", "slow"), { status: 502, text: "<html>" }];
    const { stub, pods } = await connect(() => replies.shift() ?? result({ items: [{ name: "p-0" }], total: "1" }));
    assert.deepEqual(
      (await pods()).map(({ name }) => name),
      ["p-0"],
    );
    assert.equal(stub.asked.length, 4);
  });

  it("asks for page after page, and leaves out what it cannot read", async () => {
    const page = (n: number) => Array.from({ length: n === 3 ? 50 : 100 }, (_, i) => ({ name: `p-${n}-${i}` }));
    const { stub, pods } = await connect(({ body }) => {
      const n = Number(body["page_num"]);
      return result({ items: n === 3 ? [...page(3), 7, { name: null }] : page(n), total: "250" });
    });
    assert.equal((await pods()).length, 250);
    assert.equal(stub.asked.length, 3);
  });

  it("takes an answer without rows for an empty list", async () => {
    const { pods } = await connect(() => ({
      text: '{"ResponseMetadata":{"Action":"ListJobInstances"},"Result":null}',
    }));
    assert.deepEqual(await pods(), []);
  });

  it("never lets a platform show the session that it was sent", async () => {
    const lines: string[] = [];
    const { stub } = await connect(({ headers }) => error("InternalError", `cookie was ${headers.cookie}`));
    const io = { ...stub.io, debug: (line: string) => lines.push(line) };
    await assert.rejects(stub.clock.settle(qizhiConsole(stub.where, io).instances(JOB_ID)), (thrown: Error) => {
      assert.match(thrown.message, /cookie was inspire-session=\[secret\]/);
      assert.doesNotMatch(JSON.stringify(thrown, Object.getOwnPropertyNames(thrown)), new RegExp(SESSION));
      return true;
    });
    assert.ok(lines.length > 0);
    assert.doesNotMatch(lines.join(), new RegExp(SESSION));
  });

  it("shows the emulator its public session and never the user's", async () => {
    const { stub } = await connect(() => result({}));
    const env = { PULUMI_TRAINING_EMULATOR: stub.url, QIZHI_CONSOLE_SESSION: SESSION };
    const { clock } = stub;
    const limiters = createLimiters(clock);
    const io = createIo({ clock, env: () => env, random: () => 0.5, write: () => undefined, limiters });
    await clock.settle(qizhiConsole({ settings: {}, region: "sii" }, io).instances(JOB_ID));
    assert.equal(stub.received[0]?.headers.cookie, `inspire-session=${dummyConsoleSession}`);
  });
});
