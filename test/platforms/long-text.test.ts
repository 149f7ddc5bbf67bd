import assert from "node:assert/strict";
import { obsUrl } from "../../src/platforms/modelarts/jobs/record";
import { parseExact } from "../../src/platforms/modelarts/json";
import { readDescription } from "../../src/platforms/modelarts/marker";
import { bucketPathOf } from "../../src/platforms/modelarts/models/artifact";
import { nextVersion } from "../../src/platforms/modelarts/models/version";
import { ourSpelling } from "../../src/platforms/modelarts/spelling";
import { quantity } from "../../src/platforms/modelarts/wire";
import { rfc3339 } from "../../src/platforms/qizhi/answer";
import { createRequest } from "../../src/platforms/qizhi/emulator/create";
import { kindOfCode as kindOfQizhi, refusesToken } from "../../src/platforms/qizhi/errors";
import { isPage } from "../../src/platforms/qizhi/transport";
import { amount, count } from "../../src/platforms/qizhi/wire";
import { kindOfCode } from "../../src/platforms/tione/errors";
import { cosUrl, ownTags, utc } from "../../src/platforms/tione/jobs/record";
import { machineOf } from "../../src/platforms/tione/lookups/catalogue";
import { assertLinear } from "../growth";

type Read = (text: string) => unknown;
/** The piece in the middle is repeated. */
type Hostile = readonly [begin: string, piece: string, end: string];

const tokenWords: Read = (message) => refusesToken({ status: 200, code: -1, message, isPage: false }, true);
const spec: Read = (SpecAlias) => machineOf({ SpecName: "TI.X", SpecAlias, GpuType: undefined });
const cosDirectory: Read = (path) => cosUrl({ Bucket: "b", Region: "r", Paths: [path] });

/** Every pattern and loop that reads what a server wrote, with what would make a careless one slow. */
const READERS: readonly (readonly [what: string, read: Read, hostile: readonly Hostile[]])[] = [
  [
    "ModelArts' exact numbers",
    parseExact,
    [
      ['{"log":"', '\\"', '"}'],
      ['{"log":"', '\\"', ""], // cut off
      ['{"log":"', '"', ""],
      ['{"log":"', "\\", ""],
      ['{"log":"', "\\\n", '"}'],
      ["[", "1234567890123456,", "1]"],
      ["[", "7", ""],
      ["[1.", "7", "x"],
      ["[", "-", ""],
      ["[", "1.", ""],
      ["[", "1e", ""],
    ],
  ],
  [
    "ModelArts' addresses of files",
    bucketPathOf,
    [
      ["https://b", ".obs.a", ""],
      ["https://b", ".obs.a/", "\n"],
      ["https://", "b", ".obs./"],
      ["https://b.obs.r/", "/", "\n"],
    ],
  ],
  ["ModelArts' paths of results", obsUrl, [["obs:", "/", "x"]]],
  [
    "ModelArts' descriptions",
    readDescription,
    [
      ["", "[pulumi:", ""],
      ["[pulumi:", "a", ""],
    ],
  ],
  [
    "ModelArts' names of members",
    (text) => ourSpelling({ [text]: 1 }),
    [
      ["", "_", "a"],
      ["", "_a", ""],
    ],
  ],
  [
    "ModelArts' quantities",
    (text) => quantity.parse(text),
    [
      ["-", "7", "Gi"],
      ["", "-", "7"],
    ],
  ],
  ["ModelArts' labels of versions", (text) => nextVersion([text]), [["", "1.", "x"]]],
  [
    "TI-ONE's codes",
    kindOfCode,
    [
      ["", "a.", "b"],
      ["ResourceNotFound", ".a", ""],
    ],
  ],
  [
    "TI-ONE's directories",
    cosDirectory,
    [
      ["a", "/", "a"],
      ["", "/", ""],
      ["", "a/", ""],
    ],
  ],
  [
    "TI-ONE's times",
    utc,
    [
      ["2026-01-01T00:00:00.", "7", "x"],
      ["", "2026-", ""],
    ],
  ],
  ["TI-ONE's tags", (text) => ownTags({ Tags: [{ TagKey: text, TagValue: "" }] }), [["", "qcs", ":"]]],
  [
    "TI-ONE's aliases of machines",
    spec,
    [
      ["", "8", ""],
      ["", "8C", ""],
      ["", "GPU(", ""],
      ["GPU(", "(", ""],
      ["", "A", "1"],
      ["A", "1", ""],
      ["GPU(T4)*", "1", ""],
    ],
  ],
  [
    "Qizhi's times",
    rfc3339,
    [
      ["", "T", ""],
      ["T", "+08:0", "x"],
      ["", "7", "x"],
    ],
  ],
  ["Qizhi's pages", isPage, [["", " ", "x"]]],
  ["Qizhi's refusals", tokenWords, [["", "toke", ""]]],
  ["Qizhi's counts", (text) => count.parse(text), [["-", "7", "x"]]],
  [
    "Qizhi's amounts",
    (text) => amount.parse(text),
    [
      ["", "7", ".x"],
      ["7.", "7", "x"],
    ],
  ],
  ["Qizhi's ids in refusals", (text) => kindOfQizhi(100_002, text), [["job-", "0123abcd-", ""]]],
];

