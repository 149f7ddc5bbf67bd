import assert from "node:assert/strict";
import { join } from "node:path";
import { ResourceFailure } from "../../src/engine/failures";
import type { Properties } from "../../src/engine/values";
import { failureOf } from "./job";
import { CallFailure, Plugin, ROOT } from "./plugin";
import { ANSWERED, THROWN } from "./unruly";

const load = [require.resolve("ts-node/register"), join(__dirname, "unruly-runtime")].map((path) =>
  JSON.stringify(path),
);
const HIDDEN = {
  __provider: `exports.handler=()=>(require(${load[0]}),require(${load[1]})).unruly;`,
  __urn: "dev::fleet::*::thing",
};
const VERBS = ["create", "update", "read", "delete"] as const;

/** gRPC's number for a failure that says only what its message says. */
const UNKNOWN = 2;

describe("a verb that misbehaves, in the provider process", function () {
  this.timeout(60_000);
  let plugin: Plugin;
  before(async () => {
    plugin = await Plugin.start({ env: { TS_NODE_PROJECT: join(ROOT, "tsconfig.json") } });
  });
  after(() => plugin.stop());

  /** Calls the verb, which does what is said in the resource's inputs. */
  function call(verb: (typeof VERBS)[number], mischief: string, keeps = false): Promise<unknown> {
    const properties: Properties = { ...HIDDEN, [verb]: mischief, keeps };
    if (verb === "create") return plugin.create(properties);
    return verb === "update" ? plugin.update("made-1", properties, properties) : plugin[verb]("made-1", properties);
  }

  function assertPartial({ partial }: CallFailure): void {
    assert.ok(partial, "the row was lost");
    assert.equal(partial.id, "made-1");
    assert.ok(partial.reasons.length > 0 && partial.reasons.every((reason) => reason !== ""));
    assert.equal(partial.properties.__provider, HIDDEN.__provider);
    assert.equal(partial.properties.__urn, HIDDEN.__urn);
  }

  for (const [mischief, value] of Object.entries(THROWN)) {
    for (const verb of VERBS) {
      it(`${verb} fails with a text when it throws ${mischief}`, async () => {
        const failure = await failureOf(call(verb, mischief));
        assert.equal(failure.code, UNKNOWN);
        const says = value instanceof Error && value.message !== "" ? value.message : "an error without a message";
        assert.equal(failure.message, `${verb.replace(/e?$/, "ing")} Unruly "thing": ${says}`);
        if (verb === "update") assertPartial(failure);
        else assert.equal(failure.partial, undefined, "nothing was made");
      });
    }

    it(`create keeps the row when the resource exists and then it throws ${mischief}`, async () => {
      assertPartial(await failureOf(call("create", mischief, true)));
    });
  }

  for (const verb of VERBS) {
    it(`${verb} ends by its deadline when it never answers`, async () => {
      const failure = await failureOf(call(verb, "never", true));
      assert.match(
        failure.message,
        /Unruly "thing": Unruly "thing" did not answer within its deadline; run `pulumi up` again/,
      );
      if (verb === "create" || verb === "update") assertPartial(failure);
    });
  }

  for (const mischief of Object.keys(ANSWERED)) {
    it(`create loses no row and hangs nothing when it answers ${mischief}`, async () => {
      const outcome = await call("create", mischief, true).catch((error: unknown) => error);
      if (outcome instanceof CallFailure) assertPartial(outcome);
      else assert.equal((outcome as { id: string }).id, "made-1"); // create answers an id
    });

    it(`read answers or fails when it gets ${mischief}`, async () => {
      const outcome = await call("read", mischief).catch((error: unknown) => error);
      if (!(outcome instanceof CallFailure)) assert.equal((outcome as { id: string }).id, "made-1"); // as does read
    });
  }

  it("an id that is a number is kept as text", async () => {
    const made = await plugin.create({ ...HIDDEN, create: "a number as id" });
    assert.equal(made.id, "42");
    const read = await plugin.read("42", { ...HIDDEN, read: "a number as id" });
    assert.equal(read.id, "42");
  });

  it("leaves no stack on the terminal", () => {
    // The stock server prints the failures of read and delete itself; `runtime.ts` keeps those lines off the terminal.
    for (const line of plugin.printed) assert.ok(line.startsWith(ResourceFailure.prefix), line);
  });

  it("ends by its deadline when it throws where nobody catches", async () => {
    const failure = await failureOf(call("create", "in a timer", true));
    assert.match(failure.message, /did not answer within its deadline/);
    assertPartial(failure);
  });
});
