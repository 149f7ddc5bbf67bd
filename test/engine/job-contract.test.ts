import assert from "node:assert/strict";
import fc from "fast-check";
import { defineResource } from "../../src/engine/resource";
import { compareInputs } from "../../src/engine/rules";
import type { Properties } from "../../src/engine/values";
import { createIo } from "../../src/net/io";
import { PriceBook } from "../../src/pricing/book";
import { trainingJob } from "../../src/resources/job";
import { jobInputs, type JobOutputs } from "../../src/resources/job-record";
import { fakeClock } from "../fake-clock";
import { inputs as smallJob } from "../plugin/job";

const SENTINELS = [
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];
describe("a training job's check and diff", () => {
  const clock = fakeClock();
  const io = createIo({
    clock,
    env: () => ({ TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_SECRET_KEY: "key", TENCENTCLOUD_REGION: "ap-guangzhou" }),
    random: () => 0.5,
    write: () => {},
  });
  const nothing = async () => undefined;
  const none = async () => [];
  const journal = { read: nothing, ofResource: none, all: none, write: nothing, remove: nothing };
  const definition = trainingJob({ io, journal, backend: "", isAlive: () => false, prices: new PriceBook(clock) });
  const provider = defineResource(definition, {
    clock,
    interruption: { signal: new AbortController().signal, during: (work) => work() },
    narrator: () => ({ status: () => {}, note: () => {} }),
    secrets: io.secrets,
    settings: new Map(),
    secretOutputs: new Set<string>(),
  });

  // The SDK's type of inputs is any.
  const check = (olds: Properties, news: Properties) => provider.check(olds, news) as Promise<CheckResult>;

  const job = {
    ...smallJob,
    region: "ap-guangzhou",
    name: "sft",
    timeouts: { create: "30m" },
    waitFor: "running",
    trigger: "1",
    spec: {
      ...smallJob.spec,
      codeRepos: [{ id: "cr-1", targetPath: "/code" }],
      dataConfigs: [{ dataSourceType: "COS", mappingPath: "/data", cosSource: { bucket: "b-1", paths: ["d/"] } }],
      env: { A: "1", "b.c": { value: "2", isPrivate: true } },
      exposeNetworkConfig: { sshConfig: { enable: true, port: 22 } },
      logEnable: true,
      logConfig: { logsetId: "l", topicId: "t" },
      tags: { team: "nlp" },
      tuningParameters: { rate: 0.1, warm: true },
    },
  };
  /** The computed part of a row. */
  const record = {
    jobId: "train-1",
    name: "sft",
    status: "running",
    platformStatus: "RUNNING",
    statusReason: "",
    outputPaths: ["cos://ml-1250000000.ap-guangzhou/runs/train-1/"],
    createdAt: "2026-01-01T00:00:00Z",
    marker: "abcdefghijklmnopqrst",
    schemaVersion: 1,
  };
  const row = { ...job, ...record };

  /** Anything that could stand where inputs or a row stand, mostly under the names that count. */
  const names = [...Object.keys(row), "projectId", "onFailed", "extraSpec", "adoptJobId", "__organization"];
  const anything = fc.oneof(
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.jsonValue()),
    fc.dictionary(fc.constantFrom(...names), fc.jsonValue()).map((changes) => ({ ...row, ...changes })),
    fc
      .dictionary(fc.constantFrom(...Object.keys(job.spec)), fc.jsonValue())
      .map((changes) => ({ ...job, spec: { ...job.spec, ...changes } })),
  );

  it("answer for whatever comes, without a throw", async () => {
    await fc.assert(
      fc.asyncProperty(anything, anything, async (olds, news) => {
        const { inputs, failures = [] } = await check(olds, news);
        for (const { property, reason } of failures) assert.ok(typeof property === "string" && reason !== "");
        if (failures.length === 0) assert.ok(jobInputs.safeParse(withoutBookkeeping(inputs)).success);

        const { changes, replaces = [] } = await provider.diff("train-1", olds, news);
        assert.ok(changes === undefined || typeof changes === "boolean");
        for (const path of replaces) assert.equal(typeof path, "string");
      }),
    );
  });

  it("need no safety net for that", async () => {
    const difference = {
      urn: "",
      organization: "",
      replaces: true,
      isPreview: false,
      retains: false,
      config: () => undefined,
      note: () => {},
    };
    await fc.assert(
      fc.asyncProperty(anything, anything, async (olds, news) => {
        const inputs = news as unknown as Parameters<typeof definition.rules>[0]; // whatever it is: that is the test
        compareInputs(olds, news, definition.rules(inputs));
        await definition.attention(olds as unknown as JobOutputs, inputs, difference);
      }),
    );
  });

  it("hold nothing against a job of which a preview does not know parts, and never replace it for them", async () => {
    const places = pathsOf(job.spec);
    const sentinels = fc.constantFrom(...SENTINELS);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.constantFrom(...places), sentinels), { maxLength: 5 }),
        async (unknowns) => {
          const spec = unknowns.reduce<unknown>((value, [path, sentinel]) => put(value, path, sentinel), job.spec);
          const { inputs, failures } = await check(row, { ...job, spec });
          assert.deepEqual(failures, []);
          const diff = await provider.diff("train-1", row, inputs);
          assert.deepEqual(diff.replaces ?? [], []);
          if (unknowns.length > 0) assert.equal(diff.changes, undefined);
        },
      ),
    );
  });

  it("leave the job alone when nothing changed", async () => {
    assert.deepEqual(await provider.diff("train-1", row, job), { changes: false });
  });

  it("never replace a job because its row lacks what a later version writes, or holds what this one does not know", async () => {
    const lacking = fc.subarray(Object.keys(record).filter((member) => member !== "name"));
    await fc.assert(
      fc.asyncProperty(lacking, fc.dictionary(fc.string({ minLength: 8 }), fc.jsonValue()), async (members, extra) => {
        const old = Object.fromEntries(Object.entries({ ...extra, ...row }).filter(([key]) => !members.includes(key)));
        assert.deepEqual((await provider.diff("train-1", old, job)).replaces ?? [], []);
      }),
    );
  });
});

interface CheckResult {
  readonly inputs: Properties;
  readonly failures?: readonly { readonly property: string; readonly reason: string }[];
}

function withoutBookkeeping(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}

type Path = readonly (string | number)[];

/** The way to everything inside the value. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return path.length > 0 ? [path] : [];
  const entries: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Object.entries(value);
  const inside = entries.flatMap(([key, member]) => pathsOf(member, [...path, key]));
  return path.length > 0 ? [path, ...inside] : inside;
}

/** The value with something else at the end of the path, if the path is still there. */
function put(value: unknown, [key, ...rest]: Path, end: unknown): unknown {
  if (key === undefined) return end;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === key ? put(item, rest, end) : item));
  return { ...value, [key]: put(Reflect.get(value, key), rest, end) };
}
