import assert from "node:assert/strict";
import { kindOf } from "../../../src/platforms/modelarts/errors";
import { parseExact } from "../../../src/platforms/modelarts/json";
import {
  claimIn,
  JOB_ROOM,
  MODEL_ROOM,
  readDescription,
  writeDescription,
} from "../../../src/platforms/modelarts/marker";
import { decodeReply } from "../../../src/platforms/modelarts/reply";
import { anyReply } from "../../../src/platforms/modelarts/wire";

const SHOW = "ShowTrainingJobDetails";
const CREATE = "CreateTrainingJob";

describe("what ModelArts means", () => {
  for (const [status, code, action, kind] of [
    [400, "ModelArts.2775", SHOW, "notFound"],
    [400, "ModelArts.2775", CREATE, "invalid"],
    [400, "ModelArts.2751", CREATE, "nameTaken"],
    [404, "ModelArts.3001", "ShowModel", "notFound"],
    [404, "ModelArts.3001", "ImportModel", "invalid"],
    [409, "ModelArts.3002", "ImportModel", "nameTaken"],
    [500, "ModelArts.3009", "DeleteModel", "invalid"],
    [500, "ModelArts.3044", "ImportModel", "invalid"],
    [404, "ModelArts.50015001", "ShowPool", "notFound"],
    [200, "ModelArts.0103", "CreateTrainingJobV1", "nameTaken"],
    [200, "ModelArts.0105", "CreateTrainingJobV1", "internal"],
    [200, "ModelArts.0105", "StopTrainingJobVersionV1", "invalid"],
    [401, "ModelArts.0203", SHOW, "auth"],
    [403, "ModelArts.0203", SHOW, "permission"],
    [401, "ModelArts.0204", SHOW, "auth"],
    [403, "ModelArts.0206", SHOW, "permission"],
    [401, "ModelArts.0210", SHOW, "auth"],
    [403, "ModelArts.0210", SHOW, "permission"],
    [404, "ModelArts.2786", SHOW, "permission"],
    [404, "ModelArts.2890", CREATE, "invalid"],
    [404, "APIGW.0101", SHOW, "unsupported"],
    [404, "ModelArts.9999", SHOW, "unsupported"],
    [404, undefined, SHOW, "unsupported"],
    [409, "ModelArts.2796", "StopTrainingJob", "notNow"],
    [429, "ModelArts.9999", SHOW, "throttled"],
    [429, "ModelArts.4206", SHOW, "throttled"],
    [400, "ModelArts.4206", SHOW, "invalid"],
    [401, "APIGW.0303", SHOW, "skew"],
    [500, "ModelArts.9999", CREATE, "internal"],
    [200, "ModelArts.9999", "CreateTrainingJobV1", "internal"],
  ] as const) {
    it(`by ${status} ${code ?? "without a code"} to ${action} is ${kind}`, () => {
      assert.equal(kindOf(status, code, action), kind);
    });
  }

  it("is read from every shape that it has for a no", () => {
    for (const body of [
      { error_code: "ModelArts.2775", error_msg: "gone" },
      { errorCode: "ModelArts.2775", errorMsg: "gone" },
      { is_success: false, error_code: "ModelArts.2775", error_message: "gone" },
      { error: { code: "ModelArts.2775", message: "gone" } },
    ]) {
      const reply = { status: 400, headers: { "x-request-id": "r-1" }, text: JSON.stringify(body) };
      assert.throws(() => decodeReply(reply, SHOW, anyReply), {
        kind: "notFound",
        message: "gone (ModelArts.2775, request r-1)",
      });
    }
  });

  it("is never 'not found' when a gateway's page is missing", () => {
    const reply = { status: 404, headers: {}, text: "<html><title>404 Not Found</title></html>" };
    assert.throws(() => decodeReply(reply, SHOW, anyReply), { kind: "unsupported" });
  });
});

describe("numbers of ModelArts", () => {
  it("stay exact above 2^53, and texts stay as they are", () => {
    assert.deepEqual(
      parseExact('{"a":1551252759254000002,"b":12,"c":"x 9007199254740993 \\" 1","d":[-9007199254740993],"e":0.25}'),
      {
        a: "1551252759254000002",
        b: 12,
        c: 'x 9007199254740993 " 1',
        d: ["-9007199254740993"],
        e: 0.25,
      },
    );
    assert.equal(parseExact('{"a":'), undefined);
  });
});

describe("the description of a ModelArts job", () => {
  const [marker, resource] = ["aaaabbbbccccddddeeee", "ffffgggghhhh"];

  it("carries marker and resource before the user's text, and says when the record was let go", () => {
    for (const [described, written] of [
      [{ marker, resource, isReleased: false, text: "" }, `[pulumi:${marker}.${resource}]`],
      [{ marker, resource, isReleased: false, text: "baseline" }, `[pulumi:${marker}.${resource}] baseline`],
      [{ marker, resource, isReleased: true, text: "baseline" }, `[released:${marker}.${resource}] baseline`],
      // As older versions wrote it.
      [{ marker, isReleased: false, text: "baseline" }, `[pulumi:${marker}] baseline`],
      [{ marker, isReleased: true, text: "" }, `[released:${marker}]`],
    ] as const) {
      assert.equal(writeDescription(described, JOB_ROOM), written);
      assert.deepEqual(readDescription(written), described);
    }
  });

  it("of another job is its text, and the vendor's default is none", () => {
    for (const text of ["[pulumi:short] x", `[pulumi:${marker}.short] x`])
      assert.deepEqual(readDescription(text), { isReleased: false, text });
    assert.deepEqual(readDescription("NULL"), { isReleased: false, text: "" });
    assert.equal(writeDescription({ isReleased: false, text: "x" }, JOB_ROOM), "x");
  });

  it("fits into the vendor's limit with every text that may be given, and keeps the marker", () => {
    for (const [room, longest] of [
      [JOB_ROOM, 224],
      [MODEL_ROOM, 68],
    ] as const) {
      for (let length = 0; length <= longest; length += 1) {
        for (const isReleased of [false, true]) {
          const described = { marker, resource, isReleased, text: "x".repeat(length) };
          const written = writeDescription(described, room);
          const { resource: kept, ...others } = readDescription(written);
          assert.deepEqual(others, { marker, isReleased, text: described.text });
          const isRoom = length + written.indexOf("]") + 1 + (kept ? 0 : 13) + (length > 0 ? 1 : 0) <= room;
          assert.ok(written.length <= room && (kept === resource) === isRoom, `${length} of ${room}`);
        }
      }
    }
  });

  it("says nothing of whose a job is where the answer has none", () => {
    assert.deepEqual(claimIn(undefined), {});
    assert.deepEqual(claimIn(null), { claim: { isReleased: false } });
    assert.deepEqual(claimIn(`[released:${marker}.${resource}] x`), {
      claim: { marker, resource, isReleased: true },
    });
  });
});
