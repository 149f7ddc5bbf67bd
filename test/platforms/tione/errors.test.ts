import assert from "node:assert/strict";
import { CODES, kindOfCode } from "../../../src/platforms/tione/errors";
import { errorCodes } from "./fixtures";

describe("TI-ONE's error codes", () => {
  const rows: readonly string[] = Object.values(CODES).flat();

  it("each have a row of their own", () => {
    assert.deepEqual(
      errorCodes.codes.filter((code) => !rows.includes(code)),
      [],
    );
  });

  it("stand in one row only", () => {
    assert.deepEqual(
      rows.filter((code, index) => rows.indexOf(code) !== index),
      [],
    );
  });

  for (const [code, kind] of [
    ["InvalidParameterValue.DuplicateName", "nameTaken"],
    ["OperationDenied.DuplicateName", "nameTaken"],
    ["InternalError.UnSubmittedStatusNotAllowStop", "notNow"],
    ["InternalError.NotAllow", "notNow"],
    ["InvalidParameterValue.NotAllow", "invalid"],
    ["AuthFailure.SignatureExpire", "skew"],
    ["AuthFailure.SomethingNew", "auth"],
    ["RequestLimitExceeded.SomethingNew", "throttled"],
    ["ResourceNotFound.SomethingNew", "notFound"],
    ["ResourceInsufficient.SomethingNew", "capacity"],
    ["InvalidParameterValue.Some.New.Thing", "invalid"],
    // Whether a create with these made a task is not known.
    ["InternalError.BindingTagsFailed", "internal"],
    ["InternalError.SomethingNew", "internal"],
    ["FailedOperation.SomethingNew", "internal"],
    ["SomethingNew", "internal"],
    ["constructor", "internal"],
  ] as const) {
    it(`${code} is ${kind}`, () => {
      assert.equal(kindOfCode(code), kind);
    });
  }
});
