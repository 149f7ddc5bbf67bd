import assert from "node:assert/strict";
import { PlatformError } from "../../src/net/errors";
import type { Outcome } from "../../src/net/outcome";
import { modelartsPoolClient } from "../../src/platforms/modelarts/groups/client";
import { modelartsJobs } from "../../src/platforms/modelarts/jobs";
import { modelartsClient } from "../../src/platforms/modelarts/jobs/client";
import { modelartsModels } from "../../src/platforms/modelarts/models";
import { modelartsModelClient } from "../../src/platforms/modelarts/models/client";
import { modelartsV1Client } from "../../src/platforms/modelarts/v1/jobs/client";
import { qizhiClient } from "../../src/platforms/qizhi/jobs/client";
import { wholeList as qizhiPages } from "../../src/platforms/qizhi/pages";
import { tioneClient } from "../../src/platforms/tione/jobs/client";
import { tioneModels } from "../../src/platforms/tione/models";
import { tioneModelClient } from "../../src/platforms/tione/models/client";
import { openGate } from "../gates";
import { v2 } from "./modelarts/fixtures";
import { stubModelarts } from "./modelarts/server";
import { stubQizhi } from "./qizhi/server";
import { stubTione, task } from "./tione/server";

const UNUSABLE: readonly (readonly [what: string, id: unknown])[] = [
  ["an escape sequence", "train-1\u001b[2J"],
  ["a path", "../../secrets"],
  ["a parent", ".."],
  ["half a megabyte", "t".repeat(500_000)],
  ["one character too many", "t".repeat(129)],
  ["nothing", ""],
  ["no text", { id: "train-1" }],
  ["a fraction", 1.5],
  ["no member", undefined],
];

/** What each platform is asked to make, and what it answers with an id. */
const CREATES: Readonly<Record<string, (id: unknown) => Promise<Outcome<unknown>>>> = {
  async "a TI-ONE task"(Id) {
    const stub = await stubTione(() => ({ Id }));
    return ended(stub, tioneClient(stub.where, stub.io).createTrainingTask({}, openGate));
  },
  async "a TI-ONE model"(TrainingModelVersionId) {
    const stub = await stubTione(() => ({ Id: "m-1", TrainingModelVersionId }));
    return ended(stub, tioneModelClient(stub.where, stub.io).createTrainingModel({}, openGate));
  },
  async "a ModelArts job"(id) {
    const stub = await stubModelarts(() => ({ status: 201, body: job(id) }));
    return ended(stub, modelartsClient(stub.where, stub.io).createTrainingJob({}, openGate));
  },
  async "a ModelArts job of v1"(job_id) {
    const stub = await stubModelarts(() => ({ body: { is_success: true, job_id } }));
    return ended(stub, modelartsV1Client(stub.where, stub.io).createTrainingJob({}, openGate));
  },
  async "a ModelArts model"(model_id) {
    const stub = await stubModelarts(() => ({ body: { model_id } }));
    return ended(stub, modelartsModelClient(stub.where, stub.io).createModel({}, openGate));
  },
  async "a Qizhi job"(job_id) {
    const stub = await stubQizhi(() => ({ data: { job_id } }));
    return ended(stub, qizhiClient(stub.where, stub.io).createJob({}, openGate));
  },
};

describe("The id in the answer to a submission", () => {
  for (const [what, create] of Object.entries(CREATES)) {
    for (const [form, id] of UNUSABLE) {
      it(`of ${what} is none when it is ${form}: whether there is a job, nobody knows`, async () => {
        const outcome = await create(id);
        assert.equal(outcome.kind, "unknown");
        assert.match(
          outcome.error.message,
          id === undefined ? /the reply lacks/ : /the reply's \S+ is not a usable id/,
        );
        assert.ok(outcome.error.message.length < 200);
      });
    }
    it(`of ${what} may be of any form that platforms use`, async () => {
      for (const id of ["train-1400000000000000001", "mv-v4-15", "425b7087-83de-49ed-9e40-5bb642be956f", "a_B-9"]) {
        assert.equal((await create(id)).kind, "done", id);
      }
      assert.equal((await create(567524)).kind, "done");
    });
  }
});

