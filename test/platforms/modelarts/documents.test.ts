import assert from "node:assert/strict";
import { modelartsJobs } from "../../../src/platforms/modelarts/jobs";
import { snapshotOf, specOf } from "../../../src/platforms/modelarts/jobs/record";
import { createRequest } from "../../../src/platforms/modelarts/jobs/request";
import { modelartsJobSpec, type ModelartsJobSpecInput } from "../../../src/platforms/modelarts/jobs/schema";
import { modelartsV1Jobs } from "../../../src/platforms/modelarts/v1/jobs";
import { createRequestV1 } from "../../../src/platforms/modelarts/v1/jobs/request";
import { modelartsV1JobSpec, type ModelartsV1JobSpecInput } from "../../../src/platforms/modelarts/v1/jobs/schema";
import { createdReply } from "../../../src/platforms/modelarts/v1/jobs/wire";
import { job } from "../../../src/platforms/modelarts/wire";
import { ModelartsTester, project } from "../../emulator/modelarts-client";
import { openGate } from "../../gates";
import { v1, v2 } from "./fixtures";
import { stubModelarts } from "./server";

const MARKER = "aaaabbbbccccddddeeee";
const RESOURCE = "ffffgggghhhh";

/** The documented request of v2 as a user writes it. */
const documented: ModelartsJobSpecInput = {
  workspaceId: "0",
  description: "sft run",
  annotations: { "fault-tolerance/job-retry-num": "2" },
  algorithm: {
    engine: { imageUrl: "team/llm-train:1.4" },
    codeDir: "/ml-bucket/code/llm/",
    command: "bash run.sh",
    inputs: [{ name: "data_url", remote: { obs: { obsUrl: "/ml-bucket/data/sft/" } } }],
    outputs: [{ name: "train_url", remote: { obs: { obsUrl: "/ml-bucket/out/7f3c/" } } }],
    environments: { NCCL_DEBUG: "INFO" },
  },
  resource: {
    poolId: "train-pool-0f8c2d1e5b7a4c3d9e6f1a2b3c4d5e6f",
    flavorId: "modelarts.pool.visual.8xlarge",
    nodeCount: 2,
  },
  logExportPath: { obsUrl: "/ml-bucket/log/7f3c/" },
  priority: 2,
  preemptible: false,
  autoStop: { timeUnit: "HOURS", duration: 24 },
};

const code = { appUrl: "/usr/app/", bootFileUrl: "/usr/app/boot.py" };
const common = {
  jobDesc: "This is a ModelArts job",
  workspaceId: "af261af2218841ec960b01ab3cf1a5fa",
  workerServerNum: 1,
  specId: 1,
  trainUrl: "/usr/train/",
  logUrl: "/usr/log/",
} as const;
const dataset = {
  parameter: { learning_rate: "0.01", batch_size: "32" },
  datasetId: "38277e62-9e59-48f4-8d89-c8cf41622c24",
  datasetVersionId: "2ff0d6ba-c480-45ae-be41-09a8369bfc90",
  engineId: 1,
} as const;

/** The three documented requests of v1 as a user writes them. */
const documentedV1: readonly ModelartsV1JobSpecInput[] = [
  { ...common, ...code, ...dataset },
  {
    ...common,
    appUrl: "/usr/app/",
    dataUrl: "/usr/data/",
    parameter: { CUSTOM_PARAM1: "1" },
    userCommand:
      "bash -x /home/work/run_train.sh python /home/work/user-job-dir/app/mnist/mnist_softmax.py " +
      "--data_url /home/work/user-job-dir/app/mnist_data",
    userImageUrl: "100.125.5.235:20202/jobmng/custom-cpu-base:1.0",
  },
  {
    ...common,
    ...code,
    ...dataset,
    volumes: [
      {
        nfs: {
          id: "43b37236-9afa-4855-8174-32254b9562e7",
          srcPath: "192.168.8.150:/",
          destPath: "/home/work/nas",
          readOnly: false,
        },
      },
      { hostPath: { srcPath: ["", "root", "work"].join("/"), destPath: "/home/mind", readOnly: false } },
    ],
  },
];

