import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import Sign from "tencentcloud-sdk-nodejs-common/tencentcloud/common/sign";
import { dummyCredentials } from "../../../src/platforms/tione/dummy";
import { tioneClient } from "../../../src/platforms/tione/jobs/client";
import { verifyPlace } from "../../../src/platforms/tione/place";
import { openGate } from "../../gates";
import { refusal, stubTione, task, tasks, type Answer, type Received, type Stub } from "./server";

describe("the TI-ONE client", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function connect(answer: (request: Received) => Answer, project?: string) {
    stub = await stubTione(answer, project === undefined ? {} : { project });
    return { stub, client: tioneClient(stub.where, stub.io) };
  }

  it("signs as the vendor documents", () => {
    const authorization = Sign.sign3({
      url: "https://tione.tencentcloudapi.com/",
      payload: Buffer.from('{"Id":"train-1208038387393233920"}'),
      timestamp: 1_700_000_000,
      service: "tione",
      secretId: "AKIDEXAMPLE",
      secretKey: "EXAMPLESECRETKEY",
      multipart: false,
      boundary: "",
      headers: { "Content-Type": "application/json" },
    });
    assert.equal(
      authorization,
      "TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2023-11-14/tione/tc3_request, SignedHeaders=content-type;host, " +
        "Signature=ea7548fce95ef8733e06b70f5ba60ebe819396ab2207ea0ba4a890418aa983b0",
    );
  });

  it("sends the very text it signed, with the headers the vendor asks for", async () => {
    const { stub, client } = await connect(() => ({ TrainingTaskDetail: task("train-1") }));
    await client.describeTrainingTask("train-1");
    const [{ headers, text }] = received(stub);
    const seconds = Math.floor(stub.clock.wall() / 1000);
    const expected = Sign.sign3({
      url: "http://127.0.0.1/",
      payload: Buffer.from(text),
      timestamp: seconds,
      service: "tione",
      secretId: "AKIDEXAMPLE",
      secretKey: "EXAMPLESECRETKEY",
      multipart: false,
      boundary: "",
      headers: { "Content-Type": "application/json" },
    });
    assert.equal(text, '{"Id":"train-1"}');
    assert.equal(headers.authorization, expected);
    assert.deepEqual(
      ["content-type", "x-tc-version", "x-tc-region", "x-tc-timestamp", "x-tc-language", "x-tc-requestclient"].map(
        (name) => headers[name],
      ),
      ["application/json", "2021-11-11", "ap-guangzhou", String(seconds), "en-US", "pulumi-training"],
    );
    assert.equal(headers["x-tc-token"], undefined);
  });

  it("repeats the workspace on every call", async () => {
    const { stub, client } = await connect(() => tasks(), "ws-7");
    await client.describeTrainingTasks({}, "poll");
    await client.stopTrainingTask("train-1");
    assert.deepEqual(
      stub.received.map(({ body }) => body["TiProjectId"]),
      ["ws-7", "ws-7"],
    );
  });

  it("turns an error under HTTP 200 into its kind, code and request id", async () => {
    const { client } = await connect(() => refusal("ResourceNotFound", "no such task"));
    await assert.rejects(client.describeTrainingTask("train-1"), {
      name: "PlatformError",
      kind: "notFound",
      message: "no such task (ResourceNotFound, request r-1)",
    });
  });

  it("reads all pages of a list, oldest first, each task once", async () => {
    const all = Array.from({ length: 120 }, (_, index) => task(`train-${index}`));
    const { stub, client } = await connect(({ body }) => {
      const offset = Number(body["Offset"]);
      // A task that went away meanwhile moves the others up: the second page repeats one of the first.
      const start = offset === 50 ? 49 : offset;
      return { TrainingTaskSet: all.slice(start, start + 50), TotalCount: 120 };
    });
    const found = await client.describeTrainingTasks({}, "lookup");
    assert.equal(new Set(found.map(({ Id }) => Id)).size, found.length);
    assert.deepEqual(
      found.slice(0, 2).map(({ Id }) => Id),
      ["train-0", "train-1"],
    );
    assert.deepEqual(
      stub.received.map(({ body }) => [body["Offset"], body["Limit"], body["Order"], body["OrderField"]]),
      [0, 50, 100].map((offset) => [offset, 50, "ASC", "CreateTime"]),
    );
  });

  it("stops reading when a server gives the same page for ever", async () => {
    const page = Array.from({ length: 50 }, (_, index) => task(`train-${index}`));
    const { stub, client } = await connect(() => ({ TrainingTaskSet: page }));
    assert.equal((await client.describeTrainingTasks({}, "poll")).length, 50);
    assert.equal(stub.received.length, 2);
  });

  it("ignores members it does not know and tolerates missing, null and odd ones", async () => {
    const odd = { Id: "train-1", Name: "a", Status: "RUNNING", Output: null, Tags: "none", Envs: null, New: { a: 1 } };
    const { client } = await connect(() => ({ TrainingTaskSet: [odd], TotalCount: 1 }));
    const [found] = await client.describeTrainingTasks({}, "poll");
    assert.deepEqual([found?.Id, found?.Output, found?.Tags], ["train-1", null, undefined]);
  });

  for (const [what, answer] of [
    ["is cut off", { status: 200, text: '{"Response":{"Id":"tra' }],
    ["lacks the id", {}],
    ["is a gateway's page", { status: 502, text: "<html><title>Bad Gateway</title></html>" }],
    ["is an internal error", refusal("InternalError.BindingTagsFailed")],
  ] as const) {
    it(`calls a create whose answer ${what} unknown, and sends it once`, async () => {
      const { stub, client } = await connect(() => answer);
      const outcome = await stub.clock.settle(client.createTrainingTask({ Name: "a" }, openGate));
      assert.equal(outcome.kind, "unknown");
      assert.equal(stub.received.length, 1);
    });
  }

  it("calls a create with a taken name refused", async () => {
    const { client } = await connect(() => refusal("FailedOperation.DuplicateNameTaskIsCreating"));
    const outcome = await client.createTrainingTask({ Name: "a" }, openGate);
    assert.equal(outcome.kind === "refused" && outcome.error.kind, "nameTaken");
  });

  it("tells the server's time from the head of a reply", async () => {
    const { client } = await connect(() => tasks());
    assert.equal((await client.serverTime()) % 1000, 0);
  });

  it("notices that a tag was not written although the call succeeded", async () => {
    const { stub, client } = await connect(() => ({
      FailedResources: [{ Resource: "qcs::…", Code: "AuthFailure.UnauthorizedOperation", Message: "not yours" }],
    }));
    await assert.rejects(client.tagResource("qcs::…", "key", "value"), { kind: "permission", message: /not yours/ });
    const [{ headers, body }] = received(stub);
    assert.equal(headers["x-tc-version"], "2018-08-13");
    assert.match(String(headers.authorization), /\/tag\/tc3_request/);
    assert.deepEqual(body, { ResourceList: ["qcs::…"], Tags: [{ TagKey: "key", TagValue: "value" }] });
  });

  it("sends an action twenty times in a second at most, with 45 ms to spare, also when nobody ever complains", async () => {
    const { stub } = await connect(() => tasks());
    const { clock } = stub;
    const sentAt: number[] = [];
    const http = async () => {
      sentAt.push(clock.now());
      await clock.sleep(30);
      return { status: 200, headers: {}, text: JSON.stringify({ Response: { TrainingTaskDetail: task("train-1") } }) };
    };
    const client = tioneClient(stub.where, { ...stub.io, http });
    await clock.settle(Promise.all(Array.from({ length: 200 }, () => client.describeTrainingTask("train-1"))));
    assert.equal(sentAt.length, 200);
    for (const [i, at] of sentAt.entries()) assert.ok((sentAt[i + 20] ?? Infinity) - at >= 1_045, `${i} at ${at}`);
    assert.equal(sentAt.filter((at) => at === sentAt[0]).length, 20);
  });

  it("shows the emulator its public dummy credentials and never the user's", async () => {
    const { stub } = await connect(() => ({ TrainingTaskDetail: task("train-1") }));
    const io = { ...stub.io, emulator: stub.url };
    await tioneClient({ settings: {}, region: "ap-guangzhou" }, io).describeTrainingTask("train-1");
    const [{ headers }] = received(stub);
    assert.match(String(headers.authorization), new RegExp(`Credential=${dummyCredentials.secretId}/`));
  });

  it("keeps the account's id out of the limiter's scope", async () => {
    const { stub, client } = await connect(() => tasks());
    const scopes: string[] = [];
    const limiters = { scope: (name: string) => (scopes.push(name), stub.io.limiters.scope(name)) };
    await tioneClient(stub.where, { ...stub.io, limiters }).describeTrainingTasks({}, "poll");
    await client.describeTrainingTasks({}, "poll");
    const piece = createHash("sha256").update("AKIDEXAMPLE").digest("hex").slice(0, 8);
    assert.deepEqual([...new Set(scopes)], [`tione/ap-guangzhou/${piece}`]);
  });

  it("says before any request what is wrong with the place", async () => {
    const { stub } = await connect(() => tasks());
    const place = (endpoint: string | undefined) => ({
      settings: endpoint ? { endpoint } : {},
      region: "ap-guangzhou",
    });
    for (const endpoint of [
      undefined,
      "https://tione.intl.tencentcloudapi.com",
      "https://tione.tencentcloudapi.com.cn",
    ]) {
      verifyPlace(place(endpoint), stub.io);
    }
    for (const endpoint of ["https://tencentcloudapi.com.evil.example", "http://tione.tencentcloudapi.com"]) {
      assert.throws(() => verifyPlace(place(endpoint), stub.io), { kind: "invalid", message: /endpoint/ });
    }
    const io = { ...stub.io, env: () => ({ HOME: "/nonexistent" }) };
    assert.throws(() => verifyPlace(place(undefined), io), { kind: "auth", message: /TENCENTCLOUD_SECRET_ID/ });
    assert.equal(stub.received.length, 0);
  });
});

function received({ received }: Stub): [Received, ...Received[]] {
  const [first, ...others] = received;
  assert.ok(first);
  return [first, ...others];
}
