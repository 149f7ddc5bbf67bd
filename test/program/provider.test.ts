import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { Provider, TrainingJob } from "../../src";
import { mockEngine, valueOf } from "./mocks";

const ROOT = resolve(__dirname, "..", "..");

describe("new Provider", () => {
  it("holds its settings as Pulumi's configuration does, by platform", async () => {
    const registered = await mockEngine();
    const prod = new Provider("prod", { tione: { region: pulumi.output("ap-shanghai"), profile: "prod" } });
    await valueOf(prod.urn);
    const [seen] = registered;
    assert.equal(seen?.type, "pulumi:providers:pulumi-nodejs");
    assert.deepEqual(Object.keys(seen.inputs as object), ["training:tione"]);
    const settings: unknown = Reflect.get(seen.inputs as object, "training:tione");
    assert.deepEqual(JSON.parse(String(settings)), { region: "ap-shanghai", profile: "prod" });
  });

  it("holds nothing when it is given nothing", async () => {
    const registered = await mockEngine();
    await valueOf(new Provider("plain", {}).urn);
    await valueOf(new Provider("open", { tione: undefined }).urn);
    assert.deepEqual(
      registered.map(({ inputs }) => inputs as unknown),
      [{}, {}],
    );
  });

  it("serves the jobs that name it", async () => {
    const registered = await mockEngine();
    const prod = new Provider("prod", { tione: { region: "ap-shanghai" } });
    const job = {
      platform: "tione",
      spec: { chargeType: "PREPAID", resourceConfigInfos: [{ role: "WORKER" }] },
    } as const;
    await valueOf(new TrainingJob("sft", job, { provider: prod }).urn);
    const seen = registered.find(({ name }) => name === "sft");
    assert.equal(seen?.provider, `${await valueOf(prod.urn)}::${await valueOf(prod.id)}`);
  });
});

describe("a program that imports pulumi-training", () => {
  it("loads nothing that only the plugin needs", async () => {
    const directory = await mkdtemp(join(tmpdir(), "program-"));
    try {
      await writeFile(join(directory, "package.json"), "{}");
      await mkdir(join(directory, "node_modules"));
      await symlink(ROOT, join(directory, "node_modules", "pulumi-training"));
      const script = 'require("pulumi-training"); console.log(JSON.stringify(Object.keys(require.cache)));';
      const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { cwd: directory });
      const loaded = JSON.parse(stdout) as string[];
      assert.ok(loaded.includes(join(ROOT, "dist/program/job.js")), "run `npm run build` first");
      const heavy =
        /node_modules\/(zod|undici|tencentcloud-[^/]+|commander)\/|\/dist\/(platforms|net|jobs|engine|resources|emulator|runtime|lookups|machine)/;
      assert.deepEqual(
        loaded.filter((path) => heavy.test(path)),
        [],
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
