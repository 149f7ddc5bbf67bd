import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { TrainingJob, type TrainingJobArgs } from "../../src";
import type { RunningEmulator } from "../../src/emulator";
import { startEmulator } from "../../src/emulator";
import type { Properties } from "../../src/engine/values";
import { spec as tione } from "../engine/stack";
import { mockEngine, valueOf } from "../program/mocks";
import { assertReadable, tell } from "./job";
import { HIDDEN, Plugin } from "./plugin";

const modelarts = {
  algorithm: { engine: { imageUrl: "team/llm:1" }, command: "bash run.sh" },
  resource: { poolId: "pool-1", nodeCount: 1 },
};
const [machine] = tione.resourceConfigInfos;
const { secret } = pulumi;

/** Arguments, and what is said of each thing in them that is wrong, all of it in one go. */
const jobs: readonly (readonly [given: object, ...said: readonly (readonly [words: string, message: RegExp])[]])[] = [
  [
    {
      platform: "tione",
      name: "x".repeat(61),
      timeouts: { create: "soon" },
      spec: {
        ...tione,
        imageInfos: {},
        chargeType: undefined,
        resourceConfigInfos: [{ ...machine, instanceNum: -1 }],
      },
    },
    ["a wrong member of the spec", /^spec\.imageInfos: no such input; did you mean spec\.imageInfo\?/m],
    ["a value out of range", /^spec\.resourceConfigInfos\[0\]\.instanceNum: .*-1/m],
    ["a missing member", /^spec\.chargeType: /m],
    ["a text that is no duration", /^timeouts\.create: "soon" is no duration; write "90s", "30m" or "1h30m"/m],
    ["a name that the platform does not take", /^name: .*61 characters.*60/m],
  ],
  [
    {
      platform: "tione",
      spec: { ...tione, chargeType: undefined, chargetype: "PREPAID", resourceConfigInfos: undefined },
    },
    [
      "a member under a wrong name, before the right one that is missing",
      /^spec\.chargetype: no such input; did you mean spec\.chargeType\?[^]*^spec\.chargeType: [^]*^spec\.resourceConfigInfos: is needed/m,
    ],
  ],
  [
    { platform: "modelarts", spec: { ...modelarts, schedulePolicy: { priority: 2 }, gpuSlicing: true } },
    [
      "a member in the place where the vendor has it",
      /^spec\.schedulePolicy\.priority: no such input; did you mean spec\.priority\?/m,
    ],
    [
      "a member that the reference lacks",
      /^spec\.gpuSlicing: no such input; `extraSpec` takes members of the vendor's request that the reference lacks/m,
    ],
  ],
  [{ platform: "sagemaker", spec: tione }, ["a wrong platform", /^platform: must be one of "tione"/m]],
  [
    { platform: "tione", spec: { ...tione, chargeType: "PREPAID" } },
    ["members that contradict each other", /^spec\.resourceGroupId: /m],
  ],
  [
    {
      platform: "tione",
      spec: {
        ...tione,
        chargeType: secret("hush-mode"),
        resourceConfigInfos: [secret({ ...machine, instanceNum: -7331 })],
      },
      timeouts: { create: secret("hush-soon") },
      waitFor: secret("hush-until"),
      adoptJobId: secret("hush/id"),
      name: secret("?!"),
    },
    [
      "a secret of a wrong form, which is not quoted",
      /^spec\.chargeType: is \[secret\]; TI-ONE knows[^]*^timeouts\.create: \[secret\] is no duration/m,
    ],
    [
      "a secret that is short, which is not quoted",
      /^name: job name \[secret\] does not fit[^]*instanceNum: is \[secret\]; /m,
    ],
  ],
  [
    {
      platform: "tione",
      spec: pulumi
        .output("hush-mode")
        .apply((chargeType) => ({ ...tione, chargeType, env: { KEY: secret("hush-key") } })),
    },
    [
      "a secret somewhere in a spec that is an output, which is not quoted",
      /^spec\.chargeType: is \[secret\]; TI-ONE knows/m,
    ],
  ],
];

describe("bad input in a program is clear errors of the provider process before any request", function () {
  this.timeout(60_000);
  let emulator: RunningEmulator;
  let plugin: Plugin;
  before(async () => {
    emulator = await startEmulator();
    plugin = await Plugin.start({ env: emulator.env });
  });
  after(async () => {
    await plugin.stop();
    await emulator.close();
  });

  /** What the engine hands to the plugin of a job in a program: all of it plain. */
  async function inputsOf(given: object): Promise<Properties> {
    const registered = await mockEngine();
    // As from plain JavaScript, which no compiler checks.
    await valueOf(new TrainingJob("sft", given as TrainingJobArgs).urn);
    const members = Object.entries(registered[0]?.inputs as object); // a record of inputs
    return Object.fromEntries(
      members.map(([key, value]: [string, unknown]) => [key, pulumi.runtime.unwrapRpcSecret(value)]),
    );
  }

  for (const [given, ...said] of jobs) {
    it(said.map(([words]) => words).join("; "), async () => {
      const inputs = await inputsOf(given);
      assert.deepEqual([inputs.__provider, inputs.__urn], [HIDDEN.__provider, HIDDEN.__urn]);
      const { failures } = await plugin.check({}, inputs);
      const errors = failures.map(({ reason }) => reason).join("\n");
      for (const [, message] of said) assert.match(errors, message);
      for (const text of [errors, ...plugin.engine.logs.map(({ message }) => message)]) assertReadable(text);
      // A named property would be shown twice, with a value of `<nil>`.
      assert.ok(failures.every(({ property }) => property === ""));
      assert.deepEqual([plugin.printed, await tell(emulator, "requests")], [[], []]);
    });
  }
});
