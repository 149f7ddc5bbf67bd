import assert from "node:assert/strict";
import type { qizhiLookups } from "../../../src/platforms/qizhi/lookups";
import { answer } from "../../../src/resources/lookup";
import { offline, SPEC, TRAINING, WORKSPACE, type Offline } from "./offline";

type Lookups = ReturnType<typeof qizhiLookups>;
type Answer<Name extends keyof Lookups> = Awaited<ReturnType<Lookups[Name]>>;

describe("training.qizhi", () => {
  let here: Offline;
  beforeEach(async () => {
    here = await offline();
  });
  afterEach(() => here.tester.close());

  /** As a program asks. */
  function ask<Name extends keyof Lookups>(lookup: Name, args: object = {}, io = here.io): Promise<Answer<Name>> {
    const configured = { keys: [], project: "fleet" };
    const question = { platform: "qizhi", lookup, args, settings: undefined, configured, place: {} };
    return here.settle(answer(question, io)) as Promise<Answer<Name>>; // the name says which
  }

  it("tells the account's machines by the published API, without a session", async () => {
    await here.submit(1);
    const [first, ...others] = await ask("getNodes", {}, here.plainIo);
    assert.deepEqual(first, {
      node: "h100-1",
      platformStatus: "READY",
      resourcePool: "online",
      isUsable: true,
      isFree: false,
      gpus: [{ type: "", total: 8, free: 0 }],
      groupName: "training-h100",
    });
    assert.equal(others.length, 7);
    assert.deepEqual(
      (await ask("getNodes", { resourcePool: "fault" }, here.plainIo)).map(({ node: name, isUsable }) => [
        name,
        isUsable,
      ]),
      [["broken-1", false]],
    );
  });

  it("tells groups, by name too, and one with what is in use", async () => {
    await here.submit(1, { task_priority: 1 });
    const groups = await ask("getResourceGroups", { workspaceId: WORKSPACE });
    assert.deepEqual(groups[0], {
      groupId: TRAINING,
      groupName: "training-h100",
      gpus: [],
      computeGroupId: "cg-0a1b2c3d-0000-4000-8000-000000000005",
      jobTypes: ["distributed_training", "interactive_modeling"],
      gpuTypes: ["NVIDIA H100 (80G)"],
    });
    assert.equal((await ask("getResourceGroups", { workspaceId: WORKSPACE, name: "twin" })).length, 2);
    assert.equal((await ask("getResourceGroups", { workspaceId: WORKSPACE, name: "twi" })).length, 0);
    const { nodes, gpus, ...group } = await ask("getResourceGroup", {
      workspaceId: WORKSPACE,
      resourceGroupId: TRAINING,
    });
    assert.deepEqual(
      { ...group, gpus: [] },
      {
        ...groups[0],
        gpusGranted: { total: 32, used: 8, free: 24 },
        gpusOfLowPriority: 8,
        cores: { total: 640, used: 160, free: 480 },
        memoryGiB: { total: 7_200, used: 1_800, free: 5_400 },
      },
    );
    assert.deepEqual([nodes.length, gpus], [4, [{ type: "NVIDIA H100 (80G)", total: 32, free: 24 }]]);
    await assert.rejects(ask("getResourceGroup", { workspaceId: WORKSPACE, resourceGroupId: "lcg-1" }), {
      kind: "notFound",
      message: /shows no compute group lcg-1/,
    });
  });

  it("tells specifications with their prices, for training unless told otherwise", async () => {
    const group = { workspaceId: WORKSPACE, resourceGroupId: TRAINING };
    assert.deepEqual(await ask("getSpecs", group), [
      { specId: SPEC, gpus: 8, cores: 160, memoryGiB: 1_800, gpuType: "NVIDIA H100 (80G)", pointsPerHour: 42 },
    ]);
    assert.deepEqual(await ask("getSpecs", { ...group, kind: "hpc" }), []);
  });

  it("tells images, projects and workspaces", async () => {
    const images = await ask("getImages", { workspaceId: WORKSPACE, source: "SOURCE_PRIVATE" });
    assert.deepEqual(
      images.map(({ address, source, isUsable, createdAt }) => [address, source, isUsable, createdAt]),
      [["registry.example.invalid/team/llm-train:1.0", "SOURCE_PRIVATE", true, "2025-06-15T15:06:40.000Z"]],
    );
    const workspace = { workspaceId: WORKSPACE, name: "research", isEnabled: true };
    const [project] = await ask("getProjects");
    assert.deepEqual(project, {
      projectId: "project-0a1b2c3d-0000-4000-8000-000000000002",
      name: "demo project",
      englishName: "demo-project",
      maxPriority: 10,
      priorityLevel: "HIGH",
      budget: 10_000,
      remainingBudget: 9_000,
      remainingOwnBudget: 900,
      isMember: true,
      workspaces: [workspace],
    });
    assert.deepEqual(await ask("getWorkspaces"), [workspace]);
  });

  it("tells jobs in our words, and one with what it was asked to be, never its environment", async () => {
    const id = await here.submit(1, { name: "sft", envs: [{ name: "KEY", value: "hush-hush" }] });
    await here.tester.advance(60_000);
    await here.submit(1, { name: "second" });
    const jobs = await ask("getTrainingJobs", { workspaceId: WORKSPACE, search: "sft", statuses: ["running"] });
    const { spec, ...info } = await ask("getTrainingJob", { jobId: id }, here.plainIo);
    assert.deepEqual(jobs, [info]);
    assert.deepEqual([info.jobId, info.status, info.groupName], [id, "running", "training-h100"]);
    assert.equal(spec.frameworkConfig?.[0]?.specId, SPEC);
    assert.doesNotMatch(JSON.stringify([jobs, spec]), /hush-hush/);
    const newest = await ask("getTrainingJobs", { workspaceId: WORKSPACE, limit: 1 });
    assert.deepEqual(
      newest.map(({ name }) => name),
      ["second"],
    );
  });

  it("tells what a job does: its pods, events, lines and measurements", async () => {
    const jobId = await here.submit(2);
    assert.deepEqual(await ask("getPods", { jobId }), []);
    assert.deepEqual(await ask("getLogs", { jobId }), { lines: [], isCut: false });
    assert.deepEqual(await ask("getMetrics", { jobId, metric: "gpuUsage" }), []);
    await here.tester.advance(330_000);
    const pods = await ask("getPods", { jobId });
    assert.deepEqual(
      pods.map(({ pod, role, node, platformStatus, round }) => [pod, role, node, platformStatus, round]),
      [
        [`${jobId}-worker-0`, "worker", "h100-1", "instance_running", 1],
        [`${jobId}-worker-1`, "worker", "h100-2", "instance_running", 1],
      ],
    );
    const { startedAt = "" } = await ask("getTrainingJob", { jobId });
    assert.equal(pods[0]?.startedAt, startedAt);

    const events = await ask("getEvents", { jobId });
    assert.deepEqual(
      events.map(({ type, reason, at }) => [type, reason, at === startedAt]),
      [
        ["Normal", "Running", true],
        ["Warning", "Unschedulable", false],
      ],
    );
    assert.equal((await ask("getEvents", { jobId, pods: [`${jobId}-worker-1`] })).length, 3);

    const { lines, isCut } = await ask("getLogs", { jobId, limit: 4 });
    assert.equal(isCut, true);
    assert.equal(lines.length, 4);
    assert.deepEqual(
      lines,
      [...lines].sort((one, other) => (one.at ?? "").localeCompare(other.at ?? "")),
    );
    const until = new Date(Date.parse(startedAt) + 10_000).toISOString();
    assert.deepEqual(
      (await ask("getLogs", { jobId, pods: [`${jobId}-worker-0`], until })).lines.map(({ message }) => message),
      ["training resnet", "step 100 loss 2.0000"],
    );

    const [series, ...others] = await ask("getMetrics", { jobId, metric: "gpuUsage" });
    assert.deepEqual([series?.pod, series?.resource, others.length], [`${jobId}-worker-0`, "gpu", 1]);
    assert.ok((series?.points.length ?? 0) >= 5, JSON.stringify(series));
    assert.equal(series?.points[0]?.value, 0.9);
    await assert.rejects(ask("getMetrics", { jobId, metric: "gpuUsage", until: "2026-01-01T00:00:00Z" }), {
      kind: "invalid",
      message: /the first is after the second/,
    });
  });

  it("says in one sentence what to set when only the console could tell", async () => {
    const group = { workspaceId: WORKSPACE, resourceGroupId: TRAINING };
    const jobId = await here.submit(1);
    const inConsole: readonly (readonly [keyof Lookups, object])[] = [
      ["getResourceGroups", { workspaceId: WORKSPACE }],
      ["getResourceGroup", group],
      ["getSpecs", group],
      ["getImages", { workspaceId: WORKSPACE }],
      ["getProjects", {}],
      ["getWorkspaces", {}],
      ["getTrainingJobs", { workspaceId: WORKSPACE }],
      ["getPods", { jobId }],
      ["getEvents", { jobId }],
      ["getLogs", { jobId }],
    ];
    for (const [lookup, args] of inConsole) {
      await assert.rejects(
        ask(lookup, args, here.plainIo),
        { kind: "auth", message: /set QIZHI_CONSOLE_SESSION/ },
        lookup,
      );
    }
  });

  for (const [lookup, args, says] of [
    ["getNodes", { resourcePool: "spare" }, 'resourcePool: is "spare"; Qizhi knows online, backup, fault, unknown'],
    ["getSpecs", { workspaceId: WORKSPACE, resourceGroupId: "cg-1" }, /resourceGroupId: .*begins with lcg-/],
    ["getTrainingJobs", { workspaceId: WORKSPACE, limit: 1_000 }, /limit: is 1000; Qizhi takes whole jobs, 1 to 999/],
    ["getLogs", { jobId: "job-1", from: "yesterday" }, /from: is "yesterday"; write a time as 2026-01-31T08:00:00Z/],
    ["getLogs", { jobId: "job-1", pods: [] }, /pods: is empty; leave it out for all pods/],
    ["getMetrics", { jobId: "job-1", metric: "heat" }, /metric: is "heat"; Qizhi knows gpuUsage,/],
    ["getMetrics", { jobId: "job-1", metric: "gpuUsage", intervalSeconds: 5 }, /intervalSeconds: is 5; Qizhi takes 60/],
    ["getImages", {}, /workspaceId: is needed/],
  ] as const) {
    it(`refuses ${lookup}(${JSON.stringify(args)}) before any request`, async () => {
      const message = typeof says === "string" ? `training.qizhi.${lookup}: ${says}` : says;
      await assert.rejects(ask(lookup, args), { message });
      assert.equal(here.tester.count("auth/token").sent, 0);
    });
  }
});
