import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import { z } from "zod";
import { tione } from "../../src";
import { startEmulator } from "../../src/emulator";
import { dataConfig } from "../../src/platforms/tione/jobs/data";
import { tioneJobMembers } from "../../src/platforms/tione/jobs/schema";
import { tioneModelMembers } from "../../src/platforms/tione/models/schema";
import { cosPathInfo, resourceConfigInfo } from "../../src/platforms/tione/structs";
import { TioneTester } from "../emulator/tione-client";
import { namedFunctions, rows, type Row } from "./tikit-page";

const HOUR_MS = 3_600_000;
const names = z.record(z.string(), z.array(z.string()));
const helper = z
  .strictObject({
    source: z.string(),
    functions: names,
    documented: z.strictObject({ source: z.string(), functions: names }),
  })
  .parse(JSON.parse(readFileSync(join(__dirname, "../fixtures/tione/tikit.json"), "utf8")));

/** What the values of the page are for, by the helper's class. */
const MEMBERS = {
  "Client.parse_cos_info": cosPathInfo,
  FrameworkInfo: tioneJobMembers.partial(),
  ResourceConfigInfo: resourceConfigInfo,
  TrainingDataConfig: z.union([dataConfig, z.array(dataConfig)]),
  ReasoningEnvironment: tioneModelMembers.partial(),
} as const;

const isResource = ({ code }: Row) => code.startsWith("new training.") || code === "pulumi destroy";
const isQuestion = ({ code }: Row) => /^tione\.(get|push)\w+\(/.test(code);
const isValue = ({ code }: Row) => /^[{[]/.test(code) || /^tione\.(cos|mount\w+|prepaid|postpaid)\(/.test(code);

describe("docs/guides/tikit.md", function () {
  this.timeout(30_000);
  let tester: TioneTester;
  let scope: Readonly<Record<string, unknown>>;
  let environment: Readonly<Record<string, string | undefined>>;

  before(async () => {
    tester = new TioneTester(await startEmulator({ speed: 600 }));
    const { env } = tester.emulator;
    environment = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
    Object.assign(process.env, env);
    scope = { tione, ...(await madeIn(tester)) };
  });
  after(async () => {
    for (const [name, value] of Object.entries(environment)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await tester.close();
  });

  /** What the code of a row gives. */
  function run(code: string): unknown {
    const compiled = compileFunction(`return (${code});`, Object.keys(scope)) as (...values: unknown[]) => unknown; // takes the scope's values
    return compiled(...Object.values(scope));
  }
  const log = () => tester.shown<{ action: string }[]>("requests");

  it("names each function of the helper once, and no other", () => {
    assert.deepEqual([...namedFunctions].sort(), spelled(helper.functions).sort());
  });

  it("has something to write for each function that the vendor's reference shows", () => {
    const answered = rows.flatMap(({ functions }) => functions);
    assert.deepEqual(
      spelled(helper.documented.functions).filter((name) => !answered.includes(name)),
      [],
    );
  });

  it("leaves out no function of training.tione", () => {
    const written = rows.map(({ code }) => code).join("\n");
    assert.deepEqual(
      Object.keys(tione).filter((name) => !written.includes(`tione.${name}(`)),
      [],
    );
  });

  it("writes questions, values and resources only", () => {
    const others = rows.filter((row) => !isQuestion(row) && !isValue(row) && !isResource(row));
    assert.deepEqual(others, []);
  });

  for (const { code, actions } of rows.filter(isQuestion)) {
    it(`says what ${code} sends`, async () => {
      const before = (await log()).length;
      await run(code);
      const seen = (await log()).slice(before).map(({ action }) => action);
      assert.deepEqual([...new Set(seen)].sort(), [...actions].sort());
    });
  }

  for (const { code, functions, actions } of rows.filter(isValue)) {
    it(`gives a value that fits its member for ${code}`, async () => {
      const before = (await log()).length;
      const value = run(code);
      const [name = "TrainingDataConfig."] = functions;
      const [, member] =
        Object.entries(MEMBERS).find(([known]) => name === known || name.startsWith(`${known}.`)) ?? [];
      assert.ok(member, `what ${name} is for is not known here`);
      assert.equal(member.safeParse(value).error?.message, undefined);
      assert.deepEqual([(await log()).length, actions], [before, []]);
    });
  }
});

/** What the page's code may name: a job that ended well, a model with a version, a group with machines. */
async function madeIn(tester: TioneTester) {
  const jobId = await tester.create("trained");
  await tester.advance(HOUR_MS);
  const { model, version } = await tester.importModel();
  await tester.advance(HOUR_MS);
  const groupId = "rsg-prod0001";
  const { PodInfoList: pods } = await tester.call("DescribeTrainingTaskPods", { Id: jobId });
  const { InstanceSet: nodes } = await tester.call("DescribeBillingResourceGroup", { ResourceGroupId: groupId });
  return {
    jobId,
    modelId: model,
    versionId: version,
    groupId,
    node: z.array(z.object({ InstanceId: z.string() })).parse(nodes)[0]?.InstanceId,
    pod: z.array(z.object({ Name: z.string() })).parse(pods)[0]?.Name,
  };
}

function spelled(functions: z.output<typeof names>): string[] {
  return Object.entries(functions).flatMap(([owner, own]) => own.map((name) => `${owner}.${name}`));
}
