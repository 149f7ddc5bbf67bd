import assert from "node:assert/strict";
import type { JobOrder } from "../../../src/jobs/job";
import type { Gate } from "../../../src/net/call";
import { PlatformError } from "../../../src/net/errors";
import { modelartsJobs } from "../../../src/platforms/modelarts/jobs";
import type { ModelartsJobSpec } from "../../../src/platforms/modelarts/jobs/schema";
import type { ModelartsWhere } from "../../../src/platforms/modelarts/place";
import { ModelartsTester } from "../../emulator/modelarts-client";
import { openGate, shutGates } from "../../gates";
import { stubModelarts } from "./server";

const MARKER = "aaaabbbbccccddddeeee";
const RESOURCE = "ffffgggghhhh";
const spec: ModelartsJobSpec = {
  algorithm: {
    engine: { imageUrl: "team/llm-train:1.4" },
    command: "bash run.sh",
    outputs: [{ name: "train_url", remote: { obs: { obsUrl: "/ml-bucket/out/" } } }],
  },
  resource: { flavorId: "modelarts.vm.gpu.8v100", nodeCount: 2 },
};
const pooled: ModelartsJobSpec = {
  ...spec,
  resource: { poolId: "pool7d1e384a", flavorId: "modelarts.pool.visual.8xlarge", nodeCount: 1 },
};

