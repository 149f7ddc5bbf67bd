import assert from "node:assert/strict";
import { TioneTester } from "../emulator/tione-client";
import { Fleet } from "./once/fleet";
import { spec, type Row } from "./stack";

const serving = {
  algorithmFramework: "PYTORCH",
  reasoningEnvironmentSource: "CUSTOM",
  reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/serve:1.0" },
};
const files = { trainingModelCosPath: { bucket: "ml-1250000000", region: "ap-guangzhou", paths: ["best/"] } };
const newModel = { trainingModelName: "sft", ...serving };
/** The first version of a model of its own, from files that are there. */
const complete = (trainingModelName: string) => ({ ...newModel, ...files, trainingModelName });

type Run = Awaited<ReturnType<Fleet["up"]>>;

describe("a model version that does not go well, under the real engine", function () {
  this.timeout(400_000);
  let fleet: Fleet;
  /** What was done to models during a run, in its order. */
  interface Moment extends Run {
    readonly writes: readonly string[];
    readonly rows: ReadonlyMap<string, Row>;
  }

  before(async () => {
    fleet = await Fleet.start();
    await fleet.foresee("succeed");
  });
  after(() => fleet.stop());

  const setVersion = (name: string, args: object) => fleet.setModel(name, { platform: "tione", ...args });
  const rowsByName = async () =>
    new Map((await fleet.rows("TrainingModelVersion")).map((row) => [row.urn.split("::").at(-1) ?? "", row]));
  async function during(run: () => Promise<Run>): Promise<Moment> {
    const mark = await fleet.mark();
    const ended = await run();
    const writes = (await fleet.stack.requests())
      .slice(mark)
      .filter(({ action, committed }) => committed && action.includes("TrainingModel"))
      .map(({ action }) => action);
    return { ...ended, writes, rows: await rowsByName() };
  }

  it("is refused in the preview for what can be known there, with one sentence each", async () => {
    // A run ends with the first resource that is refused: here is all that can be wrong at once, also what is not known yet.
    const job = JSON.stringify({ platform: "tione", spec });
    const wrong = { ...newModel, trainingModelCosPath: { bucket: "b-1", paths: ["best"] }, modelFormt: "PYTORCH" };
    const sourceJobId = "job-0a1b2c3d-0000-4000-8000-000000000001";
    fleet.setCode(
      "model",
      `const { jobId } = new training.TrainingJob("job", ${job});
       new training.TrainingModelVersion("model", { platform: "tione", sourceJobId: "${sourceJobId}",
         spec: { ...${JSON.stringify(wrong)}, imageUrl: jobId } });`,
    );
    const { code, output, said } = await fleet.run("preview");
    assert.notEqual(code, 0);
    for (const message of [
      /spec\.trainingModelCosPath\.paths\[0\]: is "best"; TI-ONE takes a directory, which ends in "\/"/,
      /sourceJobId: job-0a1b\S+ looks like a job of Qizhi; TI-ONE registers what its own jobs wrote/,
      /spec\.modelFormt: no such input/,
      /spec\.imageUrl: no such input/,
    ]) {
      assert.match(said("model"), message, output);
    }
    // What the job costs is a question of the preview's own.
    const asked = (await fleet.stack.requests()).map(({ action }) => action);
    assert.deepEqual(asked, ["DescribeBillingSpecs", "DescribeBillingSpecsPrice"]);
  });

  describe("beside others", () => {
    let first: Moment;
    let second: Moment;
    let refreshed: Moment;
    let mended: Moment;
    let withoutSecond: Moment;
    let destroyed: Moment;

    before(async () => {
      fleet.clear();
      setVersion("no-job", { sourceJobId: "train-404", spec: newModel });
      const job = { platform: "tione", waitFor: "submitted", spec: { ...spec, output: undefined } };
      const wroteNothing = `{ platform: "tione", sourceJobId: job.jobId, spec: ${JSON.stringify(newModel)} }`;
      fleet.setCode(
        "no-output",
        `const job = new training.TrainingJob("job", ${JSON.stringify(job)});
         new training.TrainingModelVersion("no-output", ${wroteNothing});`,
      );
      for (const name of ["base", "fails", "in-doubt", "dropped", "deleted"])
        setVersion(name, { spec: complete(name) });
      for (const name of ["in-doubt", "dropped"]) {
        const lost = { action: "CreateTrainingModel", times: 1, fault: "drop-before-commit", containing: `"${name}"` };
        await fleet.stack.ask("POST", "faults", lost);
      }
      first = await during(() => fleet.up());

      // Once more what failed, except one in doubt, which is to be dropped; a label that is taken; a version that there is not.
      fleet.clear();
      for (const name of ["base", "fails", "deleted", "in-doubt"]) setVersion(name, { spec: complete(name) });
      const ofBase = { ...serving, ...files, trainingModelId: first.rows.get("base")?.outputs.modelId };
      setVersion("second", { spec: { ...ofBase, trainingModelVersion: "v1" } });
      const read = (name: string, id: string) =>
        fleet.setCode(
          name,
          `exports.name = training.TrainingModelVersion.get("${name}", ${JSON.stringify(id)}, { platform: "tione", region: "ap-guangzhou" }).modelName;`,
        );
      read("missing", "mv-v1-404");
      second = await during(() => fleet.up());

      const tester = new TioneTester(fleet.stack.emulator);
      await tester.call("DeleteTrainingModel", { TrainingModelId: first.rows.get("deleted")?.outputs.modelId });
      refreshed = await during(() => fleet.refresh());

      fleet.clear();
      for (const name of ["base", "deleted"]) setVersion(name, { spec: complete(name) });
      for (const name of ["in-doubt", "dropped"])
        setVersion(name, { spec: complete(name), confirmNotCreated: markerOf(name) });
      setVersion("second", { spec: ofBase });
      read("theirs", String(first.rows.get("base")?.id));
      mended = await during(() => fleet.up());

      fleet.setCode("second", "");
      fleet.setCode("theirs", "");
      withoutSecond = await during(() => fleet.up());
      destroyed = await during(() => fleet.destroy());
    });

    /** What a person is told to confirm. */
    const markerOf = (name: string) => /confirmNotCreated: "([a-z2-7]{20})"/.exec(first.said(name))?.[1];

    it("says that there is no such job, and that a job wrote nothing, before it registers anything", () => {
      assert.match(first.said("no-job"), /`sourceJobId`: TI-ONE has no job train-404 in ap-guangzhou/);
      assert.match(
        first.said("no-output"),
        /job "job-\S+" \(train-\d+\) has no output path; give `spec\.trainingModelCosPath`/,
      );
      assert.deepEqual([...first.rows.keys()].sort(), ["base", "deleted", "dropped", "fails", "in-doubt"]);
      // Those in doubt were not registered either: their requests were lost.
      assert.deepEqual(first.writes, Array<string>(3).fill("CreateTrainingModel"));
    });

    it("takes no label that somebody else has, and keeps its hands off the version that has it", () => {
      assert.match(
        second.said("second"),
        /version v1 of model "base" \(m-\d+\) exists already as mv-v1-\d+, and this resource did not make it/,
      );
      assert.match(second.said("second"), /Choose another label, or leave it out/);
      assert.equal(second.rows.get("second"), undefined);
      // That of the import that failed.
      assert.equal(second.writes.filter((action) => action === "CreateTrainingModel").length, 1);

      assert.equal(mended.code, 0, mended.output);
      const { outputs } = mended.rows.get("second") ?? {};
      assert.deepEqual([outputs?.version, outputs?.ownsModel], ["v2", false]);
      assert.equal(outputs?.modelId, mended.rows.get("base")?.outputs.modelId);

      // The version goes and its model stays, because another resource made that.
      assert.equal(withoutSecond.code, 0, withoutSecond.output);
      assert.deepEqual(withoutSecond.writes, ["DeleteTrainingModelVersion"]);
      assert.equal(withoutSecond.rows.get("base")?.id, first.rows.get("base")?.id);
      assert.equal(destroyed.code, 0, destroyed.output);
      assert.equal(
        destroyed.writes.filter((action) => action === "DeleteTrainingModel").length,
        withoutSecond.rows.size,
      );
    });

    it("is kept with the platform's reason when the import fails, and imported again by the next up", () => {
      const reason = /the import of model version mv-v1-\d+ failed: .+ \(STATUS_FAILED\)/;
      assert.match(first.said("fails"), reason);
      assert.equal(first.rows.get("fails")?.outputs.status, "failed");
      assert.match(second.said("fails"), reason);
      assert.ok(second.rows.has("fails"));
      assert.notEqual(second.rows.get("fails")?.id, first.rows.get("fails")?.id);
      assert.deepEqual(second.writes, ["DeleteTrainingModelVersion", "DeleteTrainingModel", "CreateTrainingModel"]);
      assert.equal(mended.rows.get("fails"), undefined);
    });

    it("stays in doubt, is not dropped, and is registered once a person has looked, when its request is lost", () => {
      assert.match(second.said("in-doubt"), /is not known/);
      assert.match(second.said("dropped"), /may have made one.*in 5m30s/s);
      for (const name of ["in-doubt", "dropped"]) {
        assert.ok(second.rows.has(name));
        const marker = markerOf(name);
        assert.ok(marker);
        const { outputs } = mended.rows.get(name) ?? {};
        assert.deepEqual([outputs?.marker, outputs?.status], [marker, "ready"]);
        assert.equal(withoutSecond.rows.get(name)?.outputs.versionId, outputs?.versionId);
      }
      // The next up leaves all alone that the program still has.
      assert.match(withoutSecond.output, /^Resources:\n +- 1 deleted\n +5 unchanged$/m);
      // Four for what the program has, two of the import that failed.
      const [created, deleted] = ["CreateTrainingModel", "DeleteTrainingModel"];
      assert.deepEqual(refreshed.writes, []);
      const four = Array<string>(4).fill(created);
      assert.deepEqual([...mended.writes].sort(), [...four, deleted, `${deleted}Version`]);
      assert.deepEqual([...destroyed.rows.keys()], []);
      assert.deepEqual(
        [...destroyed.writes].sort(),
        [deleted, `${deleted}Version`].flatMap((action) => Array<string>(withoutSecond.rows.size).fill(action)),
      );
    });

    it("is registered anew when somebody deleted it, which a refresh finds out", () => {
      assert.ok(second.rows.has("deleted"));
      assert.equal(refreshed.code, 0, refreshed.output);
      assert.equal(refreshed.rows.get("deleted"), undefined);
      assert.equal(mended.rows.get("deleted")?.outputs.status, "ready");
    });

    it("is read without owning it by `TrainingModelVersion.get`", () => {
      assert.match(mended.output, /name\s*: "base"/);
      assert.match(second.said("missing"), /TI-ONE has no model version mv-v1-404/);
    });
  });
});
