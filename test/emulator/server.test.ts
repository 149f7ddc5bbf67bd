import assert from "node:assert/strict";
import { request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { startEmulator } from "../../src/emulator";
import { EmulatorClock } from "../../src/emulator/clock";
import { Emulator } from "../../src/emulator/emulator";
import { matches } from "../../src/emulator/scenario";
import { listen } from "../../src/emulator/server";
import { platforms } from "../../src/platforms/registry";
import { vendors } from "../../src/platforms/vendors";
import { goodTask, TioneTester } from "./tione-client";

interface Entry {
  readonly seq: number;
  readonly action: string;
  readonly status: number;
  readonly code?: string;
  readonly jobId?: string;
  readonly committed: boolean;
}

it("The emulator plays every platform of the registry", () => {
  assert.deepEqual(
    vendors.map(({ platform }) => platform),
    platforms.map(({ name }) => name),
  );
});

describe("The emulator's server", () => {
  let tester: TioneTester;
  beforeEach(async () => {
    tester = await TioneTester.start();
  });
  afterEach(() => tester.close());

  it("listens on the loopback interface only", async () => {
    const { port } = new URL(tester.emulator.url);
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const outside = others.filter(({ internal, family }) => !internal && family === "IPv4");
    const hosts = outside.map(({ address }) => address);
    // Only Linux answers for the whole of 127.0.0.0/8.
    for (const host of process.platform === "linux" ? ["127.0.0.2", ...hosts] : hosts) {
      await assert.rejects(reach(host, Number(port)), { code: "ECONNREFUSED" });
    }
  });

  it("refuses a name that is not loopback's, as a page on the web would use", async () => {
    const { port } = new URL(tester.emulator.url);
    const status = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { host: "127.0.0.1", port, path: "/_emulator/jobs", headers: { host }, agent: false };
        request(options, (reply) => {
          reply.resume();
          resolve(reply.statusCode);
        })
          .on("error", reject)
          .end();
      });
    assert.equal(await status("evil.example"), 403);
    // The vendor's command line sends its whole endpoint as the host.
    assert.equal(await status(`http://127.0.0.1:${port}`), 200);
    assert.equal(await status(`localhost:${port}`), 200);
  });

  it("takes no control from a page of another site, and JSON only from one of this machine", async () => {
    const reset = async (headers: Record<string, string>) => {
      const reply = await fetch(`${tester.emulator.url}/_emulator/reset`, { method: "POST", headers, body: "{}" });
      return reply.status;
    };
    const json = { "content-type": "application/json" };
    for (const origin of ["https://evil.example", "null", "http://127.0.0.1.evil.example"]) {
      assert.equal(await reset({ origin, ...json }), 403, origin);
    }
    assert.equal(await reset({ origin: "http://localhost:3000", "content-type": "text/plain" }), 403);
    assert.equal(await reset({ "sec-fetch-site": "cross-site" }), 403);
    assert.equal(await reset({ origin: "http://localhost:3000", ...json }), 200);
    // curl and scripts
    assert.equal(await reset({ "content-type": "application/x-www-form-urlencoded" }), 200);
  });

  it("says so when it fails itself", async () => {
    const fail = () => {
      throw new Error("a fault of its own");
    };
    const [vendor] = vendors;
    assert.ok(vendor);
    const broken = { ...vendor, recognise: () => "Anything", open: () => ({ answer: fail, throttled: fail }) };
    const server = await listen(new Emulator(new EmulatorClock(1), [broken], { seed: "1" }), 0);
    const reply = await fetch(server.url);
    assert.deepEqual(
      [reply.status, await reply.json()],
      [500, { error: "the emulator failed: Error: a fault of its own" }],
    );
    await server.close();
  });

  it("answers as the vendor does when a path is not well encoded", async () => {
    for (const path of ["/v2/%zz/training-jobs/%zz", "/v1/%/training-jobs/%e4", "/openapi/v1/%zz", "/?%zz=%"]) {
      const reply = await fetch(tester.emulator.url + path, { headers: { "x-auth-token": "x" } });
      assert.ok(reply.status !== 500, `${path}: ${reply.status} ${await reply.text()}`);
    }
  });

  it("refuses a body of more than a mebibyte", async () => {
    const reply = await tester.send("CreateTrainingTask", `"${"x".repeat(1024 * 1024)}"`);
    assert.equal(reply.status, 413);
  });

  it("says that nobody serves a path, and logs it", async () => {
    assert.equal((await fetch(`${tester.emulator.url}/redirected`)).status, 404);
    const [entry] = await tester.shown<(Entry & { platform: string })[]>("requests");
    assert.deepEqual([entry?.platform, entry?.action, entry?.status], ["none", "GET /redirected", 404]);
  });

  it("gives the same ids for the same seed, however often a client polls", async () => {
    const [one, two] = await Promise.all([TioneTester.start({ seed: "7" }), TioneTester.start({ seed: "7" })]);
    await one.call("DescribeTrainingTasks");
    const ids = [await one.create("a"), await two.create("a")];
    await Promise.all([one.close(), two.close()]);
    assert.equal(ids[0], ids[1]);
    assert.notEqual(ids[0], await tester.create("a"));
  });

  it("cannot have a port that is taken", async () => {
    await assert.rejects(startEmulator({ port: Number(new URL(tester.emulator.url).port) }), { code: "EADDRINUSE" });
  });

  describe("control", () => {
    it("lists requests with what became of them", async () => {
      const id = await tester.create("job");
      await tester.call("StopTrainingTask", { Id: id });
      const entries = await tester.shown<Entry[]>("requests");
      assert.deepEqual(
        entries.map(({ seq, action, status, code, jobId, committed }) => [seq, action, status, code, jobId, committed]),
        [
          [1, "CreateTrainingTask", 200, undefined, id, true],
          [2, "StopTrainingTask", 200, "InternalError.UnSubmittedStatusNotAllowStop", id, false],
        ],
      );
    });

    it("lists jobs with their marker, from the tag or the environment, until they are deleted", async () => {
      const tagged = await tester.create("tagged", { Tags: [{ TagKey: "pulumi-marker", TagValue: "aaa" }] });
      await tester.create("env", { Envs: [{ Name: "PULUMI_JOB_MARKER", Value: "bbb" }] });
      await tester.create("foreign");
      const brief = async () =>
        (await tester.shown<{ name: string; state: string; marker?: string; live: boolean }[]>("jobs")).map(
          ({ name, state, marker, live }) => [name, state, marker, live],
        );
      assert.deepEqual(await brief(), [
        ["tagged", "SUBMITTING", "aaa", true],
        ["env", "SUBMITTING", "bbb", true],
        ["foreign", "SUBMITTING", undefined, true],
      ]);
      await tester.advance(3_600_000);
      await tester.call("DeleteTrainingTask", { Id: tagged });
      assert.deepEqual((await brief())[0], ["env", "SUCCEED", "bbb", false]);
    });

    it("moves the clock by what it is told, and shows it", async () => {
      const time = async () => Date.parse((await tester.shown<{ now: string }>("clock")).now);
      const before = await time();
      await tester.advance(90_000);
      assert.equal((await time()) - before, 90_000);
    });

    it("runs its clock at the speed it was started with", async () => {
      const fast = await TioneTester.start({ speed: 1e9 });
      const id = await fast.create("job");
      assert.equal(await fast.state(id), "SUCCEED");
      await fast.close();
    });

    const outcomes = [
      ["succeed", "SUCCEED", ""],
      ["fail", "FAILED", "CUDA out of memory"],
      ["submit-fail", "SUBMIT_FAILED", "no such tag"],
      ["never-starts", "PENDING", ""],
      ["arrears-stop", "STOPPED", "Arrears"],
      ["runs-forever", "RUNNING", ""],
    ] as const;
    for (const [outcome, state, reason] of outcomes) {
      it(`lets a job end as ${state} by the outcome ${outcome}`, async () => {
        await tester.ordered("scenario", { match: { name: "job" }, outcome });
        const id = await tester.create("job");
        await tester.advance(86_400_000);
        const { Status, FailureReason } = await tester.detail(id);
        assert.equal(Status, state);
        assert.ok(String(FailureReason).includes(reason));
      });
    }

    it("lets a job pass through a state that nobody knows", async () => {
      await tester.ordered("scenario", { match: { name: "job" }, outcome: "unknown-state" });
      const id = await tester.create("job");
      await tester.advance(30_000);
      assert.equal(await tester.state(id), "RESCHEDULING");
    });

    it("follows the newest timeline whose name matches", async () => {
      await tester.ordered("scenario", { match: { name: "*" }, outcome: "fail" });
      const timeline = [
        { state: "RUNNING", ms: 1_000 },
        { state: "STOPPED", reason: "Preempted" },
      ];
      await tester.ordered("scenario", { match: { name: "eval-*" }, timeline });
      const [evaluation, other] = [await tester.create("eval-1"), await tester.create("train-1")];
      await tester.advance(1_000_000);
      assert.deepEqual([await tester.state(evaluation), await tester.state(other)], ["STOPPED", "FAILED"]);
    });

    const bad: readonly (readonly [route: string, body: unknown, says: RegExp])[] = [
      ["clock", { advanceMs: -1 }, /advanceMs/],
      ["clock", { ms: 1 }, /advanceMs/],
      ["faults", { action: "CreateTrainingTask", fault: "explode" }, /fault/],
      ["faults", { action: "CreateTraningTask", fault: "delay" }, /CreateTraningTask/],
      ["faults", { action: "CreateTrainingTask", fault: "throttle", when: "after-commit" }, /when/],
      ["scenario", { match: { name: "a" } }, /either/],
      ["scenario", { match: { name: "a" }, outcome: "win" }, /outcome/],
      ["scenario", { match: { name: "a" }, timeline: [] }, /timeline/],
      ["switches", { uniqueNmaes: true }, /uniqueNmaes/],
      ["switches", [], /expected/],
    ];
    for (const [route, body, says] of bad) {
      it(`refuses ${JSON.stringify(body)} on ${route}, and says why`, async () => {
        const reply = await tester.control(route, body);
        assert.equal(reply.status, 400);
        assert.match(((await reply.json()) as { error: string }).error, says); // our own JSON
      });
    }

    it("knows its routes", async () => {
      assert.equal((await tester.control("nowhere")).status, 404);
      assert.equal((await tester.control("reset")).status, 404);
    });

    it("resets everything but the clock", async () => {
      await tester.advance(60_000);
      const { now } = await tester.shown<{ now: string }>("clock");
      const first = await tester.create("job");
      await tester.ordered("switches", { uniqueNames: false });
      await tester.ordered("faults", { action: "DescribeTrainingTasks", fault: "http-500" });
      await tester.ordered("reset", {});
      assert.deepEqual([await tester.shown("jobs"), await tester.shown("requests")], [[], []]);
      assert.equal((await tester.shown<{ uniqueNames: boolean }>("switches")).uniqueNames, true);
      assert.equal((await tester.call("DescribeTrainingTasks")).httpStatus, 200);
      assert.equal(await tester.create("job"), first);
      assert.equal((await tester.shown<{ now: string }>("clock")).now, now);
    });
  });

  describe("the token bucket", () => {
    it("refuses the 21st request of a second and action, and lets it pass a second later", async () => {
      const codes = await Promise.all(Array.from({ length: 21 }, () => tester.call("DescribeTrainingTasks")));
      assert.equal(codes.filter(({ code }) => code === "RequestLimitExceeded").length, 1);
      assert.equal((await tester.call("StopTrainingTask", { Id: "train-1" })).code, "ResourceNotFound");
      await tester.advance(1_000);
      assert.equal((await tester.call("DescribeTrainingTasks")).code, undefined);
    });

    it("can be narrowed, and switched off", async () => {
      await tester.ordered("switches", { requestsPerSecond: 1 });
      const code = async () => (await tester.call("DescribeTrainingTasks")).code;
      assert.deepEqual([await code(), await code()], [undefined, "RequestLimitExceeded"]);
      await tester.ordered("switches", { tokenBucket: false });
      assert.equal(await code(), undefined);
    });
  });

  describe("a fault", () => {
    const cases: readonly (readonly [fault: object, seen: RegExp, status: number, committed: boolean])[] = [
      [{ fault: "throttle" }, /^HTTP\/1.1 200 [^]*"Code":"RequestLimitExceeded"/, 200, false],
      [{ fault: "http-500" }, /^HTTP\/1.1 500 [^]*internal server error/, 500, false],
      [{ fault: "http-500", when: "after-commit" }, /^HTTP\/1.1 500 [^]*internal server error/, 500, true],
      [{ fault: "html-502" }, /^HTTP\/1.1 502 [^]*text\/html[^]*Bad Gateway/, 502, false],
      [{ fault: "html-502", when: "after-commit" }, /^HTTP\/1.1 502 [^]*Bad Gateway/, 502, true],
      [{ fault: "drop-before-commit" }, /^$/, 0, false],
      [{ fault: "drop-after-commit" }, /^$/, 0, true],
      [{ fault: "truncate" }, /^HTTP\/1.1 200 [^]*\{"Response":\{"Id":"train-[^}]*$/, 200, true],
      [{ fault: "truncate", when: "before-commit" }, /^HTTP\/1.1 200 [^]*\r\n\r\n\{"note":"[^}]*$/, 200, false],
      [{ fault: "garbage" }, /^HTTP\/1.1 200 [^]*\r\n\r\n\]oops/, 200, true],
      [{ fault: "garbage", when: "before-commit" }, /^HTTP\/1.1 200 [^]*\r\n\r\n\]oops/, 200, false],
      [{ fault: "redirect" }, /^HTTP\/1.1 302 [^]*location: \/redirected/, 302, false],
      [{ fault: "delay", ms: 1 }, /^HTTP\/1.1 200 [^]*"Id":"train-\d+"/, 200, true],
      [{ fault: "delay", ms: 1, when: "after-commit" }, /^HTTP\/1.1 200 [^]*"Id":"train-\d+"/, 200, true],
    ];
    for (const [fault, seen, status, committed] of cases) {
      it(`${JSON.stringify(fault)} is seen on the wire, and the log tells what it left`, async () => {
        await tester.ordered("faults", { action: "CreateTrainingTask", times: 1, ...fault });
        assert.match(await rawCreate(tester), seen);
        const [entry] = await tester.shown<Entry[]>("requests");
        assert.deepEqual([entry?.status, entry?.committed], [status, committed]);
        assert.equal((await tester.shown<unknown[]>("jobs")).length, committed ? 1 : 0);
        assert.match(await rawCreate(tester, "next"), /"Id":"train-/);
      });
    }

    it("commits a delayed answer before the delay is over", async () => {
      await tester.ordered("faults", {
        action: "CreateTrainingTask",
        fault: "delay",
        ms: 600_000,
        when: "after-commit",
      });
      const waiting = assert.rejects(tester.call("CreateTrainingTask", goodTask));
      let entries: Entry[] = [];
      while (entries.length === 0) entries = await tester.shown<Entry[]>("requests");
      assert.equal(entries[0]?.committed, true);
      await tester.close(); // ends what the fault holds open
      await waiting;
      tester = await TioneTester.start();
    });

    it("hits as often as it was asked to, after as many as it was asked to skip", async () => {
      await tester.ordered("faults", { action: "DescribeTrainingTasks", fault: "http-500", times: 2, skip: 1 });
      const statuses = [];
      for (let i = 0; i < 4; i++) statuses.push((await tester.send("DescribeTrainingTasks")).status);
      assert.deepEqual(statuses, [200, 500, 500, 200]);
    });

    it("hits only the requests that contain its text", async () => {
      await tester.ordered("faults", { action: "CreateTrainingTask", fault: "http-500", containing: '"theirs"' });
      assert.match(await rawCreate(tester, "ours"), /"Id":"train-/);
      assert.match(await rawCreate(tester, "theirs"), /^HTTP\/1.1 500/);
      assert.match(await rawCreate(tester, "theirs"), /"Id":"train-/);
    });

    it("waits for its action and for the ones before it", async () => {
      await tester.ordered("faults", { action: "DescribeTrainingTasks", fault: "http-500" });
      await tester.ordered("faults", { action: "DescribeTrainingTasks", fault: "html-502" });
      await tester.create("job");
      const statuses = [];
      for (let i = 0; i < 3; i++) statuses.push((await tester.send("DescribeTrainingTasks")).status);
      assert.deepEqual(statuses, [500, 502, 200]);
    });
  });
});

describe("A name pattern", () => {
  const cases = [
    ["job", "job", true],
    ["job", "job-1", false],
    ["*", "", true],
    ["job-*", "job-1", true],
    ["*-1", "job-1", true],
    ["a*b*c", "a--b--c", true],
    ["a*a", "a", false],
    ["j.b", "job", false],
  ] as const;
  for (const [pattern, text, expected] of cases) {
    it(`${pattern} ${expected ? "matches" : "does not match"} ${JSON.stringify(text)}`, () => {
      assert.equal(matches(pattern, text), expected);
    });
  }
});

function reach(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
}

/** Sends a create over a socket of its own. @returns every byte that came back until the emulator closed it */
function rawCreate(tester: TioneTester, name = "resnet"): Promise<string> {
  const body = JSON.stringify({ ...goodTask, Name: name });
  const { hostname, port, host } = new URL(tester.emulator.url);
  const headers = { ...tester.signed("CreateTrainingTask", body), host, connection: "close" };
  const head = Object.entries(headers).map(([header, value]) => `${header}: ${value}\r\n`);
  return new Promise((resolve) => {
    let seen = "";
    const socket = connect(Number(port), hostname);
    socket.setEncoding("utf8").on("data", (piece) => (seen += String(piece)));
    socket.on("error", () => undefined); // a reset is one of the ways to close
    socket.on("close", () => {
      resolve(seen);
    });
    socket.write(`POST / HTTP/1.1\r\n${head.join("")}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
}
