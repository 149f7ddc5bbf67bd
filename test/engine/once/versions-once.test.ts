import assert from "node:assert/strict";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { Fleet, sampleOf, type PlatformName } from "./fleet";

const REGISTRIES = ["tione", "modelarts"] as const satisfies readonly PlatformName[];

for (const each of circumstances({ ...ORDINARY, keepsJournal: false })) {
  describe(`a model version whose registration had no answer, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    type Run = Awaited<ReturnType<Fleet["up"]>>;
    let fleet: Fleet;
    let runs: readonly Run[] = [];
    const counts: Partial<Record<PlatformName, readonly number[]>> = {};

    const registrations = async (platform: PlatformName) => {
      const action = sampleOf(platform).model?.actions.create;
      return (await fleet.stack.requests()).filter((request) => request.action === action && request.committed).length;
    };
    /** A version of a new model with files of its own. */
    const versionOf = (platform: PlatformName, name: string) => {
      const { model } = sampleOf(platform);
      assert.ok(model);
      const [member, value] = model.files;
      return { platform, spec: { ...model.first(name), [member]: value } };
    };
    const up = async () => {
      runs = [...runs, await fleet.up()];
      for (const platform of REGISTRIES) {
        counts[platform] = [...(counts[platform] ?? []), await registrations(platform)];
      }
    };
    const row = async (resource: string) =>
      (await fleet.rows("TrainingModelVersion")).find(({ urn }) => urn.endsWith(`::${resource}`));

    before(async () => {
      fleet = await Fleet.start(each);
      for (const platform of REGISTRIES) {
        fleet.setModel(`same-${platform}`, versionOf(platform, "sft"));
        const action = sampleOf(platform).model?.actions.create;
        await fleet.stack.ask("POST", "faults", { action, times: 1, fault: "drop-after-commit" });
      }
      await up();
      await up();
      // Another one, whose request never arrives, and whose program changes before anybody knows.
      for (const platform of REGISTRIES) {
        fleet.setModel(`changed-${platform}`, versionOf(platform, "other"));
        const action = sampleOf(platform).model?.actions.create;
        await fleet.stack.ask("POST", "faults", { action, times: 2, fault: "drop-before-commit" });
      }
      await up();
      for (const platform of REGISTRIES) fleet.setModel(`changed-${platform}`, versionOf(platform, "another"));
      await up();
    });
    after(() => fleet.stop());

    for (const platform of REGISTRIES) {
      it(`is registered once, or is still in doubt, on ${platform}`, async () => {
        assert.deepEqual(counts[platform]?.slice(0, 2), [1, 1]);
        const version = await row(`same-${platform}`);
        assert.ok(version?.outputs.status === "ready" || version?.id?.startsWith("pending:"), JSON.stringify(version));
      });

      it(`is one version, or in doubt and red, when the program has changed meanwhile on ${platform}`, async () => {
        const since = (counts[platform]?.at(-1) ?? 0) - 1;
        const version = await row(`changed-${platform}`);
        const isPending = version?.id?.startsWith("pending:") === true && version.outputs.versionId === "";
        assert.ok(since <= 1, `${since} versions`);
        assert.equal(since, isPending ? 0 : 1);
        if (isPending) assert.match(runs.at(-1)?.said(`changed-${platform}`) ?? "", /error:[^]*is (still )?not known/);
        else assert.equal(version?.outputs.status, "ready");
      });
    }
  });
}
