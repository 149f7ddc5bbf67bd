import assert from "node:assert/strict";
import { dummyCredentials } from "../../../src/platforms/qizhi/dummy";
import { qizhiClient } from "../../../src/platforms/qizhi/jobs/client";
import { verifyPlace } from "../../../src/platforms/qizhi/place";
import { JOB_ID, openGate } from "./fixtures";
import { granted, stubQizhi, type Answer, type Received, type Stub } from "./server";

const DAY_MS = 86_400_000;
const LOGIN_PAGE: Answer = { status: 200, headers: { "content-type": "text/html" }, text: "<html><title>SII</title>" };
const job = (more: Record<string, unknown> = {}): Answer => ({
  data: { job_id: JOB_ID, name: "sft", status: "job_running", ...more },
});

describe("the Qizhi client", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function connect(answer: (request: Received) => Answer, logIn?: (n: number) => Answer) {
    const opened = await stubQizhi(answer, logIn);
    stub = opened;
    const client = qizhiClient(opened.where, opened.io);
    return {
      stub: opened,
      detail: (id = JOB_ID) => opened.clock.settle(client.jobDetail(id, "read")),
      stop: (id = JOB_ID) => opened.clock.settle(client.stopJob(id)),
      create: (name = "sft") => opened.clock.settle(client.createJob({ name }, openGate)),
    };
  }
  const tokenOf = ({ headers }: Received) => headers.authorization?.replace("Bearer ", "");
  /** Refuses the first token that it sees, the way `no` says. */
  const refusingFirst = (no: Answer, yes: Answer) => (request: Received) => (tokenOf(request) === "t-1" ? no : yes);

  describe("logging in", () => {
    it("posts the credentials once and shows the token from then on", async () => {
      const { stub, detail } = await connect(() => job());
      await detail();
      await detail();
      assert.deepEqual(stub.asked, ["/auth/token", "train_job/detail", "train_job/detail"]);
      const [login, ...others] = stub.received;
      assert.deepEqual(login?.body, { username: "ada", password: "hush-hush" });
      assert.equal(login.headers.authorization, undefined);
      assert.deepEqual(others.map(tokenOf), ["t-1", "t-1"]);
      assert.deepEqual(others[0]?.body, { job_id: JOB_ID });
    });

    it("happens once for a hundred calls at a time, of several connections", async () => {
      const { stub } = await connect(() => job());
      const clients = Array.from({ length: 100 }, () => qizhiClient(stub.where, stub.io));
      await stub.clock.settle(Promise.all(clients.map((client) => client.jobDetail(JOB_ID, "read"))));
      assert.equal(stub.asked.filter((path) => path === "/auth/token").length, 1);
      assert.equal(stub.asked.length, 101);
    });

    it("is repeated when four fifths of the token's life are over", async () => {
      const { stub, detail } = await connect(() => job());
      await detail();
      await stub.clock.advance(5.5 * DAY_MS);
      await detail();
      assert.equal(stub.asked.filter((path) => path === "/auth/token").length, 1);
      await stub.clock.advance(0.2 * DAY_MS);
      await detail();
      assert.deepEqual(stub.received.filter(({ path }) => path !== "/auth/token").map(tokenOf), ["t-1", "t-1", "t-2"]);
    });

    for (const [what, answer] of [
      ["bare, its life a number", { text: '{"access_token":"t-1","expires_in":604800,"token_type":"Bearer"}' }],
      ["without a life", { data: { access_token: "t-1" } }],
    ] as const) {
      it(`takes a token that comes ${what}`, async () => {
        const { stub, detail } = await connect(
          () => job(),
          () => answer,
        );
        await detail();
        await stub.clock.advance(5 * DAY_MS);
        await detail();
        assert.equal(stub.asked.length, 3);
      });
    }

    for (const [what, no] of [
      ["a code", { code: 4711, message: "invalid_grant" }],
      ["HTTP 400", { status: 400, code: -100_000, message: "invalid_grant" }],
      ["a plain text", { status: 400, text: '"invalid_grant"' }],
    ] as const) {
      it(`is not repeated when refused by ${what}, whoever asks next`, async () => {
        const { stub, detail, create } = await connect(
          () => job(),
          () => no,
        );
        await assert.rejects(detail(), {
          kind: "auth",
          message: /^the login was refused: invalid_grant; check QIZHI_USERNAME and QIZHI_PASSWORD, and that an admin/,
        });
        await assert.rejects(detail(), { kind: "auth", message: /just refused/ });
        await assert.rejects(create(), { kind: "auth" });
        assert.deepEqual(stub.asked, ["/auth/token"]);
      });
    }

    it("is tried again when the gateway is in trouble", async () => {
      const trouble: Answer = { status: 502, text: "<html><title>Bad Gateway</title>" };
      const { stub, detail } = await connect(
        () => job(),
        (n) => (n < 3 ? trouble : granted(n)),
      );
      await detail();
      assert.deepEqual(stub.asked, ["/auth/token", "/auth/token", "/auth/token", "train_job/detail"]);
    });
  });

  describe("a token that is refused", () => {
    const refusals = [
      ["401", { status: 401, text: "" }],
      ["a redirect to the login", { status: 302, headers: { location: "/login" }, text: "<html>" }],
      ["code -1", { code: -1, message: "token expired" }],
      ["code -1 without a word", { code: -1, message: "" }],
      ["code 100001", { code: 100_001, message: "authentication failed" }],
      ["a login page", LOGIN_PAGE],
    ] as const;
    for (const [what, no] of refusals) {
      it(`by ${what} is renewed once and a read sent again`, async () => {
        const { stub, detail, stop } = await connect(refusingFirst(no, job()));
        assert.equal((await detail()).status, "job_running");
        assert.deepEqual(stub.asked, ["/auth/token", "train_job/detail", "/auth/token", "train_job/detail"]);
        await stop();
        assert.equal(stub.asked.length, 5);
      });

      it(`by ${what} again is an error, and a hundred waiting jobs do not ask for more`, async () => {
        const { stub, detail } = await connect(() => no);
        await assert.rejects(detail(), { kind: "auth" });
        const sent = stub.asked.length;
        for (let n = 0; n < 100; n += 1) await assert.rejects(detail(), { kind: "auth" });
        assert.deepEqual([sent, stub.asked.length], [4, 4]);
      });
    }

    it("is renewed once when a hundred calls find it out together", async () => {
      const { stub } = await connect(refusingFirst({ status: 401, text: "" }, job()));
      const client = qizhiClient(stub.where, stub.io);
      const calls = Array.from({ length: 100 }, () => client.jobDetail(JOB_ID, "read"));
      await stub.clock.settle(Promise.all(calls));
      assert.equal(stub.asked.filter((path) => path === "/auth/token").length, 2);
    });

    it("is never taken to where a redirect points", async () => {
      const other = await stubQizhi(() => job());
      try {
        const headers = { location: `${other.url}/openapi/v1/train_job/detail` };
        const { detail } = await connect(() => ({ status: 302, headers, text: "" }));
        await assert.rejects(detail(), { kind: "auth" });
        assert.deepEqual(other.asked, []);
      } finally {
        await other.close();
      }
    });
  });

  describe("a create", () => {
    const created: Answer = { data: { job_id: JOB_ID, sub_code: 0, sub_msg: "" } };
    const creates = ({ asked }: Stub) => asked.filter((path) => path === "train_job/create").length;

    for (const [what, no] of [
      ["401", { status: 401, text: "" }],
      ["a redirect to the login", { status: 302, text: "" }],
      ["a code and words that name the token", { code: -1, message: "Token has expired" }],
    ] as const) {
      it(`is sent once more when its token was refused by ${what}, and no third time`, async () => {
        const first = await connect(refusingFirst(no, created));
        assert.deepEqual(await first.create(), { kind: "done", value: { job_id: JOB_ID } });
        assert.equal(creates(first.stub), 2);
        await first.stub.close();
        const second = await connect(() => no);
        const outcome = await second.create();
        assert.equal(outcome.kind === "refused" && outcome.error.kind, "auth");
        assert.equal(creates(second.stub), 2);
      });
    }

    for (const [what, answer] of [
      ["is code -1 that does not name the token", { code: -1, message: "error" }],
      ["is cut off", { text: '{"code":0,"data":{"job_id":"job-0' }],
      ["lacks the id", { data: { sub_code: 0 } }],
      ["is empty", { text: "" }],
      ["is a gateway's page", { status: 502, text: "<html><title>Bad Gateway</title></html>" }],
      ["is a login page", LOGIN_PAGE],
      ["is a failure inside", { status: 500, code: 500, message: "internal" }],
      ["is the general failure", { code: 100_000, message: "panic" }],
      ["is a code of no table", { code: 4711, message: "?" }],
      ["is a validation code under HTTP 500", { status: 500, code: -100_000, message: "?" }],
    ] as const) {
      it(`whose answer ${what} may have made a job, and is sent once`, async () => {
        const { stub, create } = await connect(() => answer);
        const outcome = await create();
        assert.equal(outcome.kind, "unknown");
        assert.equal(creates(stub), 1);
      });
    }

    for (const [what, answer, kind] of [
      ["validation", { status: 400, code: -100_000, message: "framework_config is empty" }, "invalid"],
      ["plain text under HTTP 400", { status: 400, text: '"framework_config is empty"' }, "invalid"],
      ["a wrong parameter", { code: 100_002, message: "framework_config is empty" }, "invalid"],
      ["the project's priority", { code: 200_006, message: "framework_config is empty" }, "invalid"],
      ["permission", { code: 100_003, message: "framework_config is empty" }, "permission"],
    ] as const) {
      it(`is refused by ${what}, with the platform's words`, async () => {
        const { create } = await connect(() => answer);
        const outcome = await create();
        assert.equal(outcome.kind, "refused");
        assert.equal(outcome.error.kind, kind);
        assert.match(outcome.error.message, /framework_config is empty/);
      });
    }

    it("waits and goes on when there were too many requests, also by a page", async () => {
      let left = 2;
      const { stub, create } = await connect(() =>
        left-- > 0 ? { status: 429, headers: { "retry-after": "7" }, text: "<html><title>429</title>" } : created,
      );
      assert.equal((await create()).kind, "done");
      const [first, second] = stub.received.filter(({ path }) => path === "train_job/create").map(({ at }) => at);
      assert.ok(Number(second) - Number(first) >= 7_000);
    });
  });

  it("knows a missing job by the code for a well-formed id, and by nothing else", async () => {
    const missing = await connect(() => ({ code: 100_002, message: "parameter error" }));
    await assert.rejects(missing.detail(), { kind: "notFound", message: "parameter error (100002)" });
    await assert.rejects(missing.detail("job-1"), { kind: "invalid" });
    await missing.stub.close();
    const moved = await connect(() => ({ status: 404, text: "404 page not found" }));
    await assert.rejects(moved.detail(), { kind: "unsupported" });
  });

  it("tolerates unknown members, odd types and numbers as text", async () => {
    const { detail } = await connect(() => job({ created_at: 1_760_000_000_000, priority: {}, envs: "x", new: [] }));
    assert.equal((await detail()).created_at, 1_760_000_000_000);
  });

  it("sends two requests a second at most, whatever they are, a stop before everything that waits", async () => {
    const { stub } = await connect(() => job());
    const sentAt: number[] = [];
    const http: typeof stub.io.http = (request) => {
      sentAt.push(stub.clock.now());
      return stub.io.http(request);
    };
    const client = qizhiClient(stub.where, { ...stub.io, http });
    const reads = Array.from({ length: 12 }, () => client.jobDetail(JOB_ID, "read"));
    await stub.clock.settle(Promise.all([...reads, client.stopJob(JOB_ID)]));
    assert.equal(sentAt.length, 14);
    sentAt.forEach((at, index) => assert.ok((sentAt[index + 2] ?? Infinity) - at >= 1_000, sentAt.join()));
    assert.ok(stub.asked.indexOf("train_job/stop") <= 3, stub.asked.join());
  });

  it("shows the emulator its public dummy credentials and never the user's", async () => {
    const { stub } = await connect(() => job());
    const io = { ...stub.io, emulator: stub.url };
    await stub.clock.settle(qizhiClient({ settings: {}, region: "sii" }, io).jobDetail(JOB_ID, "read"));
    assert.deepEqual(stub.received[0]?.body, dummyCredentials);
  });

  it("says before any request what is wrong with the place", async () => {
    const { stub } = await connect(() => job());
    const place = (settings: Stub["where"]["settings"], region = "sii") => ({ settings, region });
    for (const endpoint of [undefined, "https://qz.sii.edu.cn"]) {
      verifyPlace(place({ endpoint }), stub.io);
    }
    verifyPlace(place({ endpoint: "https://relay.example.org", allowCustomEndpoint: true }), stub.io);
    for (const endpoint of [
      "https://qz.sii.edu.cn.evil.example",
      "https://a.qz.sii.edu.cn",
      "http://qz.sii.edu.cn",
      "https://169.254.169.254",
    ]) {
      assert.throws(() => verifyPlace(place({ endpoint }), stub.io), { kind: "invalid", message: /endpoint/ });
    }
    assert.throws(() => verifyPlace(place({}, "ap-guangzhou"), stub.io), { kind: "invalid", message: /no regions/ });
    assert.throws(() => verifyPlace(place({ profile: "lab" }), stub.io), { kind: "invalid", message: /no profiles/ });
    for (const [env, says] of [
      [{}, /set QIZHI_USERNAME and QIZHI_PASSWORD/],
      [{ QIZHI_USERNAME: "ada" }, /QIZHI_USERNAME is set, but QIZHI_PASSWORD is not/],
      [{ QIZHI_PASSWORD: "hush-hush" }, /QIZHI_PASSWORD is set, but QIZHI_USERNAME is not/],
    ] as const) {
      assert.throws(() => verifyPlace(place({}), { ...stub.io, env: () => env }), { kind: "auth", message: says });
    }
    assert.deepEqual(stub.asked, []);
  });
});
