import assert from "node:assert/strict";
import type { Outcome } from "../../src/emulator/scenario";
import { drawn, wireExamples } from "../platforms/qizhi/fixtures";
import { goodJob, QizhiTester } from "./qizhi-client";

const [machines] = goodJob.framework_config;
const DAY_MS = 86_400_000;

describe("Qizhi in the emulator", () => {
  let tester: QizhiTester;
  beforeEach(async () => {
    tester = await QizhiTester.start();
  });
  afterEach(() => tester.close());

  describe("a job", () => {
    it("goes through its states as time passes, and its timeline has what was reached", async () => {
      const id = await tester.create();
      const seen: unknown[] = [];
      for (const ms of [0, 2_000, 28_000, 600_000]) {
        await tester.advance(ms);
        const { status, timeline } = await tester.detail(id);
        seen.push([status, Object.keys(timeline as object)]); // a record, by the document
      }
      assert.deepEqual(seen, [
        ["job_creating", []],
        ["job_queuing", ["created"]],
        ["job_running", ["created", "resource_prepared", "run"]],
        ["job_succeeded", ["created", "resource_prepared", "run", "finished"]],
      ]);
      assert.equal((await tester.detail(id))["running_time_ms"], "600000");
    });

    it("stops some seconds after it was asked to, and refuses a stop once it is over", async () => {
      const id = await tester.create();
      await tester.advance(60_000);
      const { code, data } = await tester.call("stop", { job_id: id });
      assert.deepEqual([code, data], [0, {}]);
      assert.equal(await tester.state(id), "job_stopping");
      await tester.advance(5_000);
      assert.equal(await tester.state(id), "job_stopped");
      assert.notEqual((await tester.call("stop", { job_id: id })).code, 0);
    });

    it("that was stopped in the queue never had machines", async () => {
      const id = await tester.create();
      await tester.advance(3_000);
      await tester.call("stop", { job_id: id });
      await tester.advance(5_000);
      const { timeline, running_time_ms } = await tester.detail(id);
      assert.deepEqual([Object.keys(timeline as object), running_time_ms], [["created", "finished"], "0"]); // a record
    });

    it("holds its machines after the end for the time asked for, and a stop frees them", async () => {
      await tester.ordered("scenario", { match: { name: "bad" }, outcome: "fail" });
      const reserved = { reserve_on_success_ms: "3600000", reserve_on_fail_ms: "3600000" };
      const [good, bad, stopped] = [
        await tester.create(reserved),
        await tester.create({ ...reserved, name: "bad" }),
        await tester.create(reserved),
      ];
      await tester.advance(631_000);
      const states = async () => Promise.all([good, bad, stopped].map((id) => tester.state(id)));
      assert.deepEqual(await states(), ["job_success_reserving", "job_fail_reserving", "job_success_reserving"]);
      assert.deepEqual(
        tester.jobs().map(({ live }) => live),
        [true, true, true],
      );
      await tester.call("stop", { job_id: stopped });
      await tester.advance(3_600_000);
      assert.deepEqual(await states(), ["job_succeeded", "job_failed", "job_stopped"]);
    });

    it("is restarted after failures as often as it asked for", async () => {
      await tester.ordered("scenario", { match: { name: "*" }, outcome: "fail" });
      const id = await tester.create({ auto_fault_tolerance: true, fault_tolerance_max_retry: 2 });
      await tester.advance(31_000);
      const seen: unknown[] = [];
      for (const ms of [0, 60_000, 20_000, 60_000, 20_000, 60_000]) {
        await tester.advance(ms);
        const { status, current_running_round: round } = await tester.detail(id);
        seen.push([status, round]);
      }
      assert.deepEqual(seen, [
        ["job_running", 1],
        ["job_restarting", 2],
        ["job_running", 2],
        ["job_restarting", 3],
        ["job_running", 3],
        ["job_failed", 3],
      ]);
    });

    it("comes back as the platform tells it: the specification as a price, the priority as text, no environment", async () => {
      const id = await tester.create({ envs: [{ name: "KEY", value: "hush-hush" }], max_running_time_ms: "7200000" });
      await tester.advance(60_000);
      const job = await tester.detail(id);
      const [config] = job["framework_config"] as Record<string, unknown>[]; // a list, by the document
      assert.equal(config?.["spec_id"], undefined);
      assert.equal((config?.["instance_spec_price_info"] as { quota_id: string }).quota_id, machines.spec_id);
      const { task_priority, priority_name, priority, priority_level, envs, max_running_time_ms } = job;
      assert.deepEqual([task_priority, priority_name, priority, priority_level], [0, "4", 20, "NORMAL"]);
      assert.deepEqual([envs, max_running_time_ms], [[], "7200000"]);
      assert.doesNotMatch(JSON.stringify(job), /hush-hush/);
    });

    it("has in its detail no member that the document lacks", async () => {
      const known = Object.keys(drawn.detail.reply);
      const job = await tester.detail(await tester.create());
      assert.deepEqual(
        Object.keys(job).filter((member) => !known.includes(member)),
        [],
      );
    });

    it("says of its machines all that the document draws", async () => {
      const job = await tester.detail(await tester.create());
      const missing = (drawing: object, told: object, path = ""): string[] =>
        Object.entries(drawing).flatMap(([member, value]: [string, unknown]) => {
          const given: unknown = Reflect.get(told, member);
          if (given === undefined) return [path + member];
          const isRecord = typeof value === "object" && value !== null && typeof given === "object" && given !== null;
          return isRecord && !Array.isArray(value) ? missing(value, given, `${path}${member}.`) : [];
        });
      const [drawing] = drawn.detail.reply["framework_config"] as [object]; // as the document draws it
      const [config] = job["framework_config"] as [object];
      assert.deepEqual(missing(drawing, config), []);
      // The one is only there at the end, the other sometimes; a person is told no more than an id and a name.
      assert.deepEqual(
        Object.keys(drawn.detail.reply).filter((member) => !(member in job)),
        ["finished_at", "max_running_time_ms", "reserve_on_fail_ms", "reserve_on_success_ms", "tb_id"],
      );
    });

    it("may have the name of another, and carries the marker that was sent", async () => {
      const envs = [{ name: "PULUMI_JOB_MARKER", value: "aaaabbbbccccddddeeee" }];
      assert.notEqual(await tester.create({ envs }), await tester.create());
      assert.deepEqual(
        tester.jobs().map(({ name, marker }) => [name, marker]),
        [
          ["resnet", "aaaabbbbccccddddeeee"],
          ["resnet", undefined],
        ],
      );
    });

    it("is not shown during the lag, and forgotten when it is purged", async () => {
      await tester.ordered("switches", { listLagMs: 5_000, purgeAfterMs: 60_000 });
      const id = await tester.create();
      const code = async () => (await tester.call("detail", { job_id: id })).code;
      const codes = [await code()];
      for (const ms of [5_000, 3_600_000]) {
        await tester.advance(ms);
        codes.push(await code());
      }
      assert.deepEqual(codes, [100_002, 0, 100_002]);
    });
  });

  it("stops a job that reads do not show yet, which they then show as stopped", async () => {
    await tester.ordered("switches", { listLagMs: 60_000 });
    const id = await tester.create();
    assert.equal((await tester.call("detail", { job_id: id })).code, 100_002);
    assert.equal((await tester.call("stop", { job_id: id })).code, 0);
    await tester.advance(60_000);
    assert.equal(await tester.state(id), "job_stopped");
  });

  describe("a fate", () => {
    for (const [outcome, end] of Object.entries({
      succeed: "job_succeeded",
      fail: "job_failed",
      "submit-fail": "job_create_failed",
      "never-starts": "job_queuing",
      "unknown-state": "job_succeeded",
      "arrears-stop": "job_stopped",
      "runs-forever": "job_running",
    } satisfies Record<Outcome, string>)) {
      it(`that is called ${outcome} ends in ${end}`, async () => {
        await tester.ordered("scenario", { match: { name: "res*" }, outcome });
        const id = await tester.create();
        await tester.advance(DAY_MS);
        assert.equal(await tester.state(id), end);
      });
    }
  });

  describe("a create request is refused when it", () => {
    const cases: readonly (readonly [title: string, members: object, code: number, status: number])[] = [
      ["lacks its name", { name: undefined }, -100_000, 400],
      ["lacks its priority", { task_priority: undefined }, -100_000, 400],
      ["has an empty command", { command: "" }, -100_000, 400],
      ["has no machines", { framework_config: [] }, -100_000, 400],
      ["lacks a specification", { framework_config: [{ ...machines, spec_id: undefined }] }, -100_000, 400],
      ["lacks shared memory", { framework_config: [{ ...machines, shm_gi: undefined }] }, -100_000, 400],
      ["asks for no machine", { framework_config: [{ ...machines, instance_count: 0 }] }, -100_000, 400],
      ["names an unknown kind of image", { framework_config: [{ ...machines, image_type: "X" }] }, -100_000, 400],
      ["names a physical group", { logic_compute_group_id: "cg-1" }, -100_000, 400],
      ["names an unknown framework", { framework: "PyTorch" }, -100_000, 400],
      ["has priority 11", { task_priority: 11 }, -100_000, 400],
      ["holds machines for no time", { reserve_on_fail_ms: "0" }, -100_000, 400],
      ["has a time that is not a number", { max_running_time_ms: "24h" }, -100_000, 400],
      ["wants restarts and does not say how many", { auto_fault_tolerance: true }, -100_000, 400],
      ["has a time as a number", { max_running_time_ms: 7_200_000 }, 100_002, 200],
      ["has a priority as text", { task_priority: "4" }, 100_002, 200],
      ["has a member of the other API", { description: "x" }, 100_002, 200],
      [
        "names a specification that there is not",
        { framework_config: [{ ...machines, spec_id: "0a1b2c3d-0000-4000-8000-000000000099" }] },
        100_002,
        200,
      ],
      [
        "names a specification of another group",
        { logic_compute_group_id: "lcg-0a1b2c3d-0000-4000-8000-000000000003" },
        100_002,
        200,
      ],
      ["has an environment of keys", { envs: [{ key: "A", value: "1" }] }, 100_002, 200],
    ];
    for (const [title, members, code, status] of cases) {
      it(title, async () => {
        const reply = await tester.call("create", { ...goodJob, ...members });
        assert.deepEqual([reply.code, reply.status], [code, status], reply.text);
        assert.deepEqual(tester.jobs(), []);
      });
    }

    it("is not JSON", async () => {
      assert.equal((await tester.call("create", "{")).code, 100_002);
    });
  });

  it("accepts what clients of the API send", async () => {
    assert.equal((await tester.call("create", wireExamples.create.request)).code, 0);
    const everything = { envs: [], dataset_info: [], tb_summary_path: "", enable_notification: false };
    await tester.create({ ...everything, enable_troubleshoot: false, max_running_time_ms: "360000000" });
  });

  it("accepts the document's own request once its filler is replaced", async () => {
    const times = { max_running_time_ms: "1000", reserve_on_fail_ms: "1000", reserve_on_success_ms: "1000" };
    const filled = { ...drawn.create.request, ...goodJob, ...times, fault_tolerance_max_retry: 1 };
    assert.equal((await tester.call("create", filled)).code, 0);
  });

  describe("a token", () => {
    const read = (token?: string) => tester.post("/openapi/v1/train_job/detail", { job_id: "job-1" }, token);

    it("comes with its life as text", async () => {
      const reply = await tester.post("/auth/token", { username: "emulator-user", password: "emulator-password" });
      assert.deepEqual([reply.data?.["expires_in"], reply.data?.["token_type"]], ["604800", "Bearer"]);
    });

    it("is not given to anybody else, nor shown the way back in", async () => {
      const reply = await tester.post("/auth/token", { username: "ada", password: "hush-hush" });
      assert.deepEqual([reply.status, reply.data], [400, undefined]);
      assert.doesNotMatch(reply.text, /hush-hush/);
    });

    it("expires after seven days, and one of somebody else never works", async () => {
      const token = await tester.logIn();
      assert.equal((await read(token)).code, 100_002);
      assert.equal((await read(token.replace(/.$/, (last) => (last === "0" ? "1" : "0")))).code, -1);
      assert.equal((await read("x")).code, -1);
      await tester.advance(7 * DAY_MS);
      assert.equal((await read(token)).code, -1);
    });

    it("that is missing leads to the login page", async () => {
      const reply = await read();
      assert.deepEqual([reply.status, reply.headers.get("location")], [302, "/login"]);
    });
  });

  it("has no list, no delete and no other door", async () => {
    const token = await tester.logIn();
    for (const path of ["train_job/list", "train_job/delete", "specs/list"]) {
      const { status, text } = await tester.post(`/openapi/v1/${path}`, {}, token);
      assert.deepEqual([status, text], [404, "404 page not found"]);
    }
  });

  it("refuses too many requests with 429", async () => {
    await tester.ordered("faults", { action: "train_job/detail", fault: "throttle" });
    const { status, code } = await tester.call("detail", { job_id: "job-1" });
    assert.deepEqual([status, code], [429, 429]);
  });
});
