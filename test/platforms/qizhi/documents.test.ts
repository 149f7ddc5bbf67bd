import assert from "node:assert/strict";
import { snapshotOf, specOf } from "../../../src/platforms/qizhi/jobs/record";
import { createRequest } from "../../../src/platforms/qizhi/jobs/request";
import { qizhiJobSpec, type QizhiJobSpecInput } from "../../../src/platforms/qizhi/jobs/schema";
import { createdReply, jobReply, tokenReply } from "../../../src/platforms/qizhi/wire";
import { asSent, drawn, fullSpec, JOB_ID, MARKER, requestSchema, RESOURCE, smallSpec, wireExamples } from "./fixtures";

const SITE = { settings: {} };
const CONSOLE = `https://qz.sii.edu.cn/jobs/distributedTrainingDetail/${JOB_ID}?spaceId=${smallSpec.workspaceId}`;
const ordered = (name: string, spec: QizhiJobSpecInput) => ({
  name,
  spec: qizhiJobSpec.parse(spec),
  marker: MARKER,
  resource: RESOURCE,
});
const request = (spec: QizhiJobSpecInput, extraSpec?: Record<string, unknown>) =>
  asSent(createRequest({ ...ordered("demo", spec), ...(extraSpec && { extraSpec }) }));

/** The same with every value replaced by what it is. */
function typesOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(typesOf);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, typesOf(member)]));
}

describe("Qizhi's documented examples", () => {
  it("have exactly the members, with exactly the types, of what we send when a spec has them all", () => {
    const { fault_tolerance_max_retry, ...sent } = request(fullSpec);
    assert.deepEqual(typesOf(sent), typesOf(drawn.create.request));
    assert.equal(fault_tolerance_max_retry, 3);
  });

  it("are what we send for the same job, but for our marker", () => {
    const spec = { ...smallSpec, maxRunningTimeMs: 7_200_000, autoFaultTolerance: false, env: { EPOCHS: "3" } };
    const { name, envs, ...asked } = wireExamples.create.request;
    const sent = createRequest(ordered(String(name), spec));
    const marked = [...(envs as unknown[]), { name: "PULUMI_JOB_MARKER", value: MARKER }]; // the example has a list
    assert.deepEqual(asSent(sent), { name, ...asked, envs: marked });
  });

  for (const [what, spec] of [
    ["small", smallSpec],
    ["full", fullSpec],
    ["unlimited", { ...smallSpec, maxRunningTimeMs: "unlimited" }],
    ["longest", { ...smallSpec, maxRunningTimeMs: Number.MAX_SAFE_INTEGER }],
  ] as const) {
    it(`and tables admit the request of a ${what} spec`, () => {
      assert.deepEqual(requestSchema.safeParse(request(spec)).error, undefined);
    });
  }

  it("and tables do not admit a number for a time, nor a member they lack", () => {
    const wrong = { max_running_time_ms: 7_200_000 };
    assert.equal(requestSchema.safeParse({ ...request(smallSpec), ...wrong }).success, false);
    assert.equal(requestSchema.safeParse(request(smallSpec, { description: "x" })).success, false);
  });

  it("let a token be read, bare as they are drawn and as it really comes", () => {
    assert.equal(tokenReply.parse(drawn.token.reply).access_token, "string");
    const { data } = wireExamples.login.reply;
    assert.deepEqual(tokenReply.parse(data), { access_token: "PLACEHOLDER.TOKEN.VALUE", expires_in: 604_800 });
  });

  it("let the id of a new job be read, from a whole job as from the little that really comes", () => {
    assert.equal(createdReply.parse(drawn.create.reply).job_id, "string");
    assert.equal(createdReply.parse(wireExamples.create.reply["data"]).job_id, JOB_ID);
    assert.deepEqual(drawn.stop.reply, {});
  });

  it("stay readable when every member is filler text", () => {
    assert.deepEqual(snapshotOf(jobReply.parse(drawn.detail.reply), SITE), {
      jobId: "string",
      name: "string",
      status: "unknown",
      platformStatus: "string",
      statusReason: "string",
      outputPaths: [],
      consoleUrl: "https://qz.sii.edu.cn/jobs/distributedTrainingDetail/string?spaceId=string",
    });
  });

  const running = wireExamples.detail.running["data"] as Record<string, unknown>; // a record, as read below
  const shown = (more: Record<string, unknown>) => snapshotOf(jobReply.parse({ ...running, ...more }), SITE);

  it("show a running job in our words", () => {
    assert.deepEqual(shown({}), {
      jobId: JOB_ID,
      name: "demo-train-7f3a9c",
      status: "running",
      platformStatus: "job_running",
      createdAt: "2025-10-09T08:53:20.000Z",
      startedAt: "2025-10-09T08:54:50.000Z",
      outputPaths: [],
      consoleUrl: CONSOLE,
    });
  });

  it("show when a job ended, and that one stopped in the queue never ran", () => {
    const succeeded = shown(wireExamples.detail.succeeded);
    assert.deepEqual([succeeded.status, succeeded.endedAt], ["succeeded", "2025-10-09T09:54:50.000Z"]);
    const stopped = shown(wireExamples.detail.stoppedInQueue);
    assert.deepEqual(
      [stopped.status, stopped.startedAt, stopped.endedAt],
      ["stopped", undefined, "2025-10-09T08:53:50.000Z"],
    );
  });

  it("show where TensorBoard reads, when that is a place", () => {
    assert.deepEqual(shown({ tb_summary_path: "/inspire/demo/tb 1" }).outputPaths, ["path:///inspire/demo/tb%201"]);
    assert.deepEqual(shown({ tb_summary_path: "tb" }).outputPaths, []);
  });

  it("show what the job was asked to be, but for the environment", () => {
    const told = specOf(jobReply.parse(running));
    assert.deepEqual(told, {
      ...smallSpec,
      maxRunningTimeMs: 7_200_000,
      autoFaultTolerance: false,
      datasetInfo: [],
      enableNotification: false,
      enableTroubleshoot: false,
    });
  });

  it("leave out of that what is filler", () => {
    assert.deepEqual(specOf(jobReply.parse(drawn.detail.reply)), {
      framework: "string",
      command: "string",
      autoFaultTolerance: true,
      faultToleranceMaxRetry: 0,
      datasetInfo: [{ datasetId: "string", versionId: "string", path: "string" }],
      tbSummaryPath: "string",
      enableNotification: true,
      enableTroubleshoot: true,
    });
  });
});

