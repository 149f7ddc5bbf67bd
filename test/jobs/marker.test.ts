import assert from "node:assert/strict";
import * as fc from "fast-check";
import { markerOf, resourceOf, stackOf, suffixOf } from "../../src/jobs/marker";

const URN = "urn:pulumi:dev::vision::pulumi-nodejs:dynamic/training:TrainingJob::sft";
const identity = { organization: "organization", urn: URN };

describe("the marker of a job", () => {
  it("is the same on every machine and in every version: jobs out there carry it", () => {
    assert.equal(markerOf(identity, { spec: { startCmd: "run" } }), GOLDEN);
  });

  it("does not depend on the order of members", () => {
    assert.equal(markerOf(identity, { a: { x: 1, y: [2] }, b: 3 }), markerOf(identity, { b: 3, a: { y: [2], x: 1 } }));
  });

  it("differs when anything differs that makes another job", () => {
    const markers = [
      markerOf(identity, { trigger: "1" }),
      markerOf(identity, { trigger: "2" }),
      markerOf({ ...identity, organization: "acme" }, { trigger: "1" }),
      markerOf({ ...identity, urn: `${URN}-2` }, { trigger: "1" }),
    ];
    assert.equal(new Set(markers).size, markers.length);
  });

  it("ends alike for all jobs of a stack, and only for those", () => {
    const stack = stackOf(markerOf(identity, 1));
    assert.equal(stackOf(markerOf({ ...identity, urn: `${URN}-2` }, 2)), stack);
    assert.notEqual(stackOf(markerOf({ ...identity, urn: URN.replace(":dev:", ":prod:") }, 1)), stack);
    assert.notEqual(stackOf(markerOf({ ...identity, urn: URN.replace(":vision:", ":speech:") }, 1)), stack);
  });

  it("goes with what tells its resource from that of another state, and is the same for all its runs", () => {
    const [own, other] = ["file:///home/me", "file:///home/you"].map((backend) => resourceOf(identity, backend));
    assert.notEqual(own, other);
    assert.notEqual(own, resourceOf({ ...identity, urn: `${URN}-2` }, "file:///home/me"));
    assert.match(own ?? "", /^[a-z2-7]{12}$/);
  });

  it("is twenty letters and digits that every vendor takes in a name and a tag", () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), (urn, text) =>
        /^[a-z2-7]{20}$/.test(markerOf({ ...identity, urn }, JSON.parse(text))),
      ),
    );
    assert.equal(suffixOf(GOLDEN).length, 8);
  });
});

const GOLDEN = "jh4v6geqam6pc5gtw34n";
