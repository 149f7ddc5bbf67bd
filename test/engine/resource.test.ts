import assert from "node:assert/strict";
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { PartialFailure, ResourceFailure } from "../../src/engine/failures";
import type { Narrator } from "../../src/engine/live";
import { defineResource, type ResourceDefinition } from "../../src/engine/resource";
import { markSecret } from "../../src/engine/secrets";
import type { Properties } from "../../src/engine/values";
import { Secrets } from "../../src/net/secrets";
import { fakeClock, type FakeClock } from "../fake-clock";
import { DEADLINE_MS, THROWN, unruly, type UnrulyInputs, type UnrulyOutputs } from "../plugin/unruly";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SENTINELS = [
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];
const HIDDEN = { __provider: "text", __urn: "dev::fleet::*::thing" };
const URN = "urn:pulumi:dev::fleet::pulumi-nodejs:dynamic/training:Unruly::thing";

type Provider = Required<dynamic.ResourceProvider>;
type Unruly = ResourceDefinition<UnrulyInputs, UnrulyOutputs>;

describe("defineResource", () => {
  let clock: FakeClock;
  let told: string[];
  let ending: AbortController;
  beforeEach(() => {
    clock = fakeClock();
    told = [];
    ending = new AbortController();
  });

  const narrator: Narrator = {
    status: (urn, text) => told.push(`${urn} ${text}`),
    note: (urn, severity, text) => told.push(`${urn} ${severity} ${text}`),
  };

  function provider(changes: Partial<Unruly> = {}): Provider {
    return defineResource(
      { ...unruly, ...changes },
      {
        clock,
        interruption: { signal: ending.signal, during: (work) => work() },
        narrator: () => narrator,
        secrets: new Secrets(),
        settings: new Map(),
        secretOutputs: new Set<string>(),
      },
    );
  }

  const configure = (target: Provider, values: Readonly<Record<string, string>>) => {
    const get = (key: string) => values[key];
    return target.configure({ config: { get, require: (key) => get(key) ?? "" } });
  };

  describe("a replacement", () => {
    const olds = { ...HIDDEN, size: 1, id: "made-1", state: "fine" };

    it("is checked and created with what the row says that it takes the place of", async () => {
      const previous: unknown[] = [];
      const target = provider({
        complete: (news, _olds, context) => {
          previous.push(context.previous);
          return news;
        },
        create: (inputs, context) => {
          previous.push(context.previous);
          return unruly.create(inputs, context);
        },
      });
      await target.check({ ...HIDDEN, size: 1 }, { ...HIDDEN, size: 2 });
      await target.diff("made-1", olds, { ...HIDDEN, size: 2 });
      await target.check({}, { ...HIDDEN, size: 2 });
      await target.create({ ...HIDDEN, size: 2 });
      assert.deepEqual(previous, [{ size: 1 }, { size: 1 }, { size: 1, id: "made-1", state: "fine" }]);
    });

    it("of another resource is none", async () => {
      const previous: unknown[] = [];
      const target = provider({
        create: (inputs, context) => {
          previous.push(context.previous);
          return unruly.create(inputs, context);
        },
      });
      await target.diff("made-1", olds, { ...HIDDEN, size: 2 });
      await target.create({ ...HIDDEN, __urn: "dev::fleet::*::other", size: 2 });
      assert.deepEqual(previous, [undefined]);
    });
  });

  it("knows from the program that this is a preview, and keeps nothing of it", async () => {
    const seen: boolean[] = [];
    const target = provider({
      complete: (news, _olds, { isPreview }) => {
        seen.push(isPreview);
        return news;
      },
      attention: (_olds, _news, { isPreview }) => {
        seen.push(isPreview);
        return undefined;
      },
    });
    const result: { inputs?: unknown } = await target.check({}, { ...HIDDEN, size: 1, __preview: true });
    assert.deepEqual(result.inputs, { ...HIDDEN, size: 1 });
    await target.diff("made-1", { ...HIDDEN, size: 1 }, { ...HIDDEN, size: 1 });
    await target.check({}, { ...HIDDEN, size: 1 });
    assert.deepEqual(seen, [true, true, false]);
  });

  it("fails a comparison when the run must not go on, and never otherwise", async () => {
    const target = provider({ attention: () => ({ refuse: "it costs too much" }) });
    await assert.rejects(
      target.diff("made-1", { ...HIDDEN, size: 1 }, { ...HIDDEN, size: 1 }),
      /^ResourceFailure: it costs too much$/,
    );
    const broken = provider({
      attention: () => {
        throw new Error("broken");
      },
    });
    assert.deepEqual(await broken.diff("made-1", { ...HIDDEN, size: 1 }, { ...HIDDEN, size: 2 }), {});
  });

  describe("diff", () => {
    const diff = (olds: Properties, news: Properties) => provider().diff("made-1", olds, news);

    it("says nothing about inputs that differ, but for what they replace: the engine shows them itself", async () => {
      assert.deepEqual(await diff({ size: 1 }, { size: 2 }), { replaces: ["size"], deleteBeforeReplace: true });
      assert.deepEqual(await diff({ tags: { a: "1" } }, { tags: { a: "2" } }), {});
    });

    it("says no when only what is hidden, ignored or written otherwise differs", async () => {
      assert.deepEqual(
        await diff(
          { size: 1, tags: { a: "1", b: "2" }, __provider: "old" },
          { tags: { b: "2", a: "1" }, size: 1, keeps: true, __provider: "new" },
        ),
        { changes: false },
      );
    });

    it("says yes when only the outputs ask for something", async () => {
      assert.deepEqual(await diff({ state: "unfinished" }, {}), { changes: true });
      assert.deepEqual(await diff({ state: "broken" }, {}), {
        changes: true,
        replaces: ["state"],
        deleteBeforeReplace: true,
      });
    });

    it("makes the new one first where both can be there at once", async () => {
      const both = provider({ deletesFirst: () => false });
      assert.deepEqual(await both.diff("made-1", { size: 1 }, { size: 2 }), {
        replaces: ["size"],
        deleteBeforeReplace: false,
      });
    });

    it("leaves it to the engine what a value means that a preview does not know yet", async () => {
      for (const sentinel of SENTINELS) assert.deepEqual(await diff({ size: 1 }, { size: sentinel }), {});
      assert.deepEqual(await diff({ tags: { a: "1" } }, { tags: { a: UNKNOWN } }), {});
    });

    it("leaves everything to the engine rather than fail", async () => {
      const failing = () => {
        throw new Error("a bug");
      };
      assert.deepEqual(await provider({ rules: failing }).diff("made-1", {}, {}), {});
      assert.deepEqual(await provider({ attention: failing }).diff("made-1", {}, {}), {});
      assert.deepEqual(await provider({ deletesFirst: failing }).diff("made-1", {}, {}), {});
    });
  });

  describe("check", () => {
    it("answers the inputs and what is wrong with them by path", async () => {
      const news = { ...HIDDEN, size: "big", colour: "red" };
      assert.deepEqual(await provider().check({}, news), {
        inputs: news,
        failures: [
          { property: "", reason: "colour: no such input" },
          { property: "", reason: "size: is a string; must be a number" },
        ],
      });
    });

    it("lets pass what a preview does not know yet", async () => {
      for (const sentinel of SENTINELS) {
        const news = { ...HIDDEN, size: sentinel, tags: { a: sentinel } };
        assert.deepEqual(await provider().check({}, news), { inputs: news, failures: [] });
      }
    });

    it("keeps what the definition fills in, and gives it the inputs of the row", async () => {
      const complete: Unruly["complete"] = (news, olds) => ({ ...news, size: news.size ?? olds.size ?? 7 });
      assert.deepEqual((await provider({ complete }).check({ size: 3 }, HIDDEN)).inputs, { ...HIDDEN, size: 3 });
      assert.deepEqual((await provider({ complete }).check({}, HIDDEN)).inputs, { ...HIDDEN, size: 7 });
    });

    it("reports what the definition throws as a failure of its own", async () => {
      for (const thrown of Object.values(THROWN)) {
        const complete = () => {
          throw thrown as Error; // not always one: that is the test
        };
        const result = await provider({ complete }).check({}, HIDDEN);
        const { inputs, failures = [] } = result as dynamic.CheckResult<Properties>;
        assert.deepEqual(inputs, HIDDEN);
        assert.equal(failures.length, 1);
        assert.ok(failures[0]?.reason);
      }
    });
  });

  describe("create", () => {
    const made = { ...HIDDEN, size: 1 };

    it("answers the outputs with the hidden inputs, and nothing that is undefined", async () => {
      assert.deepEqual(await provider().create({ ...made, create: "undefined members" }), {
        id: "made-1",
        outs: { ...made, create: "undefined members", list: [null, {}] },
      });
    });

    it("fails plainly while nothing was made", async () => {
      await assert.rejects(provider().create({ ...made, create: "a record" }), (error) => {
        assert.ok(error instanceof ResourceFailure && !(error instanceof PartialFailure));
        assert.equal(error.message, 'creating Unruly "thing": an error without a message');
        assert.equal(error.stack, "");
        assert.deepEqual(Object.keys(error), ["name"], "no id, no code");
        return true;
      });
    });

    it("keeps the newest of what a verb said was made", async () => {
      const create: Unruly["create"] = async (inputs, context) => {
        context.keep("pending", { ...inputs, state: "unknown" });
        context.keep("made-1", { ...inputs, state: "starting" });
        throw new Error("no answer");
      };
      await assert.rejects(provider({ create }).create(made), {
        id: "made-1",
        properties: { ...made, state: "starting" },
        reasons: ['creating Unruly "thing": no answer'],
      });
    });

    it("keeps the row without the members that the state cannot hold", async () => {
      await assert.rejects(provider().create({ ...made, create: "a date" }), {
        id: "made-1",
        properties: { ...made, create: "a date", state: "made" },
        reasons: [`creating Unruly "thing": outputs.at holds a value (object) that Pulumi's state cannot hold`],
      });
    });

    it("is ended by its deadline, and not before", async () => {
      let ended = false;
      const creating = provider()
        .create({ ...made, create: "never", keeps: true })
        .catch((error: unknown) => error)
        .finally(() => (ended = true));
      await clock.advance(DEADLINE_MS - 1);
      assert.equal(ended, false);
      await clock.advance(1);
      assert.ok((await creating) instanceof PartialFailure);
    });

    it("leaves no timer behind when it is done", async () => {
      await provider().create(made);
      assert.equal(clock.sleepers, 0);
    });
  });

  it("an update that fails keeps the row as it was", async () => {
    const olds = { ...HIDDEN, size: 1, state: "made" };
    await assert.rejects(provider().update("made-1", olds, { ...HIDDEN, size: 1, update: "a record" }), {
      id: "made-1",
      properties: olds,
      reasons: ['updating Unruly "thing": an error without a message'],
    });
  });

  it("answers a blank id for what is certainly gone, which is how the engine drops its row", async () => {
    const gone = provider({ read: () => Promise.resolve(undefined) });
    assert.deepEqual(await gone.read("made-1", HIDDEN), { id: "", props: {} });
  });

  it("read and delete never fail partially: the engine has no row to put that in", async () => {
    const row = { ...HIDDEN, read: "null", delete: "null", keeps: true };
    for (const calling of [provider().read("made-1", row), provider().delete("made-1", row)]) {
      await assert.rejects(calling, (error) => error instanceof ResourceFailure && !(error instanceof PartialFailure));
    }
  });

  it("tells verbs who they work for and what the settings are", async () => {
    const seen: unknown[] = [];
    const create: Unruly["create"] = async (inputs, context) => {
      seen.push(context.urn, context.label, context.organization, context.config("training:tione"));
      context.report("working");
      context.note("warning", "slowly");
      return { id: "made-1", outputs: inputs };
    };
    const configured = provider({ create });
    await configure(configured, { "training:tione": "{}", "other:key": "x" });
    await configured.create({ ...HIDDEN, __organization: "acme" });
    assert.deepEqual(seen, [URN, 'Unruly "thing"', "acme", "{}"]);
    assert.deepEqual(told, [`${URN} working`, `${URN} warning slowly`]);
  });

  it("forgets the settings of an earlier configuration", async () => {
    const seen: unknown[] = [];
    const complete: Unruly["complete"] = (news, _olds, context) => {
      seen.push(context.config("training:tione"));
      return news;
    };
    const configured = provider({ complete });
    await configure(configured, { "training:tione": "{}" });
    await configured.check({}, HIDDEN);
    await configure(configured, {});
    await configured.check({}, HIDDEN);
    assert.deepEqual(seen, ["{}", undefined]);
  });

  it("has no row to write into where the URN is not known", async () => {
    const create: Unruly["create"] = async (inputs, context) => {
      context.report("working");
      assert.deepEqual([context.urn, context.label], ["", 'Unruly "?"']);
      return { id: "made-1", outputs: inputs };
    };
    await provider({ create }).create({ __provider: "text" });
    await provider({ create }).create({ __provider: "text", __urn: UNKNOWN });
    assert.deepEqual(told, []);
  });

  describe("keeps secrets out of texts", () => {
    const SECRET = "hush-hush-1";
    const spec = {
      env: { KEY: { value: SECRET, isPrivate: true }, "a/b~c": "hush-hush-2", PLAIN: { value: "in the clear" } },
      imageSecret: { password: "hush-hush-3" },
      startCmd: "train.py --token=hush-hush-4x --out /data/run-2026-01 --epochs 100",
      list: [{ size: 1 }, { inner: { command: "hush-hush-5", path: "where-it-is-1" } }],
    };
    const row = { ...HIDDEN, spec, __secrets: ["/spec/env/a~1b~0c", "/spec/startCmd", "/spec/list/1", "/spec/gone/7"] };
    const said =
      "1: hush-hush-1, 2: hush-hush-2, 3: hush-hush-3, 4: hush-hush-4x, 5: hush-hush-5, in the clear, where-it-is-1";
    const clean = "1: [secret], 2: [secret], 3: [secret], 4: [secret], 5: [secret], in the clear, where-it-is-1";

    // People need not see where it is; what the platform says of it is used.
    const shown = clean.replace("where-it-is-1", "[secret]");

    it("in what a verb throws, reports, notes and answers", async () => {
      const target = provider({
        async create(_inputs, context) {
          context.report(said);
          context.note("warning", said);
          context.keep("made-1", { state: said, size: 1 });
          throw new Error(said);
        },
      });
      const failure = await failureOf(target.create(row));
      assert.ok(failure instanceof PartialFailure);
      assert.deepEqual(failure.reasons, [`creating Unruly "thing": ${shown}`]);
      assert.equal(failure.properties["state"], clean);
      assert.deepEqual(failure.properties["__secrets"], row.__secrets, "the next verb must know them too");
      assert.deepEqual(told, [`${URN} ${shown}`, `${URN} warning ${shown}`]);
    });

    for (const verb of ["update", "read", "delete"] as const) {
      it(`of the row that is there already, when ${verb} fails`, async () => {
        const fail = () => Promise.reject(new Error(said));
        const target = provider({ [verb]: fail });
        const calls = {
          update: () => target.update("made-1", row, HIDDEN),
          read: () => target.read("made-1", row),
          delete: () => target.delete("made-1", row),
        };
        assert.ok((await failureOf(calls[verb]())).message.endsWith(shown));
      });
    }

    it("of a row that an older version wrote, by what is sensitive by its nature", async () => {
      const { __secrets: _, ...old } = row;
      const target = provider({ read: () => Promise.reject(new Error(said)) });
      assert.match(
        (await failureOf(target.read("made-1", old))).message,
        /1: \[secret\], 2: hush-hush-2, 3: \[secret\]/,
      );
    });

    it("and encrypts an output that repeats one, such as a path in a secret bucket", async () => {
      const create: Unruly["create"] = async () => ({ id: "made-1", outputs: { state: "cos://hush-hush-6/runs/" } });
      const inBucket = { ...HIDDEN, spec: { output: { bucket: "hush-hush-6" } }, __secrets: ["/spec/output/bucket"] };
      const made = await provider({ create, repeats: ["state"] }).create(inBucket);
      const { state } = made.outs as Properties; // a record, which the SDK types as any
      assert.deepEqual(state, markSecret("cos://hush-hush-6/runs/"));
    });

    it("and never calls a row another one for knowing where they are", async () => {
      const { __secrets: _, ...old } = row;
      assert.deepEqual(await provider().diff("made-1", old, row), { changes: false });
    });

    it("but leaves names and ids as they are", async () => {
      const target = provider({
        read: async ({ id }) => ({
          id,
          outputs: { state: "thing-9 made-1-of-it thing", jobId: "made-1-of-it" } as UnrulyOutputs,
        }),
      });
      const named = { ...HIDDEN, spec: { env: { A: { value: "made-1-of", isPrivate: true } } }, jobId: "made-1-of-it" };
      const read = await target.read("made-1-of-it", named);
      const { jobId, state } = read.props as Properties; // a record, which the SDK types as any
      assert.deepEqual([read.id, jobId, state], ["made-1-of-it", "made-1-of-it", "thing-9 made-1-of-it thing"]);
    });
  });
});

async function failureOf(calling: Promise<unknown>): Promise<Error> {
  const error: unknown = await calling.then(
    () => assert.fail("the call should have failed"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ResourceFailure);
  return error;
}