describe("the documents' examples of ModelArts", () => {
  it("are what we send for the same job of v2, but for our marker", () => {
    const sent = createRequest({
      name: "llm-sft-7f3c",
      spec: modelartsJobSpec.parse(documented),
      marker: MARKER,
      resource: RESOURCE,
    });
    const { metadata } = v2.request;
    const marked = { ...(metadata as object), description: `[pulumi:${MARKER}.${RESOURCE}] sft run` };
    assert.deepEqual(JSON.parse(JSON.stringify(sent)), { ...v2.request, metadata: marked });
  });

  it("show a created job of v2 in our words", () => {
    assert.deepEqual(snapshotOf(job.parse(v2.created)), {
      jobId: "425b7087-83de-49ed-9e40-5bb642be956f",
      name: "llm-sft-7f3c",
      status: "starting",
      platformStatus: "Creating",
      createdAt: "2026-01-01T00:00:00.123Z",
      image: "team/llm-train:1.4",
      outputPaths: ["obs://ml-bucket/out/7f3c/"],
      claim: { isReleased: false },
    });
  });

  it("tell what that job was asked to be, without what the platform filled in", () => {
    const like = modelartsJobSpec.parse(documented);
    assert.deepEqual(specOf(job.parse(v2.created), like), like);
  });

  it("show a job as gone by code and status 400", async () => {
    const stub = await stubModelarts(({ method }) =>
      method === "POST" ? { body: { items: [] } } : { status: 400, body: v2.gone },
    );
    try {
      assert.equal((await modelartsJobs(stub.where, stub.io).describe(["425b7087"])).size, 0);
    } finally {
      await stub.close();
    }
  });

  for (const [index, spec] of documentedV1.entries()) {
    const name = `TestModelArtsJob${index === 0 ? "" : index + 1}`;
    it(`are what we send for the same job of v1, but for our marker (${name})`, () => {
      const sent = createRequestV1({ name, spec: modelartsV1JobSpec.parse(spec), marker: MARKER, resource: RESOURCE });
      const job_desc = `[pulumi:${MARKER}.${RESOURCE}] This is a ModelArts job`;
      assert.deepEqual(JSON.parse(JSON.stringify(sent)), { ...v1.requests[index], job_desc });
    });
  }

  it("give the id of a created job of v1, there written as text", () => {
    assert.deepEqual(createdReply.parse(v1.created), { job_id: "10" });
  });

  it("refuse a duplicate name of v1 under HTTP 200", async () => {
    const stub = await stubModelarts(() => ({ body: v1.refused }));
    try {
      const [first] = documentedV1;
      const order = {
        name: "TestModelArtsJob",
        spec: modelartsV1JobSpec.parse(first),
        marker: MARKER,
        resource: RESOURCE,
      };
      const outcome = await modelartsV1Jobs(stub.where, stub.io).submit(order, openGate);
      assert.deepEqual(outcome.kind === "refused" && [outcome.error.kind, outcome.error.message], [
        "nameTaken",
        "Job name:TestModelArtsJob is existed (ModelArts.0103)",
      ]);
    } finally {
      await stub.close();
    }
  });

  it("are taken by the emulator, which answers in their shape", async () => {
    const tester = await ModelartsTester.start();
    try {
      const created = await tester.call("POST", "/training-jobs", v2.request);
      assert.equal(created.status, 201);
      assert.deepEqual(Object.keys(created.body).sort(), Object.keys(v2.created).sort());
      for (const request of v1.requests) {
        const answer = await tester.call("POST", `/v1/${project}/training-jobs`, request);
        assert.deepEqual([answer.status, Object.keys(answer.body).sort()], [200, Object.keys(v1.created).sort()]);
      }
      const again = await tester.call("POST", `/v1/${project}/training-jobs`, v1.requests[0]);
      assert.deepEqual([again.status, again.body], [200, v1.refused]);
      const gone = await tester.call("GET", "/training-jobs/425b7087-83de-49ed-9e40-5bb642be956f");
      assert.deepEqual([gone.status, { ...gone.body, error_solution: v2.gone["error_solution"] }], [400, v2.gone]);
    } finally {
      await tester.close();
    }
  });
});