describe("Qizhi's states", () => {
  for (const [status, state] of [
    ["job_creating", "queued"],
    ["job_queuing", "queued"],
    ["job_pre_checking", "starting"],
    ["job_restarting", "running"],
    ["job_stopping", "stopping"],
    ["job_stopped", "stopped"],
    ["job_queue_out", "failed"],
    ["job_create_failed", "failed"],
    ["job_pulling_image", "unknown"],
    ["constructor", "unknown"],
    [7, "unknown"],
    [undefined, "unknown"],
  ] as const) {
    it(`${String(status)} is ${state}`, () => {
      assert.equal(snapshotOf(jobReply.parse({ job_id: JOB_ID, status }), SITE).status, state);
    });
  }

  it("that hold machines after the end are not settled, and say so", () => {
    for (const [status, said] of [
      ["job_success_reserving", /^the command succeeded; the machines are still held: why$/],
      ["job_fail_reserving", /^the command failed; the machines are still held: why$/],
    ] as const) {
      const { status: state, statusReason: reason } = snapshotOf(
        jobReply.parse({ job_id: JOB_ID, status, sub_msg: "why" }),
        SITE,
      );
      assert.equal(state, "running");
      assert.match(reason ?? "", said);
    }
  });

  it("reach the user without control characters", () => {
    const { statusReason: reason } = snapshotOf(
      jobReply.parse({ job_id: JOB_ID, status: "x", sub_msg: "a\u001b[31mb\nc" }),
      SITE,
    );
    assert.equal(reason, "a^[[31mb⏎c");
  });
});
