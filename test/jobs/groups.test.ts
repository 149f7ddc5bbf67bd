import assert from "node:assert/strict";
import { freeText, type GroupSnapshot } from "../../src/jobs/groups";

describe("what is free in a group", () => {
  const group: GroupSnapshot = {
    groupId: "rsg-1",
    groupName: "prod",
    status: "ready",
    platformStatus: "Normal",
    gpus: [],
    nodes: [],
    isVerified: true,
  };
  const said = (...gpus: GroupSnapshot["gpus"]) => freeText({ ...group, gpus });

  it("is said by kind, and of how many where the platform reports that", () => {
    assert.equal(said({ type: "A100", total: 16, free: 8 }), '8 of 16 A100 are free in "prod" (rsg-1)');
    assert.equal(said({ type: "", free: 8 }), '8 cards are free in "prod" (rsg-1)');
    assert.equal(said(), 'no cards are free in "prod" (rsg-1)');
  });
});