describe("ModelArts jobs", () => {
  let tester: ModelartsTester;
  beforeEach(async () => {
    tester = await ModelartsTester.start();
  });
  afterEach(() => tester.close());

  const connect = (where: Partial<ModelartsWhere> = {}) =>
    modelartsJobs({ settings: {}, region: "cn-north-4", ...where }, tester.io());
  const order = (more: Partial<JobOrder<ModelartsJobSpec>> = {}) => ({
    name: "sft",
    spec,
    marker: MARKER,
    resource: RESOURCE,
    ...more,
  });

  async function submitted(more: Partial<JobOrder<ModelartsJobSpec>> = {}): Promise<string> {
    const outcome = await connect().submit(order(more), openGate);
    assert.equal(outcome.kind, "done", outcome.kind === "done" ? "" : outcome.error.message);
    return outcome.value;
  }

  async function descriptionOf(id: string): Promise<string> {
    const { body } = await tester.call("GET", `/training-jobs/${id}`);
    return (body["metadata"] as { description: string }).description; // the emulator's own shape
  }

  async function described(id: string) {
    return (await connect().describe([id])).get(id);
  }

  describe("submitting", () => {
    it("answers with the new job's id and writes whose it is before the description", async () => {
      const id = await submitted({ spec: { ...spec, description: "baseline" } });
      assert.equal(await descriptionOf(id), `[pulumi:${MARKER}.${RESOURCE}] baseline`);
      assert.deepEqual(tester.jobs()[0]?.marker, MARKER);
    });

    it("leaves the resource out where a description has no room for it, and takes as long a text as ever", async () => {
      const texts = [213, 214, 224].map((length) => "x".repeat(length));
      const ids = [];
      for (const [index, description] of texts.entries())
        ids.push(await submitted({ name: `sft-${index}`, spec: { ...spec, description } }));
      const [whole = "", tight, full = ""] = await Promise.all(ids.map(descriptionOf));
      assert.deepEqual([whole.length, whole.slice(0, 42)], [256, `[pulumi:${MARKER}.${RESOURCE}]`]);
      assert.deepEqual([tight, full], [`[pulumi:${MARKER}] ${texts[1]}`, `[pulumi:${MARKER}] ${texts[2]}`]);
      await connect().release?.(ids[2] ?? "");
      assert.equal((await descriptionOf(ids[2] ?? "")).length, 256);
    });

    it("writes the tags once the job is there", async () => {
      const id = await submitted({ spec: { ...spec, tags: { team: "vision" } } });
      const { body } = await tester.call("GET", `/modelarts-training-job/${id}/tags`);
      assert.deepEqual(body["tags"], [{ key: "team", value: "vision" }]);
    });

    it("keeps the id when the tags cannot be written", async () => {
      tester.fault("CreateTrainingJobTags", "html-502", 99); // more than it is tried
      const id = await submitted({ spec: { ...spec, tags: { team: "vision" } } });
      assert.equal((await described(id))?.status, "starting");
    });

    it("merges extra members all the way down, in the vendor's spelling", async () => {
      const extraSpec = {
        metadata: { annotations: { "brand/new": "1" } },
        spec: { auto_stop: { time_unit: "HOURS", duration: 2 } },
      };
      const id = await submitted({ extraSpec });
      const { body } = await tester.call("GET", `/training-jobs/${id}`);
      const { auto_stop, resource } = body["spec"] as { auto_stop: unknown; resource: { node_count: number } };
      assert.deepEqual([auto_stop, resource.node_count], [{ time_unit: "HOURS", duration: 2 }, 2]);
    });

    for (const [extra, says] of [
      ['{"__proto__":{"kind":"x"}}', /__proto__/],
      ['{"metadata":{"description":"mine"}}', /set spec\.description instead/],
      ['{"metadata":{"name":"other"}}', /set name instead/],
      ['{"metadata":null}', /must be a record/],
    ] as const) {
      it(`sends nothing when the extra members are ${extra}`, async () => {
        const extraSpec = JSON.parse(extra) as Record<string, unknown>;
        const outcome = await connect().submit(order({ extraSpec }), openGate);
        assert.match(outcome.kind === "notSent" ? outcome.error.message : outcome.kind, says);
        assert.deepEqual(tester.actions(), []);
      });
    }

    for (const [what, gate, reason] of shutGates()) {
      it(`sends nothing through a gate that ${what}, and passes on what it says`, async () => {
        await assert.rejects(connect().submit(order(), gate), reason);
        assert.deepEqual(tester.actions(), []);
      });
    }

    it("passes the gate with the job alone: tags are no purchase", async () => {
      let opened = 0;
      const gate: Gate = { ...openGate, open: async () => void (opened += 1) };
      const outcome = await connect().submit(order({ spec: { ...spec, tags: { team: "vision" } } }), gate);
      assert.equal(outcome.kind, "done");
      assert.deepEqual([opened, tester.actions()], [1, ["CreateTrainingJob", "CreateTrainingJobTags"]]);
    });

    it("is refused for certain when another job has the name", async () => {
      await submitted();
      const outcome = await connect().submit(order(), openGate);
      assert.equal(outcome.kind === "refused" && outcome.error.kind, "nameTaken");
      assert.equal(outcome.kind === "refused" && outcome.error.origin.code, "ModelArts.2751");
    });

    for (const fault of ["drop-after-commit", "garbage"] as const) {
      it(`has an unknown fate after ${fault}, is sent once and is found by its name`, async () => {
        tester.fault("CreateTrainingJob", fault);
        assert.equal((await connect().submit(order(), openGate)).kind, "unknown");
        assert.deepEqual(tester.actions(), ["CreateTrainingJob"]);
        const holders = (await connect().find?.(["sft"]))?.get("sft");
        assert.deepEqual(
          holders?.map(({ marker, isSettled, isReleased }) => [marker, isSettled, isReleased]),
          [[MARKER, false, false]],
        );
      });
    }
  });

  describe("looking up by name", () => {
    it("finds exactly that name, in its workspace, and tells whose it is", async () => {
      await tester.create("sft-2");
      await tester.create("sft");
      await tester.create("sft", { metadata: { name: "sft", workspace_id: "ws" } });
      const names = ["sft", "none"];
      const found = await connect().find?.(names);
      assert.deepEqual(
        names.map((name) => found?.get(name)?.map(({ marker }) => marker)),
        [[undefined], []],
      );
      assert.equal((await connect({ workspace: "ws" }).find?.(["sft"]))?.get("sft")?.length, 1);
    });

    it("probes with a second submission, unless names may repeat", async () => {
      assert.deepEqual(
        [{}, { assumeUniqueNames: false }].map((settings) => connect({ settings }).repeat?.kind),
        ["probe", "fence"],
      );
      assert.equal(Number(await connect().repeat?.serverTime()) % 1_000, 0);
    });
  });

  describe("describing", () => {
    it("shows a job in our words as it goes through its life", async () => {
      const id = await submitted();
      const seen = [await described(id)];
      for (const ms of [5_000, 15_000, 600_000]) {
        tester.advance(ms);
        seen.push(await described(id));
      }
      assert.deepEqual(
        seen.map((snapshot) => [snapshot?.status, snapshot?.platformStatus]),
        [
          ["starting", "Creating"],
          ["queued", "Pending"],
          ["running", "Running"],
          ["succeeded", "Completed"],
        ],
      );
      const { createdAt = "", startedAt = "", endedAt = "", outputPaths } = seen[3] ?? {};
      assert.equal(Date.parse(startedAt) - Date.parse(createdAt), 20_000);
      assert.equal(Date.parse(endedAt) - Date.parse(startedAt), 600_000);
      assert.deepEqual(outputPaths, ["obs://ml-bucket/out/"]);
    });

    it("tells why a job failed, and which never ran", async () => {
      tester.direct("bad", "fail");
      tester.direct("worse", "submit-fail");
      const [bad, worse] = [await submitted({ name: "bad" }), await submitted({ name: "worse" })];
      tester.advance(3_600_000);
      const snapshots = await connect().describe([bad, worse]);
      const shown = [bad, worse]
        .map((id) => snapshots.get(id))
        .map((job) => [job?.status, job?.platformStatus, job?.statusReason]);
      assert.deepEqual(shown, [
        ["failed", "Failed", "worker-0 exited with 1: CUDA out of memory"],
        ["failed", "CreateFailed", "worker-0: pulling the image was refused: no such tag"],
      ]);
    });

    it("does not take an unknown word for an end", async () => {
      tester.direct("odd", "unknown-state");
      const id = await submitted({ name: "odd" });
      tester.advance(30_000);
      assert.equal((await described(id))?.status, "unknown");
    });

    it("tells whose a job is, by search and by detail", async () => {
      const ours = await submitted();
      const older = await tester.create("older", { metadata: { name: "older", description: `[pulumi:${MARKER}] x` } });
      const theirs = await tester.create("theirs");
      const claims = async () => {
        const jobs = await connect({ workspace: "ws" }).describe([ours, older, theirs]);
        const listed = await connect().describe([ours, older, theirs]);
        return [jobs, listed].map((each) => [ours, older, theirs].map((id) => each.get(id)?.claim));
      };
      const expected = [
        { marker: MARKER, resource: RESOURCE, isReleased: false },
        { marker: MARKER, isReleased: false },
        { isReleased: false },
      ];
      // A search sees one workspace only: the others are asked for by id.
      assert.deepEqual(await claims(), [expected, expected]);
    });

    it("lists those of ours that have not ended, of a stack or of all", async () => {
      tester.direct("ended", "fail");
      await submitted({ name: "ended" });
      tester.advance(3_600_000);
      const ours = await submitted();
      const other = await submitted({ name: "other", marker: "aaaabbbbccccddddffff" });
      await tester.create("theirs");
      const before = tester.requests().length;
      const listed = async (stack?: string) => (await connect().moving?.(stack))?.map(({ jobId: id }) => id);
      assert.deepEqual(await listed("ddddeeee"), [ours]);
      assert.deepEqual(await listed(), [ours, other]);
      assert.deepEqual(tester.actions().slice(before), Array(2).fill("ListTrainingJobs"));
    });

    it("reads forty moving jobs with one request", async () => {
      tester.turn({ tokenBucket: false });
      const ids = await Promise.all(Array.from({ length: 40 }, (_, index) => tester.create(`job-${index}`)));
      const before = tester.requests().length;
      assert.equal((await connect().describe(ids)).size, 40);
      assert.deepEqual(tester.actions().slice(before), ["ListTrainingJobs"]);
    });

    it("asks ten at a time for those that have ended", async () => {
      tester.turn({ tokenBucket: false });
      const ids = await Promise.all(Array.from({ length: 25 }, (_, index) => tester.create(`job-${index}`)));
      tester.advance(3_600_000);
      const before = tester.requests().length;
      assert.equal((await connect().describe(ids)).size, 25);
      assert.deepEqual(tester.actions().slice(before), Array(1 + 3).fill("ListTrainingJobs"));
    });

    it("knows a job of another workspace, and that a deleted one is gone", async () => {
      const elsewhere = await tester.create("a", { metadata: { name: "a", workspace_id: "ws" } });
      const deleted = await tester.create("b");
      await tester.call("DELETE", `/training-jobs/${deleted}`);
      assert.deepEqual([...(await connect().describe([elsewhere, deleted])).keys()], [elsewhere]);
    });

    it("never takes a failed look for a missing job", async () => {
      const id = await submitted();
      const jobs = connect({ project: "fedcba9876543210fedcba9876543210" });
      await assert.rejects(jobs.describe([id]), { kind: "permission" });
    });
  });

  describe("ending", () => {
    it("stops a running job, is content with a second stop, deletes it, and stops nothing that is not there", async () => {
      const id = await submitted();
      await connect().stop(id);
      assert.equal((await described(id))?.status, "stopping");
      await connect().stop(id);
      tester.advance(5_000);
      assert.equal((await described(id))?.status, "stopped");
      await connect().stop(id);
      await connect().delete?.(id);
      await connect().delete?.(id);
      await assert.rejects(connect().stop(id), { kind: "notNow", message: /ModelArts\.2775/ });
      assert.equal(await described(id), undefined);
    });

    it("stops a job that no read shows yet, and does not take a refusal for its end", async () => {
      tester.direct("sft", "runs-forever");
      tester.turn({ listLagMs: 60_000 });
      const id = await submitted();
      await connect().stop(id);
      assert.equal(tester.jobs()[0]?.state, "Terminating");
      // Refused now, and not shown: who knows why.
      await assert.rejects(connect().stop(id), { kind: "notNow", message: /ModelArts\.2796/ });
      tester.advance(60_000);
      await connect().stop(id);
    });

    /** The platform refuses every change with `code`, and shows a job of that phase; undefined: none. */
    async function refusing(code: string, phase: string | undefined) {
      const shown = { metadata: { id: "1", name: "sft" }, status: { phase } };
      return stubModelarts(({ method }) => {
        if (method === "GET" && phase !== undefined) return { body: shown };
        return { status: 400, body: { error_code: method === "GET" ? "ModelArts.2775" : code, error_msg: "no" } };
      });
    }

    for (const [code, phase, stopped, deleted] of [
      ["ModelArts.2878", "Running", "notNow", "notNow"],
      ["ModelArts.9999", "Running", "notNow", "notNow"],
      ["ModelArts.9999", "Terminating", "done", "notNow"],
      ["ModelArts.9999", "Failed", "done", "invalid"],
      ["ModelArts.9999", undefined, "notNow", "invalid"],
      ["ModelArts.2775", undefined, "notNow", "done"],
      ["ModelArts.2785", undefined, "permission", "permission"],
    ] as const) {
      it(`takes the refusal ${code} about a job that is ${phase ?? "not shown"} for what it is`, async () => {
        const stub = await refusing(code, phase);
        const jobs = modelartsJobs(stub.where, stub.io);
        const fate = (work: Promise<void> | undefined) =>
          stub.clock.settle(Promise.resolve(work)).then(
            () => "done",
            (error: unknown) => (error instanceof PlatformError ? error.kind : String(error)),
          );
        try {
          assert.deepEqual([await fate(jobs.stop("1")), await fate(jobs.delete?.("1"))], [stopped, deleted]);
        } finally {
          await stub.close();
        }
      });
    }

    it("releases a record so that it is known and not taken over", async () => {
      const id = await submitted({ spec: { ...spec, description: "kept" } });
      await connect().release?.(id);
      await connect().release?.(id);
      const [holder] = (await connect().find?.(["sft"]))?.get("sft") ?? [];
      assert.deepEqual([holder?.marker, holder?.isReleased], [MARKER, true]);
      assert.equal(await descriptionOf(id), `[released:${MARKER}.${RESOURCE}] kept`);
    });

    it("releases a record without its resource where only the marker fits", async () => {
      const id = await submitted({ spec: { ...spec, description: "x".repeat(213) } });
      await connect().release?.(id);
      assert.equal(await descriptionOf(id), `[released:${MARKER}] ${"x".repeat(213)}`);
    });
  });

  describe("changing in place", () => {
    const notification = { topicUrn: "urn:smn:1", events: ["JobFailed" as const] };

    it("changes description, notification, priority, preemption, key pairs and tags, and keeps the marker", async () => {
      const id = await submitted({ spec: { ...pooled, tags: { old: "1", same: "1" } } });
      await connect().update?.(id, {
        ...pooled,
        description: "second thoughts",
        notification,
        priority: 2,
        preemptible: true,
        endpoints: { ssh: { keyPairNames: ["mine"] } },
        tags: { same: "1", fresh: "2" },
      });
      const { body } = await tester.call("GET", `/training-jobs/${id}`);
      const { notification: told, schedule_policy } = body["spec"] as Record<string, unknown>;
      assert.equal(await descriptionOf(id), `[pulumi:${MARKER}.${RESOURCE}] second thoughts`);
      assert.deepEqual(told, { topic_urn: "urn:smn:1", events: ["JobFailed"] });
      assert.deepEqual(schedule_policy, { priority: 2, preemptible: true });
      assert.deepEqual(body["endpoints"], { ssh: { key_pair_names: ["mine"] } });
      const { body: tags } = await tester.call("GET", `/modelarts-training-job/${id}/tags`);
      assert.deepEqual(tags["tags"], [
        { key: "same", value: "1" },
        { key: "fresh", value: "2" },
      ]);
    });

    it("keeps the resource in a description as long as there is room", async () => {
      const id = await submitted({ spec: { ...spec, description: "baseline" } });
      const changed = async (description: string) => {
        await connect().update?.(id, { ...spec, description });
        return descriptionOf(id);
      };
      const [fitting, full] = ["x".repeat(213), "x".repeat(224)];
      assert.equal(await changed(fitting), `[pulumi:${MARKER}.${RESOURCE}] ${fitting}`);
      assert.equal(await changed(full), `[pulumi:${MARKER}] ${full}`);
    });

    it("says only what differs", async () => {
      const id = await submitted({ spec: { ...pooled, priority: 2, notification } });
      const before = tester.requests().length;
      await connect().update?.(id, { ...pooled, priority: 2, notification });
      assert.deepEqual(tester.actions().slice(before), ["ShowTrainingJobDetails"]);
      await connect().update?.(id, pooled);
      const { body } = await tester.call("GET", `/training-jobs/${id}`);
      const { schedule_policy, notification: told } = body["spec"] as Record<string, unknown>;
      assert.deepEqual(
        [schedule_policy, told],
        [
          { priority: 1, preemptible: false },
          { topic_urn: "", events: [] },
        ],
      );
    });
  });

  it("tells what a job was asked to be, as far as the platform does", async () => {
    const whole: ModelartsJobSpec = {
      ...pooled,
      description: "baseline",
      annotations: { "fault-tolerance/job-retry-num": "2" },
      autoStop: { timeUnit: "HOURS", duration: 24 },
      priority: 2,
      tags: { team: "vision" },
    };
    const id = await submitted({ spec: whole });
    assert.deepEqual(await connect().echo?.(id, whole), whole);
    const different = { ...whole, resource: { ...whole.resource, nodeCount: 4 } };
    assert.equal((await connect().echo?.(id, different))?.resource?.nodeCount, 1);
  });

  it("never lets a live token into what it reads", async () => {
    const annotations = { "jupyter-lab/enable": "true" } as const;
    const id = await submitted({ spec: { ...spec, annotations } });
    const { body } = await tester.call("GET", `/training-jobs/${id}`);
    assert.match(JSON.stringify(body), /live-token/);
    const read = [await described(id), await connect().echo?.(id, { ...spec, annotations, endpoints: {} })];
    assert.doesNotMatch(JSON.stringify(read), /live-token/);
  });

  it("shows the errors and the last lines of a failed job, ten at most", async () => {
    tester.direct("bad", "fail");
    const id = await submitted({ name: "bad" });
    tester.advance(3_600_000);
    const lines = (await connect().evidence?.(id)) ?? [];
    assert.equal(lines[0], "Training job is Failed: CUDA out of memory");
    assert.equal(lines.at(-1), "worker-0: Traceback: CUDA out of memory");
    assert.ok(lines.length <= 10);
  });

  it("shows where a waiting job stands", async () => {
    const id = await submitted();
    tester.advance(6_000);
    assert.deepEqual(await connect().evidence?.(id), ["preparing: waiting for free machines"]);
  });
});