/** A long log line or a bad gateway must not stop the clock of everybody who waits. */
describe("However long the text of a platform, the time to read it grows no faster:", () => {
  for (const [what, read, hostile] of READERS) {
    for (const [begin, piece, end] of hostile) {
      it(`${what}, ${JSON.stringify(begin)} and many ${JSON.stringify(piece)}`, () =>
        assertLinear((length) => begin + piece.repeat(Math.ceil(length / piece.length)) + end, read));
    }
  }
});

describe("However long a request, the emulator's time grows no faster:", () => {
  it("Qizhi's variables, each of another name", () =>
    assertLinear(
      (length) =>
        JSON.stringify({ envs: Array.from({ length: length / 32 }, (_, n) => ({ name: `V${n}`, value: "" })) }),
      (body) => createRequest.safeParse({ ...requestOfQizhi, ...(JSON.parse(body) as object) }), // written above
    ));
});

const requestOfQizhi = {
  name: "a",
  workspace_id: "ws-1",
  project_id: "project-1",
  logic_compute_group_id: "lcg-1",
  framework: "pytorch",
  command: "true",
  framework_config: [
    {
      image: "i",
      image_type: "SOURCE_PUBLIC",
      instance_count: 1,
      shm_gi: 1,
      spec_id: "0a1b2c3d-0000-4000-8000-000000000004",
    },
  ],
  task_priority: 1,
  max_running_time_ms: "1",
};

describe("What a long text means", () => {
  it("is what a short one means: texts stay texts, whole numbers of sixteen digits become texts", () => {
    const quotes = '\\"'.repeat(1_000_000);
    assert.deepEqual(
      parseExact(`{"a":"${quotes} 1234567890123456","b":1234567890123456,"c":[-12345678901234567,1.5,2e3]}`),
      {
        a: `${'"'.repeat(1_000_000)} 1234567890123456`,
        b: "1234567890123456",
        c: ["-12345678901234567", 1.5, 2000],
      },
    );
  });
  it("is nothing when it is cut off in the middle of a text", () => {
    assert.equal(parseExact('{"a":"b\\'), undefined);
    assert.equal(parseExact('{"a":"b'), undefined);
  });
  it("is where the files of a model are", () => {
    assert.equal(bucketPathOf("https://b.obs.cn-north-4.myhuaweicloud.com/a/b/"), "obs://b/a/b/");
    assert.equal(bucketPathOf("https://b.c.obs.r/"), "obs://b.c/");
    assert.equal(bucketPathOf("https://swr.example/b.obs.r/x"), "https://swr.example/b.obs.r/x");
    assert.equal(bucketPathOf("https://.obs.r/x"), "https://.obs.r/x");
  });
  it("is a list of however many versions", () => {
    assert.equal(nextVersion(Array<string>(1_000_000).fill("0.0.7")), "0.0.8");
  });
  it("is a time of Qizhi's only with a zone", () => {
    assert.equal(rfc3339("2026-01-31T08:00:00+08:00"), "2026-01-31T00:00:00.000Z");
    assert.equal(rfc3339("2026-01-31T08:00:00Z"), "2026-01-31T08:00:00.000Z");
    assert.equal(rfc3339("2026-01-31T08:00:00"), undefined);
  });
});
