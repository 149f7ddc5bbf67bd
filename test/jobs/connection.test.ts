import assert from "node:assert/strict";
import { openConnection } from "../../src/jobs/connection";
import type { JobApi, JobSnapshot } from "../../src/jobs/job";
import { stackOf } from "../../src/jobs/marker";
import { fakeClock } from "../fake-clock";

const MARKER = "abcdefghijklmnopqrst";

/** A platform that answers these questions, and whose other ones nobody may ask. */
const connectionOf = (answers: Pick<JobApi<object>, "list" | "moving">) =>
  openConnection(
    {
      idsPerDescribe: 50,
      looksPerSecond: 5,
      describe: () => assert.fail("a listing has it"),
      submit: () => assert.fail("nothing is submitted"),
      stop: () => assert.fail("nothing is stopped"),
      ...answers,
    },
    { clock: fakeClock() },
  );

describe("the listing of a stack's jobs", () => {
  it("is asked for again when it failed, and answers the rest of the run", async () => {
    let listings = 0;
    const connection = connectionOf({
      list: () => {
        listings += 1;
        if (listings === 1) return Promise.reject(new Error("the platform is away"));
        return Promise.resolve(
          ["job-1", "job-2"].map((id) => ({
            jobId: id,
            name: id,
            status: "running",
            platformStatus: "RUNNING",
            outputPaths: [],
          })),
        );
      },
    });
    await assert.rejects(connection.refresh("job-1", MARKER), /away/);
    assert.equal((await connection.refresh("job-1", MARKER))?.status, "running");
    assert.equal((await connection.refresh("job-2", MARKER))?.jobId, "job-2");
    assert.equal(listings, 2);
  });

  it("is not needed for what still moves, which is listed anyway", async () => {
    const running: JobSnapshot = {
      jobId: "job-1",
      name: "a",
      status: "running",
      platformStatus: "RUNNING",
      outputPaths: [],
    };
    const asked: string[] = [];
    const note = <T>(word: string, answer: T) => {
      asked.push(word);
      return Promise.resolve(answer);
    };
    const connection = connectionOf({
      moving: () => note("moving", [running]),
      list: () => note("list", [running, { ...running, jobId: "job-2", status: "succeeded" }]),
    });
    assert.equal((await connection.refresh("job-1", MARKER))?.status, "running");
    assert.deepEqual(await connection.moving(stackOf(MARKER), "abcdefghijkl"), []);
    assert.deepEqual(asked, ["moving"]);
    assert.equal((await connection.refresh("job-2", MARKER))?.status, "succeeded");
    assert.deepEqual(asked, ["moving", "list"]);
  });

  it("says which moving jobs claim to be of a resource, also where there is room for a part of the claim, by one listing", async () => {
    let listings = 0;
    const job = (jobId: string, resource?: string): JobSnapshot => {
      const claim = resource === undefined ? undefined : { marker: MARKER, resource, isReleased: false };
      return {
        ...{ jobId, name: "a", status: "running", platformStatus: "RUNNING", outputPaths: [] },
        ...(claim && { claim }),
      };
    };
    const jobs = [
      job("whole", "abcdefghijkl"),
      job("part", "abcde"),
      job("another", "abcdz"),
      job("nobody"),
      job("old", ""),
    ];
    const connection = connectionOf({ moving: () => Promise.resolve((listings += 1) === 1 ? jobs : []) });
    const idsOf = async (resource: string) =>
      (await connection.moving(stackOf(MARKER), resource)).map(({ jobId }) => jobId).sort();
    assert.deepEqual(await idsOf("abcdefghijkl"), ["part", "whole"]);
    assert.deepEqual(await idsOf("zbcdefghijkl"), []);
    assert.equal(listings, 1);
  });
});
