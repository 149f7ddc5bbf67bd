import assert from "node:assert/strict";
import { dummyCredentials } from "../../../src/platforms/modelarts/dummy";
import { modelartsJobs } from "../../../src/platforms/modelarts/jobs";
import { modelartsClient } from "../../../src/platforms/modelarts/jobs/client";
import { authorizationOf, signingDate } from "../../../src/platforms/modelarts/signature";
import { ModelartsTester } from "../../emulator/modelarts-client";
import { openGate } from "../../gates";
import { keys, login, stubModelarts, type Answer, type Received, type Stub } from "./server";

const DAY_MS = 24 * 3_600_000;

describe("who ModelArts takes us for", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  const paths = () => stub?.received.map(({ method, path }) => `${method} ${path.split("?")[0]}`) ?? [];
  const logins = () => paths().filter((path) => path === "POST /v3/auth/tokens").length;
  const empty = { body: { items: [] } };

  /** IAM whose n-th token is `token-n` and lives a day. */
  function iam(other: (request: Received) => Answer = () => empty) {
    let issued = 0;
    return (request: Received): Answer => {
      if (request.path !== "/v3/auth/tokens") return other(request);
      issued += 1;
      const expires_at = new Date((stub?.clock.wall() ?? 0) + DAY_MS).toISOString();
      const date = new Date(stub?.clock.wall() ?? 0).toUTCString();
      return {
        status: 201,
        headers: { "X-Subject-Token": `token-${issued}`, Date: date },
        body: { token: { expires_at, project: { id: "p-9" } } },
      };
    };
  }

  it("signs what it sends, security token and project included", async () => {
    stub = await stubModelarts(() => empty, { ...keys, HUAWEICLOUD_SDK_SECURITY_TOKEN: "temporary" });
    await modelartsClient(stub.where, stub.io).listTrainingJobs([], "poll");
    const [request] = stub.received;
    assert.ok(request);
    const { headers, method, path } = request;
    const names = ["content-type", "host", "x-project-id", "x-sdk-date", "x-security-token"] as const;
    const signed = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
    assert.deepEqual(
      [signed["x-project-id"], signed["x-security-token"], signed["x-sdk-date"]],
      ["p-1", "temporary", signingDate(stub.clock.wall())],
    );
    const body = JSON.stringify(request.body);
    const expected = authorizationOf(
      { method, url: stub.url + path, headers: signed, body },
      { access: "AKEXAMPLE", secret: "SKEXAMPLE" },
    );
    assert.equal(headers["authorization"], expected);
    assert.equal(path, "/v2/p-1/training-job-searches");
  });

  it("logs in once for a hundred calls at the same time", async () => {
    stub = await stubModelarts(iam(), login);
    const client = modelartsClient(stub.where, stub.io);
    await stub.clock.settle(Promise.all(Array.from({ length: 100 }, () => client.listTrainingJobs([], "poll"))));
    assert.equal(logins(), 1);
    const [first, second] = stub.received;
    assert.deepEqual(first?.body, {
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: "me", password: "hush", domain: { name: "us" } } },
        },
        scope: { project: { name: "cn-north-4" } },
      },
    });
    assert.deepEqual([second?.headers["x-auth-token"], second?.path], ["token-1", "/v2/p-9/training-job-searches"]);
    assert.equal(stub.received.length, 101);
  });

  it("takes a new token when four fifths of the old one's life have passed, again once for all", async () => {
    stub = await stubModelarts(iam(), login);
    const client = modelartsClient(stub.where, stub.io);
    await client.listTrainingJobs([], "poll");
    await stub.clock.advance(DAY_MS * 0.79);
    await client.listTrainingJobs([], "poll");
    assert.equal(logins(), 1);
    await stub.clock.advance(DAY_MS * 0.02);
    await stub.clock.settle(Promise.all(Array.from({ length: 20 }, () => client.listTrainingJobs([], "poll"))));
    assert.equal(logins(), 2);
    assert.equal(stub.received.at(-1)?.headers["x-auth-token"], "token-2");
  });

  it("takes a new token when the old one is refused, and repeats the call once", async () => {
    const refused = { status: 401, body: { error_code: "ModelArts.0202", error_msg: "expired" } };
    stub = await stubModelarts(
      iam(({ headers }) => (headers["x-auth-token"] === "token-1" ? refused : empty)),
      login,
    );
    const client = modelartsClient(stub.where, stub.io);
    await stub.clock.settle(Promise.all([client.listTrainingJobs([], "poll"), client.listTrainingJobs([], "poll")]));
    assert.equal(logins(), 2);
  });

  it("does not repeat refused keys, because the vendor locks them", async () => {
    stub = await stubModelarts(() => ({ status: 401, body: { error_code: "APIGW.0301", error_msg: "no" } }));
    const client = modelartsClient(stub.where, stub.io);
    await assert.rejects(client.listTrainingJobs([], "poll"), { kind: "auth" });
    await assert.rejects(client.listTrainingJobs([], "poll"), { kind: "auth", message: /just refused/ });
    assert.equal(stub.received.length, 1);
  });

  it("never creates with a login that failed", async () => {
    stub = await stubModelarts(
      () => ({ status: 401, body: { error: { code: 401, message: "wrong password" } } }),
      login,
    );
    const { submit } = modelartsJobs(stub.where, stub.io);
    const outcome = await submit(
      { name: "a", spec: {}, marker: "aaaabbbbccccddddeeee", resource: "ffffgggghhhh" },
      openGate,
    );
    assert.deepEqual(outcome.kind === "notSent" && [outcome.error.kind, outcome.error.words], [
      "auth",
      "wrong password",
    ]);
    assert.deepEqual(paths(), ["POST /v3/auth/tokens"]);
  });

  it("does not even log in for a submission whose gate is shut, and waits for no login once it is", async () => {
    const stopping = new AbortController();
    const reason = new Error("stopped by Ctrl-C");
    stub = await stubModelarts(() => {
      stopping.abort(reason);
      return { status: 503, body: { error_code: "ModelArts.4302", error_msg: "later" } };
    }, login);
    const { submit } = modelartsJobs(stub.where, stub.io);
    const order = { name: "a", spec: {}, marker: "aaaabbbbccccddddeeee", resource: "ffffgggghhhh" };
    await assert.rejects(submit(order, { ...openGate, signal: AbortSignal.abort(reason) }), reason);
    assert.deepEqual(paths(), []);
    // Its second attempt is a while off: nobody moves the clock.
    await assert.rejects(submit(order, { ...openGate, signal: stopping.signal }), reason);
    assert.deepEqual(paths(), ["POST /v3/auth/tokens"]);
  });

  it("looks the project up once where nobody names it", async () => {
    const projects = [{ id: "p-7", name: "cn-north-4" }];
    stub = await stubModelarts(({ method }) => (method === "GET" ? { body: { projects } } : empty), {
      HW_ACCESS_KEY: "a",
      HW_SECRET_KEY: "s",
    });
    const client = modelartsClient(stub.where, stub.io);
    await Promise.all([client.listTrainingJobs([], "poll"), client.listTrainingJobs([], "poll")]);
    assert.deepEqual(paths(), ["GET /v3/projects", ...Array<string>(2).fill("POST /v2/p-7/training-job-searches")]);
  });

  it("says what to set when the look-up finds no project, and makes none", async () => {
    stub = await stubModelarts(() => ({ body: { projects: [] } }), { HW_ACCESS_KEY: "a", HW_SECRET_KEY: "s" });
    const client = modelartsClient(stub.where, stub.io);
    await assert.rejects(client.listTrainingJobs([], "poll"), { kind: "invalid", message: /set projectId/ });
    assert.deepEqual(paths(), ["GET /v3/projects"]);
  });

  it("signs once more with the platform's time when this machine's clock is off", async () => {
    let refused = 0;
    stub = await stubModelarts(() => {
      if (refused++ > 0) return empty;
      const date = new Date((stub?.clock.wall() ?? 0) + 3_600_000).toUTCString();
      return { status: 401, headers: { Date: date }, body: { error_code: "APIGW.0303", error_msg: "expired" } };
    });
    await modelartsClient(stub.where, stub.io).listTrainingJobs([], "poll");
    const expected = new Date(stub.clock.wall() + 3_600_000).toISOString().slice(0, 13).replaceAll("-", "");
    assert.equal(String(stub.received[1]?.headers["x-sdk-date"]).slice(0, 11), expected);
  });

  it("uses the emulator's own keys there and never the user's", async () => {
    stub = await stubModelarts(() => empty);
    await modelartsClient({ settings: {}, region: "cn-north-4" }, { ...stub.io, emulator: stub.url }).listTrainingJobs(
      [],
      "poll",
    );
    assert.match(String(stub.received[0]?.headers["authorization"]), new RegExp(`Access=${dummyCredentials.access},`));
  });

  it("works with tokens of the emulated IAM, also past their end", async () => {
    const tester = await ModelartsTester.start();
    try {
      const { user, password, domain, region } = dummyCredentials;
      const env = { HW_USER_NAME: user, HW_USER_PASSWORD: password, HW_DOMAIN_NAME: domain, HOME: "/nonexistent" };
      const jobs = modelartsJobs({ settings: { endpoint: tester.url }, region }, tester.io(env));
      const id = await tester.create("a");
      assert.equal((await jobs.describe([id])).size, 1);
      tester.advance(25 * 3_600_000);
      assert.equal((await jobs.describe([id])).size, 1);
      assert.equal(tester.actions().filter((action) => action === "CreateToken").length, 2);
    } finally {
      await tester.close();
    }
  });
});
