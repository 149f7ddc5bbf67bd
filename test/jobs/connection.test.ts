import assert from "node:assert/strict";
import { openConnection } from "../../src/jobs/connection";
import type { JobApi } from "../../src/jobs/job";
import { fakeClock } from "../fake-clock";

const MARKER = "abcdefghijklmnopqrst";

describe("the listing of a stack's jobs", () => {
  it("is asked for again when it failed, and answers the rest of the run", async () => {
    const clock = fakeClock();
    let listings = 0;
    const api: Pick<JobApi<object>, "idsPerDescribe" | "looksPerSecond" | "describe" | "submit" | "stop" | "list"> = {
      idsPerDescribe: 50,
      looksPerSecond: 5,
      describe: () => assert.fail("the listing has it"),
      submit: () => assert.fail("nothing is submitted"),
      stop: () => assert.fail("nothing is stopped"),
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
    };
    const connection = openConnection(api, { clock });
    await assert.rejects(connection.refresh("job-1", MARKER), /away/);
    assert.equal((await connection.refresh("job-1", MARKER))?.status, "running");
    assert.equal((await connection.refresh("job-2", MARKER))?.jobId, "job-2");
    assert.equal(listings, 2);
  });
});