describe("A row of a list without a usable id", () => {
  const bad = "../x\u001b[2J";

  it("is left out of TI-ONE's tasks, and the pages behind it are read", async () => {
    const all = Array.from({ length: 120 }, (_, n) => task(n < 50 || n === 60 ? `${bad}${n}` : `train-${n}`));
    const stub = await stubTione(({ body }) => {
      const offset = Number(body["Offset"]);
      return { TrainingTaskSet: all.slice(offset, offset + 50), TotalCount: all.length };
    });
    const found = await ended(stub, tioneClient(stub.where, stub.io).describeTrainingTasks({}, "read"));
    assert.equal(found.length, 69);
    assert.equal(stub.received.length, 3);
  });

  it("is left out of ModelArts' jobs, and the pages behind it are read", async () => {
    const all = Array.from({ length: 120 }, (_, n) => job(n < 50 || n === 60 ? `${bad}${n}` : `job-${n}`));
    const stub = await stubModelarts(({ body }) => {
      const { offset } = body as { offset: number }; // our own client's
      return { body: { items: all.slice(offset * 50, (offset + 1) * 50) } };
    });
    const found = await ended(stub, modelartsClient(stub.where, stub.io).listTrainingJobs([], "read"));
    assert.equal(found.length, 69);
    assert.equal(stub.received.length, 3);
  });

  it("is left out of ModelArts' jobs of v1 and models", async () => {
    const stub = await stubModelarts(({ path }) =>
      path.includes("/models")
        ? { body: { models: [bad, "m-1"].map((id) => ({ model_id: id, model_name: "m", model_version: "0.0.1" })) } }
        : { body: { jobs: [bad, 12].map((id) => ({ job_id: id, job_name: "j" })) } },
    );
    const jobs = await stub.clock.settle(modelartsV1Client(stub.where, stub.io).listTrainingJobs("read"));
    assert.deepEqual(
      jobs.map(({ job_id }) => job_id),
      ["12"],
    );
    const models = await ended(stub, modelartsModelClient(stub.where, stub.io).listModels({}));
    assert.deepEqual(
      models.map(({ model_id }) => model_id),
      ["m-1"],
    );
  });

  it("counts in Qizhi's pages", async () => {
    const pages = [[undefined, 1], [2, undefined], [3]];
    const found = await qizhiPages("cluster_nodes/list", 2, (page) =>
      Promise.resolve({ rows: pages[page - 1] ?? [], total: undefined }),
    );
    assert.deepEqual(found, [1, 2, 3]);
  });

  it("does not hide another fault of the list", async () => {
    const stub = await stubTione(() => ({ TrainingTaskSet: [{ Id: "train-1", Status: "RUNNING" }], TotalCount: 1 }));
    const found = ended(stub, tioneClient(stub.where, stub.io).describeTrainingTasks({}, "read"));
    await assert.rejects(found, /the reply lacks TrainingTaskSet\.0\.Name/);
  });

  it("does not end a list that the platform repeats for ever otherwise than by a bound", async () => {
    const page = Array.from({ length: 50 }, () => task(bad));
    const stub = await stubTione(() => ({ TrainingTaskSet: page }));
    assert.deepEqual(await ended(stub, tioneClient(stub.where, stub.io).describeTrainingTasks({}, "read")), []);
  });

  it("is still a version: a model with one is not deleted along with its last version that we can name", async () => {
    const stub = await stubTione(({ action }) =>
      action === "DescribeTrainingModelVersions"
        ? { TrainingModelVersions: [bad, "mv-1"].map((TrainingModelVersionId) => ({ TrainingModelVersionId })) }
        : {},
    );
    const models = tioneModels(stub.where, stub.io);
    await ended(stub, models.delete("mv-1", { withModel: true, withArtifacts: false, modelId: "m-1" }));
    assert.deepEqual(
      stub.received.map(({ action }) => action),
      ["DeleteTrainingModelVersion", "DescribeTrainingModelVersions"],
    );
  });
});

describe("An id that a program or a state gives", () => {
  for (const id of ["..", "../models/m-1", "a/b", "a%2Fb", "", "x".repeat(129), "\ud800"]) {
    it(`is not put into ModelArts' paths when it is ${JSON.stringify(id.slice(0, 20))}`, async () => {
      const stub = await stubModelarts(() => ({ body: {} }));
      const refused = { name: PlatformError.name, kind: "invalid" };
      await assert.rejects(async () => modelartsClient(stub.where, stub.io).showTrainingJobDetails(id), refused);
      await assert.rejects(async () => modelartsClient(stub.where, stub.io).deleteTrainingJob(id), refused);
      await assert.rejects(async () => modelartsClient(stub.where, stub.io).previewLogs("job-1", id), refused);
      await assert.rejects(async () => modelartsV1Client(stub.where, stub.io).stopVersion("1", id), refused);
      await assert.rejects(async () => modelartsModelClient(stub.where, stub.io).deleteModel(id), refused);
      await assert.rejects(async () => modelartsPoolClient(stub.where, stub.io).showPool(id), refused);
      const elsewhere = { ...stub.where, project: id };
      if (id) await assert.rejects(modelartsModelClient(elsewhere, stub.io).showModel("m-1", "read"), refused);
      // One such row of a state must not keep others from being looked at.
      assert.equal((await modelartsJobs(stub.where, stub.io).describe([id])).size, 0);
      assert.equal((await modelartsModels(stub.where, stub.io).describe([id])).size, 0);
      await stub.close();
      assert.deepEqual(stub.received, []);
    });
  }
});

function job(id: unknown): Readonly<Record<string, unknown>> {
  return { ...v2.created, metadata: { ...(v2.created["metadata"] as object), id } }; // the vendor's example has one
}

/** What comes of it, and the end of the server. */
async function ended<T>(
  stub: { readonly clock: { settle<Value>(promise: Promise<Value>): Promise<Value> }; close(): Promise<void> },
  work: Promise<T>,
): Promise<T> {
  try {
    return await stub.clock.settle(work);
  } finally {
    await stub.close();
  }
}
