import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { Hidden } from "../../src/engine/secrets";
import { platforms } from "../../src/platforms/registry";
import { withSecrets } from "../../src/program/secrets";
import { mockEngine } from "../program/mocks";

/** Members called like this hold what nobody may read, until a platform says otherwise. */
const SECRETIVE = /secret|passw|token|credential|private_?key|api_?key|access_?key/i;
/** Names of the vendors' that only sound like it. */
const HARMLESS = new Set(["isPrivate"]);
const CANARY = "canary-of-the-schemas";

/** A member of a spec: the names that lead to it, and whether its platform says that it is sensitive. */
interface Member {
  readonly path: readonly string[];
  readonly isSensitive: boolean;
}

const shape = z.looseObject({
  sensitive: z.boolean().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
});

function membersOf(schema: unknown, path: readonly string[] = [], isInside = false): Member[] {
  const { data } = shape.safeParse(schema);
  if (!data) return [];
  const isSensitive = isInside || data.sensitive === true;
  const inside = [
    ...Object.entries(data.properties ?? {}).flatMap(([name, member]) =>
      membersOf(member, [...path, name], isSensitive),
    ),
    ...[data.additionalProperties, data.items, ...(data.anyOf ?? [])].flatMap((part) =>
      membersOf(part, path, isSensitive),
    ),
  ];
  return path.length > 0 ? [{ path, isSensitive }, ...inside] : inside;
}

const specs = platforms.flatMap(({ name, job, model }) => [
  [`a job on ${name}`, job.spec] as const,
  ...(model ? [[`a model version on ${name}`, model.spec] as const] : []),
]);

describe("what is sensitive in the spec of", () => {
  before(() => mockEngine());

  for (const [what, spec] of specs) {
    const members = membersOf(z.toJSONSchema(spec, { io: "input", unrepresentable: "any" }));

    it(`${what} is said by its schema`, () => {
      const unsaid = members.filter(({ path, isSensitive }) => {
        const name = path.at(-1) ?? "";
        return SECRETIVE.test(name) && !HARMLESS.has(name) && !isSensitive;
      });
      assert.deepEqual(
        unsaid.map(({ path }) => path.join(".")),
        [],
        "mark it with .meta({ sensitive: true }), or say why it is harmless",
      );
    });

    it(`${what} is encrypted in the state and taken out of texts`, async () => {
      for (const { path, isSensitive } of members) {
        if (!isSensitive) continue;
        const given = path.reduceRight<unknown>((value, name) => ({ [name]: value }), CANARY);
        const wire = await pulumi.runtime.serializeProperties("test", withSecrets({ spec: given as pulumi.Inputs })); // made of names
        assert.match(JSON.stringify(wire), /1b47061264138c4ac30d75fd1eb44270/, path.join("."));
        assert.ok(new Hidden({ spec: given }).shown.includes(CANARY), path.join("."));
      }
    });
  }

  it("any platform is something, or these tests see nothing", () => {
    const all = specs.flatMap(([, spec]) => membersOf(z.toJSONSchema(spec, { io: "input", unrepresentable: "any" })));
    assert.ok(all.some(({ isSensitive }) => isSensitive));
  });
});
