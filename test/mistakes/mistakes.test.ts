import assert from "node:assert/strict";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import { defineResource } from "../../src/engine/resource";
import type { Journal } from "../../src/jobs/journal";
import { systemClock } from "../../src/net/clock";
import { createIo } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import { Secrets } from "../../src/net/secrets";
import { findPlatform, platforms } from "../../src/platforms/registry";
import { PriceBook } from "../../src/pricing/book";
import { trainingJob } from "../../src/resources/job";
import { samples } from "../conformance/samples";
import { openGate } from "../gates";
import { assertReadable } from "../plugin/job";
import { compile } from "../program/compiler";
import { anywhere } from "./anywhere";
import type { Mistake } from "./mistake";
import { onPlatforms } from "./platforms";

const HIDDEN = { __provider: "text", __urn: "dev::fleet::*::sft" };
const MARKER = "abcdefghijklmnopqrst";
const clock = systemClock();

/** What the preview says of a job: errors, and warnings that a job without a mistake does not have. */
interface Said {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const MISTAKES: readonly Mistake[] = [...anywhere(), ...onPlatforms];

describe("a mistake that costs money is found before it does", function () {
  this.timeout(120_000);
  let emulator: RunningEmulator;
  let compiled: ((words: string) => string[]) | undefined;
  before(async () => {
    // So fast that no rate is met.
    emulator = await startEmulator({ speed: 1_000 });
  });
  after(() => emulator.close());

  /** All programs in one go, when the first is asked for. */
  function errorsOf(asked: string): string[] {
    const programs = MISTAKES.flatMap(({ words, program }) => (program ? [[words, program] as const] : []));
    compiled ??= compile(new Map(programs));
    return compiled(asked);
  }

  const ioOf = () =>
    createIo({ clock, env: () => emulator.env, random: () => 0, write: () => {}, limiters: createLimiters(clock) });

  async function checked(inputs: object, olds: object = {}): Promise<Said> {
    const warnings: string[] = [];
    const nothing = async () => undefined;
    const none = async () => [];
    const journal: Journal = { read: nothing, ofResource: none, all: none, write: nothing, remove: nothing };
    const runtime = { io: ioOf(), journal, backend: "", isAlive: () => false, prices: new PriceBook(clock) };
    const provider = defineResource(trainingJob(runtime), {
      clock,
      interruption: { signal: new AbortController().signal, during: (work) => work() },
      narrator: () => ({
        status: () => {},
        note: (_urn, severity, text) => void (severity === "warning" && warnings.push(text)),
      }),
      secrets: new Secrets(),
      settings: new Map(),
      secretOutputs: new Set(),
    });
    const { failures = [] } = await provider.check(olds, { ...HIDDEN, ...inputs });
    return { errors: failures.map(({ reason }) => reason), warnings: warnings.filter((text) => !BLINDNESS.test(text)) };
  }

  /** What the platform answers to the job, whatever the check says of it; undefined: it takes the job, and the money. */
  async function submitted({ platform: name, region, spec }: Readonly<Record<string, unknown>>) {
    const platform = findPlatform(String(name));
    assert.ok(platform);
    const { jobs } = platform.connect({ settings: {}, region: String(region) }, ioOf());
    const order = { name: `sft-${serial++}`, spec: spec as object, marker: MARKER, resource: "rrrrsssstttt" }; // as the row has it
    const outcome = await jobs.submit(order, openGate);
    return outcome.kind === "done" ? undefined : `${outcome.error.origin.code ?? ""} ${outcome.error.message}`;
  }
  let serial = 0;

  for (const { words, says, inputs, call } of MISTAKES) {
    it(words, async () => {
      const { check, warns, up, tsc, throws } = says;
      if (tsc) assert.match(oneOf(errorsOf(words)), tsc);
      if (throws) assert.throws(() => call?.(), throws);
      if (!inputs) return;
      const { errors, warnings } = await checked(inputs);
      if (check) assert.match(oneOf(errors), check);
      else assert.deepEqual(errors, []);
      if (warns) assert.match(oneOf(warnings), warns);
      else assert.deepEqual(warnings, []);
      for (const text of [...errors, ...warnings]) assertReadable(text);
      const answer = check && !up ? "" : await submitted(inputs);
      if (up) assert.match(answer ?? "the job was sold", up);
      else if (!check) assert.equal(answer, undefined);
    });
  }

  for (const { name } of platforms) {
    const { region, spec, group } = samples[name] ?? {};
    it(`and none is found where there is none, on ${name}`, async () => {
      for (const good of [spec, group?.job])
        assert.deepEqual(await checked({ platform: name, region, spec: good }), { errors: [], warnings: [] });
    });
  }

  it("and code inside of an image, and a boot file from the code directory on, are none", async () => {
    for (const [codeDir, bootFile] of [
      ["file:///home/ma-user/code/", "train.py"],
      ["obs://ml-bucket/code/", "src/train.py"],
      ["/ml-bucket/code/", "obs://ml-bucket/code/train.py"],
    ]) {
      const algorithm = {
        codeDir,
        bootFile,
        engine: { engineId: "pytorch_1.8.0-cuda_10.2-py_3.7-ubuntu_18.04-x86_64" },
      };
      const spec = { ...samples["modelarts"]?.spec, algorithm };
      assert.deepEqual(await checked({ platform: "modelarts", region: "cn-north-4", spec }), {
        errors: [],
        warnings: [],
      });
    }
  });

  it("and what the last run was warned of is not told again", async () => {
    const warned = MISTAKES.filter(({ says: { warns } }) => warns);
    for (const { inputs = {} } of warned) assert.deepEqual(await checked(inputs, inputs), { errors: [], warnings: [] });
  });

  it("and a part of a card or of a core that is sold is none", async () => {
    const job = samples["tione"]?.group.job;
    for (const [cpu, memory, gpu] of [
      [500, 1_024, 25],
      [1_000, 2_048, 20],
      [4_000, 20_480, 50],
      [192_000, 2_097_152, 1_600],
    ] as const) {
      const resourceConfigInfos = [{ role: "WORKER", cpu, memory, gpu, gpuType: "T4", instanceNum: 1 }];
      const inputs = { platform: "tione", region: "ap-guangzhou", spec: { ...job, resourceConfigInfos } };
      assert.deepEqual(await checked(inputs), { errors: [], warnings: [] });
    }
  });

  it("and of what a preview does not know yet nothing is said", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const { spec } = samples["tione"] ?? {};
    const later = {
      ...spec,
      startCmd: unknown,
      resourceGroupId: unknown,
      output: { bucket: unknown, paths: [unknown] },
    };
    assert.deepEqual(await checked({ platform: "tione", region: unknown, spec: later }), { errors: [], warnings: [] });
  });
});

/** That Qizhi cannot be searched without a session of its console is said of every job there. */
const BLINDNESS = /QIZHI_CONSOLE_SESSION/;

function oneOf(sentences: readonly string[]): string {
  assert.equal(sentences.length, 1, `one sentence, not ${sentences.length}:\n${sentences.join("\n")}`);
  return sentences[0] ?? "";
}
