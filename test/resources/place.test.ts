import assert from "node:assert/strict";
import { locate } from "../../src/resources/place";

const io = { env: () => ({ HW_REGION_NAME: "cn-north-4" }) };
const context = (settings?: object) => ({ config: () => (settings ? JSON.stringify(settings) : undefined) });

describe("the place of what a program reads by `get`", () => {
  const row = { platform: "modelarts", region: "" };
  const cases: [words: string, row: { platform: string; region: string; projectId?: string }, settings?: object][] = [
    ["is the vendor's environment's", { ...row, region: "cn-north-4" }],
    [
      "is that of the settings",
      { ...row, region: "cn-east-3", projectId: "p-1" },
      { region: "cn-east-3", projectId: "p-1" },
    ],
  ];
  for (const [words, found, settings] of cases) {
    it(words, () => assert.deepEqual(locate(row, context(settings), io), found));
  }

  it("is what the program says, whatever the settings are", () => {
    const given = { platform: "modelarts", region: "cn-south-1", projectId: "p-2" };
    assert.deepEqual(locate(given, context({ region: "cn-east-3", projectId: "p-1" }), io), given);
  });
});
