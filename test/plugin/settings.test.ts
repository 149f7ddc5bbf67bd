import assert from "node:assert/strict";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import { assertReadable, failureOf, inputs, tell } from "./job";
import { Plugin, type PluginOptions } from "./plugin";

describe("the provider process and its settings", function () {
  this.timeout(60_000);
  let emulator: RunningEmulator;
  let plugin: Plugin | undefined;
  before(async () => {
    emulator = await startEmulator({ speed: 600, scenarios: [{ match: { name: "*" }, outcome: "runs-forever" }] });
  });
  afterEach(() => plugin?.stop());
  after(() => emulator.close());

  const start = async (options: PluginOptions) => (plugin = await Plugin.start(options));

  it("takes the region of the stack's configuration where the program names none, before that of the environment", async () => {
    const started = await start({ env: emulator.env, config: { "training:tione": '{"region":"ap-shanghai"}' } });
    assert.equal((await started.check({}, inputs)).inputs.region, "ap-shanghai");
    assert.equal((await started.check({}, { ...inputs, region: "ap-nanjing" })).inputs.region, "ap-nanjing");
  });

  it("keeps the region that a row has, whatever the configuration says by now", async () => {
    const started = await start({ env: emulator.env, config: { "training:tione": '{"region":"ap-shanghai"}' } });
    const { inputs: checked } = await started.check({ ...inputs, region: "ap-beijing" }, inputs);
    assert.equal(checked.region, "ap-beijing");
    // A replacement is checked once more, without its old inputs.
    assert.equal((await started.check({}, inputs)).inputs.region, "ap-beijing");
  });

  it("says which setting is wrong, as a failure of check", async () => {
    for (const [text, says] of [
      ['{"region":"a b"}', /training:tione\.region must be the id of a region/],
      [
        '{"secretKey":"x","endpont":"https://x.tencentcloudapi.com"}',
        /training:tione has no setting "secretKey".*training:tione has no setting "endpont"/,
      ],
      ['["ap-shanghai"]', /training:tione must be a record of settings/],
      ["not json", /training:tione must be a record of settings/],
    ] as const) {
      const started = await start({ env: emulator.env, config: { "training:tione": text } });
      const { failures } = await started.check({}, inputs);
      assert.equal(failures.length, 1);
      assert.match(failures[0]?.reason ?? "", says);
      assertReadable(failures[0]?.reason ?? "");
      assert.deepEqual(started.printed, []);
      await started.stop();
    }
    assert.deepEqual(await tell(emulator, "requests"), []);
  });

  it("refuses an endpoint off the vendor's domain", async () => {
    const { PULUMI_TRAINING_EMULATOR: _, ...env } = emulator.env;
    const endpoint = '{"endpoint":"https://tencentcloudapi.com.evil.example"}';
    const started = await start({ env, config: { "training:tione": endpoint } });
    const { failures } = await started.check({}, inputs);
    assert.equal(failures.length, 1);
    assert.match(failures[0]?.reason ?? "", /allowCustomEndpoint/);
    assertReadable(failures[0]?.reason ?? "");
    assert.deepEqual(started.printed, []);
  });

  it("asks for a region when nobody names one", async () => {
    const { TENCENTCLOUD_REGION: _, ...env } = emulator.env;
    const started = await start({ env });
    const { failures } = await started.check({}, inputs);
    assert.equal(failures.length, 1);
    assert.match(failures[0]?.reason ?? "", /^region: is needed: .*pulumi config set --path training:tione\.region/);
    assertReadable(failures[0]?.reason ?? "");
  });

  it("refuses an emulator on another machine in one sentence", async () => {
    const started = await start({
      env: { ...emulator.env, PULUMI_TRAINING_EMULATOR: "http://emulator.example.com:80" },
    });
    const sentence = "PULUMI_TRAINING_EMULATOR must be an http URL of this machine, such as http://127.0.0.1:41234";
    const properties = { ...inputs, region: "ap-guangzhou" };
    for (const calling of [
      () => started.check({}, inputs),
      () => started.diff("train-1", properties, properties),
      () => started.create(properties),
      () => started.read("train-1", properties),
      () => started.delete("train-1", properties),
    ]) {
      assert.equal((await failureOf(calling())).message, sentence);
    }
    assert.deepEqual(started.printed, []);
  });

  it("asks for credentials where there are none, and for a preview that is a warning only", async () => {
    const started = await start({ env: { TENCENTCLOUD_REGION: "ap-guangzhou" } });
    const { inputs: checked, failures } = await started.check({}, inputs);
    assert.deepEqual(failures, []);
    const warning = await started.engine.heard(/TENCENTCLOUD_SECRET_ID/);
    assert.deepEqual([warning.severity, warning.isEphemeral], ["warning", false]);
    const { message, partial } = await failureOf(started.create(checked));
    assert.match(message, /^creating TrainingJob "sft": no credentials: set TENCENTCLOUD_SECRET_ID/);
    assertReadable(message);
    assert.equal(partial, undefined);
  });

  it("shows no secret in anything it says", async () => {
    const canaries = ["canary-key-7f3a", "canary-env-51bd", "canary-registry-90ce"] as const;
    const [key, env, password] = canaries;
    const started = await start({ env: { ...emulator.env, TENCENTCLOUD_SECRET_KEY: key, PULUMI_TRAINING_DEBUG: "1" } });
    const said: unknown[] = [];
    const remember = async (calling: Promise<unknown>) => {
      said.push(
        await calling.then(
          () => "fine",
          (error: unknown) => error,
        ),
      );
    };
    const imageInfo = {
      imageType: "CUSTOM",
      imageUrl: "registry.example.com/a",
      imageSecret: { username: "u", password },
    };
    const spec = { ...inputs.spec, imageInfo, env: { WANDB_API_KEY: { value: env, isPrivate: true } } };
    const { inputs: checked, failures } = await started.check({}, { ...inputs, spec, env });
    said.push(failures);
    const { env: _, ...job } = checked;

    for (const fault of ["drop-after-commit", "html-502", "garbage", "truncate", "redirect"]) {
      await tell(emulator, "faults", { action: "CreateTrainingTask", fault });
      await remember(started.create({ ...job, __urn: `dev::fleet::*::${fault}` }));
    }
    await tell(emulator, "scenario", { match: { name: "*" }, outcome: "fail" });
    await remember(started.create({ ...job, waitFor: "succeeded" }));
    const [failed] = (await tell(emulator, "jobs")) as { id: string }[];
    await remember(started.read(failed?.id ?? "", job));
    await remember(started.delete(failed?.id ?? "", { ...job, jobId: failed?.id }));
    await tell(emulator, "scenario", { match: { name: "*" }, outcome: "runs-forever" });
    const wrong = { ...spec, env: { WANDB_API_KEY: { value: env, isPrivate: env } } };
    said.push((await started.check({}, { ...inputs, spec: wrong })).failures);

    assert.ok(started.printed.length > 0, "the debug lines are there to be searched");
    const messages = said.map((each) => (each instanceof Error ? each.message : JSON.stringify(each)));
    const everything = [...messages, ...started.printed, ...started.engine.logs.map(({ message }) => message)].join(
      "\n",
    );
    assert.match(everything, /creating TrainingJob/);
    for (const canary of canaries) assert.ok(!everything.includes(canary), everything);
  });
});
