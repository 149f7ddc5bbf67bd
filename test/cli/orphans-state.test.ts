import assert from "node:assert/strict";
import { readState } from "../../src/cli/orphans/state";
import { exported, secret } from "./exported";

const read = (...told: Parameters<typeof exported>) => readState(exported(...told), "dev.json");

describe("what orphans reads from a state", () => {
  it("the jobs that rows hold, with their duplicates, also in rows that are marked to be deleted", () => {
    const [held, old] = read({
      rows: [
        { name: "sft", id: "train-1", outputs: { jobId: "train-1", duplicateJobIds: ["train-2"] } },
        { name: "sft", id: "train-0", outputs: { jobId: "train-0" }, more: { delete: true } },
      ],
    });
    assert.deepEqual([held?.ids, old?.ids], [["train-1", "train-2"], ["train-0"]]);
  });

  it("no job of a row whose submission has no answer yet, and its marker", () => {
    const marker = "abcdefghijklmnopqrst";
    const [row] = read({ rows: [{ name: "sft", id: `pending:${marker}`, outputs: { jobId: "", marker } }] });
    assert.deepEqual([row?.ids, row?.marker], [[], marker]);
  });

  it("the job that such a row found before a refresh wrote its id", () => {
    const [row] = read({ rows: [{ name: "sft", id: "pending:abcdefghijklmnopqrst", outputs: { jobId: "train-1" } }] });
    assert.deepEqual(row?.ids, ["train-1"]);
  });

  it("the job whose id is a secret in the outputs", () => {
    const jobId = secret({ ciphertext: "v1:x" });
    assert.deepEqual(read({ rows: [{ name: "sft", id: "train-1", outputs: { jobId } }] })[0]?.ids, ["train-1"]);
  });

  it("where an operation was under way when the run was killed", () => {
    const spec = {
      workspaceId: "ws-1",
      command: "run",
      resource: { nodeCount: 1 },
      secret: secret({ ciphertext: "v1:x" }),
    };
    const inputs = { platform: "modelarts", region: "cn-north-4", projectId: "p-1", spec };
    const [job] = read({ pending: [{ name: "sft", inputs }], providers: {} });
    assert.deepEqual(job && { ...job, config: typeof job.config }, {
      urn: "urn:pulumi:dev::train::pulumi-nodejs:dynamic/training:TrainingJob::sft",
      organization: "organization",
      platform: "modelarts",
      region: "cn-north-4",
      projectId: "p-1",
      spec: { workspaceId: "ws-1", command: "run" },
      config: "undefined",
      ids: [],
      marker: undefined,
      asOf: undefined,
    });
  });

  it("the organization, where the backend has such", () => {
    assert.equal(read({ rows: [{ name: "sft", inputs: { __organization: "acme" } }] })[0]?.organization, "acme");
  });

  it("the settings of the provider that each job has", () => {
    const providers = {
      default: { "training:tione": '{"region":"ap-guangzhou"}' },
      prod: { "training:tione": '{"profile":"prod"}' },
    };
    const jobs = read({
      rows: [{ name: "a" }, { name: "b", provider: "prod" }, { name: "c", provider: "gone" }],
      providers,
    });
    assert.deepEqual(
      jobs.map(({ config }) => config?.("training:tione")),
      ['{"region":"ap-guangzhou"}', '{"profile":"prod"}', undefined],
    );
    assert.equal(jobs[1]?.config?.("training:modelarts"), undefined);
  });

  it("settings that a program made secret only with `--show-secrets`", () => {
    const settings = (value: object) => {
      const providers = { prod: { "training:tione": value } };
      return read({ rows: [{ name: "a", provider: "prod" }], providers })[0]?.config?.("training:tione");
    };
    const shown = secret({ plaintext: JSON.stringify('{"profile":"prod"}') });
    assert.equal(settings(shown), '{"profile":"prod"}');
    assert.throws(() => settings(secret({ ciphertext: "v1:x" })), /provider "prod" are encrypted.*--show-secrets/);
  });

  it("nothing from a stack that has nothing", () => {
    assert.deepEqual(readState('{"version":3,"deployment":{"manifest":{},"metadata":{}}}', "dev.json"), []);
  });

  for (const [what, text] of [
    ["text", "Updating (dev)"],
    ["a preview", '{"steps":[]}'],
    ["a list", "[]"],
    ["a number", "3"],
  ] as const) {
    it(`refuses ${what} with one sentence`, () => {
      const message = "dev.json is not an exported state: give what `pulumi stack export` printed";
      assert.throws(() => readState(text, "dev.json"), { name: "WrongCall", message });
    });
  }
});
