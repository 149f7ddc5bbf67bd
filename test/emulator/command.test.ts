import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { RunningEmulator } from "../../src/emulator";
import { MAIN } from "../cli/command";
import { TioneTester } from "./tione-client";

function run(...args: string[]) {
  return spawn(process.execPath, [MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function finished(child: ReturnType<typeof run>): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ["", ""];
  child.stdout.on("data", (piece) => (out += String(piece)));
  child.stderr.on("data", (piece) => (err += String(piece)));
  const [code] = (await once(child, "close")) as [number | null]; // the event's documented arguments
  return { code, out, err };
}

/** What clients of the platforms read, beside the emulator's own two. */
const CLIENT_VARIABLES = [
  ...["TENCENTCLOUD_REGION", "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
  ...["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_PROJECT_ID"],
  ...["QIZHI_USERNAME", "QIZHI_PASSWORD"],
];

describe("pulumi-training emulate", () => {
  let folder: string;
  let children: ReturnType<typeof run>[];
  beforeEach(() => {
    children = [];
  });
  // A failed test must not leave its emulator behind.
  afterEach(() => children.forEach((child) => child.kill("SIGKILL")));
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "emulate-"));
  });
  after(() => rm(folder, { recursive: true }));

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`prints one line with what clients need, serves, and ends well on ${signal}`, async () => {
      const file = join(folder, `${signal}.json`);
      await writeFile(file, JSON.stringify([{ match: { name: "job" }, outcome: "submit-fail" }]));
      const child = run("emulate", "--speed", "600", "--seed", "1", "--scenario", file);
      children.push(child);
      const ended = finished(child);
      const [line] = (await once(createInterface(child.stdout), "line")) as [string];
      const { url, env } = JSON.parse(line) as Pick<RunningEmulator, "url" | "env">; // its shape is asserted next
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
      for (const name of CLIENT_VARIABLES) assert.ok(env[name], name);
      assert.deepEqual([env["PULUMI_TRAINING_EMULATOR"], env["PULUMI_TRAINING_CLOCK_SPEED"]], [url, "600"]);

      const tester = new TioneTester({ url, env, close: async () => undefined });
      const id = await tester.create("job");
      await tester.advance(2_000);
      assert.equal(await tester.state(id), "SUBMIT_FAILED");

      child.kill(signal);
      const { code, out, err } = await ended;
      assert.deepEqual([code, out.trim().split("\n").length, err], [0, 1, ""]);
    });
  }

  it("ends with 2 when it is called wrongly, and says how", async () => {
    const { code, out, err } = await finished(run("emulate", "--speed", "0"));
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /A speed is a positive number/);
  });

  it("ends with 1 and the reason when the scenario file cannot be used", async () => {
    const file = join(folder, "bad.json");
    await writeFile(file, JSON.stringify([{ match: { name: "job" }, outcome: "win" }]));
    const { code, out, err } = await finished(run("emulate", "--scenario", file));
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /bad\.json[^]*outcome/);
  });

  it("tells its version", async () => {
    const { code, out } = await finished(run("--version"));
    assert.equal(code, 0);
    assert.match(out, /^\d+\.\d+\.\d+/);
  });
});
