import assert from "node:assert/strict";
import { startEmulator } from "../../src/emulator";
import { connectPlatform } from "../../src/jobs/connection";
import { systemClock } from "../../src/net/clock";
import { createIo } from "../../src/net/io";
import { platforms } from "../../src/platforms/registry";
import { samples } from "../conformance/samples";

/** What the emulator's catalogues say of the machines of the samples. */
const TOLD: Readonly<Record<string, object>> = {
  tione: { perHour: 10.8, unit: "yuan", basis: "list" },
  qizhi: { perHour: 42, unit: "points", basis: "list" },
};

describe("a platform that has prices", () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  before(async () => {
    emulator = await startEmulator({ speed: 100 });
  });
  after(() => emulator.close());

  const connect = (platform: (typeof platforms)[number], env: Readonly<Record<string, string>>) => {
    const io = createIo({ clock: systemClock(), env: () => env, random: Math.random, write: () => {} });
    const { region = "" } = samples[platform.name] ?? {};
    return connectPlatform(platform, { settings: {}, region }, io);
  };

  for (const platform of platforms) {
    const { name, job } = platform;
    const sample = samples[name];
    assert.ok(sample);
    const source = job.priceSource(sample.spec);
    if ("none" in source) continue;

    it(`tells that of the machines of a job: ${name}`, async () => {
      const { prices } = connect(platform, { ...emulator.env, ...sample.group.env });
      const read = await prices?.read(source.list);
      for (const { machine } of job.machines(sample.spec)) assert.deepEqual(read?.get(machine ?? ""), TOLD[name]);
    });
  }

  it("that needs a session of its console fails without one, before any request", async () => {
    const platform = platforms.find(({ name }) => name === "qizhi");
    assert.ok(platform);
    const { QIZHI_CONSOLE_SESSION: _session, ...env } = emulator.env;
    await assert.rejects(
      async () => connect(platform, env).prices?.read({ id: "lcg-1", workspaceId: "ws-1" }),
      /QIZHI_CONSOLE_SESSION/,
    );
  });
});
