import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { TrainingJobArgs } from "../../src";
import { secretPointers, withSecrets } from "../../src/program/secrets";
import { mockEngine } from "./mocks";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

const imageSecret = { username: "u", password: "cGFzcw==" };
const plain = {
  chargeType: "POSTPAID_BY_HOUR",
  resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN7.2XLARGE32.POST" }],
} as const;

describe("withSecrets", () => {
  before(() => mockEngine());

  /** The spec as the engine gets it, with `[secret …]` for what it would encrypt. */
  async function sent(spec: unknown): Promise<unknown> {
    const args = withSecrets({ platform: "tione", spec } as TrainingJobArgs); // some of them are not: plain JavaScript
    const { spec: wire } = (await pulumi.runtime.serializeProperties("test", { spec: args.spec })) as { spec: unknown };
    return shown(wire);
  }

  const hidden = `[secret ${JSON.stringify(imageSecret)}]`;

  for (const [words, imageInfo] of [
    ["a value", { imageType: "CUSTOM", imageSecret }],
    ["an output", { imageType: "CUSTOM", imageSecret: pulumi.output(imageSecret) }],
    ["inside an output", pulumi.output({ imageType: "CUSTOM", imageSecret })],
    ["inside a promise", Promise.resolve({ imageType: "CUSTOM", imageSecret })],
    [
      "inside an output of an output",
      pulumi.output("CUSTOM").apply((imageType) => pulumi.output({ imageType, imageSecret })),
    ],
    ["a secret already", { imageType: "CUSTOM", imageSecret: pulumi.secret(imageSecret) }],
  ] as const) {
    it(`hides the password of a registry that is ${words}`, async () => {
      assert.deepEqual(await sent({ ...plain, imageInfo }), {
        ...plain,
        imageInfo: { imageType: "CUSTOM", imageSecret: hidden },
      });
    });
  }

  it("hides it when the whole spec is an output", async () => {
    const spec = pulumi.output({ ...plain, imageInfo: { imageType: "CUSTOM", imageSecret } });
    assert.deepEqual(await sent(spec), { ...plain, imageInfo: { imageType: "CUSTOM", imageSecret: hidden } });
  });

  for (const [words, entry] of [
    ["a value", { value: "k", isPrivate: true }],
    ["an output", { value: pulumi.output("k"), isPrivate: true }],
    ["inside an output", pulumi.output({ value: "k", isPrivate: true })],
    ["private by an output", { value: "k", isPrivate: pulumi.output(true) }],
    ["private by a promise", { value: "k", isPrivate: Promise.resolve(true) }],
  ] as const) {
    it(`hides an environment variable that is ${words}`, async () => {
      const env = { KEY: entry, OTHER: { value: "o", isPrivate: false }, SHORT: "s" };
      assert.deepEqual(await sent({ ...plain, env }), {
        ...plain,
        env: { KEY: { value: '[secret "k"]', isPrivate: true }, OTHER: { value: "o", isPrivate: false }, SHORT: "s" },
      });
    });
  }

  it("keeps what the program itself made secret", async () => {
    const env = { KEY: pulumi.secret("k") };
    assert.deepEqual(await sent({ ...plain, env }), { ...plain, env: { KEY: '[secret "k"]' } });
  });

  it("hides the password of a registry in the vendor's own spelling", async () => {
    const extraSpec = { ImageInfo: { ImageSecret: imageSecret } };
    const marked = withSecrets({ platform: "tione", spec: plain, extraSpec }); // what is not under test is left out
    const wire = await pulumi.runtime.serializeProperties("test", { extraSpec: marked.extraSpec });
    assert.deepEqual(shown(wire), { extraSpec: { ImageInfo: { ImageSecret: hidden } } });
  });

  it("says nothing about a secret that is not given", async () => {
    const imageInfo = { imageType: "CCR", imageUrl: "a", imageSecret: undefined };
    assert.deepEqual(await sent({ ...plain, imageInfo }), { ...plain, imageInfo: { imageType: "CCR", imageUrl: "a" } });
    assert.deepEqual(await sent(undefined), undefined);
  });
});

describe("what the plugin is told of secrets", () => {
  before(() => mockEngine());

  const pointers = async (args: object) => {
    const wire = await pulumi.runtime.serializeProperties("test", { __secrets: secretPointers(args) });
    return (wire as { __secrets?: unknown }).__secrets;
  };

  it("is where the program made something secret, at any depth, and never a value", async () => {
    const env = {
      PLAIN: pulumi.output("p"),
      KEY: pulumi.secret("k"),
      "a/b~c": pulumi.output("d").apply((d) => pulumi.secret(d)),
      LATER: Promise.resolve(pulumi.secret("l")),
      LIST: [pulumi.output({ deep: "x" }), pulumi.output({ deep: pulumi.secret("y") })],
    };
    const found = await pointers({ spec: { ...plain, env }, extraSpec: pulumi.secret({ A: "a" }) });
    assert.deepEqual(found, [
      "/spec/env/KEY",
      "/spec/env/a~1b~0c",
      "/spec/env/LATER",
      "/spec/env/LIST/1",
      "/extraSpec",
    ]);
  });

  it("is where any other argument is secret, too", async () => {
    const timeouts = { create: pulumi.secret("1h"), delete: "5m" };
    const args = { platform: "tione", name: pulumi.secret("n"), timeouts, spec: plain, trigger: undefined };
    assert.deepEqual(await pointers(args), ["/name", "/timeouts/create"]);
  });

  it("is the whole of an output with a secret inside, which Pulumi takes for a secret as a whole", async () => {
    const spec = pulumi.output("v").apply((startCmd) => ({ ...plain, startCmd, env: { KEY: pulumi.secret("k") } }));
    assert.deepEqual(await pointers({ spec }), ["/spec"]);
  });

  it("is nothing where nothing is secret but what is so by its nature", async () => {
    const env = { KEY: { value: pulumi.secret("k"), isPrivate: true }, OTHER: pulumi.output("o") };
    const imageInfo = { imageType: "CUSTOM", imageSecret: pulumi.secret(imageSecret) };
    assert.equal(await pointers({ spec: { ...plain, env, imageInfo } }), undefined);
    assert.equal(await pointers({ spec: undefined }), undefined);
  });
});

function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value) return `[secret ${JSON.stringify(Reflect.get(value, "value"))}]`;
  return Object.fromEntries(Object.entries(value).map(([key, member]: [string, unknown]) => [key, shown(member)]));
}
