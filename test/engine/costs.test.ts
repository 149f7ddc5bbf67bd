import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { samples } from "../conformance/samples";
import { spec, TestStack } from "./stack";

const MACHINE = "TI.GN10.2XLARGE40.POST";
const REGION = "ap-guangzhou";

const job = (name: string, spec: object, more: object) =>
  `new training.TrainingJob("${name}", ${JSON.stringify({ platform: "tione", region: REGION, spec, ...more })});`;

/** A job on pay-as-you-go machines. */
const bought = (name: string, more: object = {}) =>
  job(name, { ...spec, resourceConfigInfos: [{ role: "WORKER", instanceType: MACHINE, instanceNum: 2 }] }, more);

/** A job on machines that are paid for already. */
const reserved = (name: string, more: object = {}) => job(name, { ...spec, ...samples.tione?.group.job }, more);

const flavored = (name: string, more: object = {}) => {
  const flavor = {
    kind: "job",
    algorithm: { command: "python train.py", engine: { imageUrl: "org/image:1" } },
    resource: { flavorId: "modelarts.vm.gpu.8v100", nodeCount: 2 },
  };
  return `new training.TrainingJob("${name}", ${JSON.stringify({ platform: "modelarts", region: "cn-north-4", spec: flavor, ...more })});`;
};

describe("what a preview says of money", function () {
  this.timeout(300_000);
  let stack: TestStack;

  beforeEach(async () => {
    stack = await TestStack.start({ speed: 100 });
  });
  afterEach(() => stack.stop());

  const requestsOf = async (work: () => Promise<unknown>) => {
    const before = (await stack.requests()).length;
    await work();
    return (await stack.requests()).slice(before).map(({ action }) => action);
  };

  it("is the price of each job, from two requests for a hundred of them, and what is free on a group, from one", async () => {
    const jobs = Array.from({ length: 100 }, (_, index) => bought(`sft-${index}`, { maxDuration: "24h" }));
    await stack.program(jobs.join("\n"));
    let output = "";
    const asked = await requestsOf(async () => {
      output = await stack.mustPass("preview", "--non-interactive");
    });
    assert.deepEqual(asked, ["DescribeBillingSpecs", "DescribeBillingSpecsPrice"]);
    const diagnostics = output.slice(output.indexOf("Diagnostics:"));
    assert.equal(
      diagnostics.match(/¥44\/h \(2 × TI\.GN10\.2XLARGE40\.POST at ¥22, list price\), at most ¥1,056 in 24h/g)?.length,
      100,
    );
    assert.match(output, /nothing on TI-ONE ends it after 24h/);

    await stack.program([1, 2, 3].map((each) => reserved(`pool-${each}`)).join("\n"));
    const again = await requestsOf(async () => {
      output = await stack.mustPass("preview", "--non-interactive");
    });
    assert.deepEqual(again, ["DescribeBillingResourceGroups"]);
    assert.match(
      output,
      /price unknown: the machines of a resource group are paid for already · \d+ of \d+ \w+ are free in/,
    );
  });

  it("is in its JSON, and nothing of it without credentials", async () => {
    await stack.program([bought("sft"), bought("eval")].join("\n"));
    const digest = JSON.parse(await stack.mustPass("preview", "--json")) as { diagnostics?: { message: string }[] };
    assert.match(JSON.stringify(digest.diagnostics), /¥44\/h/);
    // A machine without a way to the platform, and the pull request of a fork.
    delete stack.environment.PULUMI_TRAINING_EMULATOR;
    Object.assign(stack.environment, { TENCENTCLOUD_SECRET_ID: "nobody", TENCENTCLOUD_SECRET_KEY: "nothing" });
    await stack.mustPass("config", "set", "training:tione", JSON.stringify({ endpoint: "http://127.0.0.1:1" }));
    assert.doesNotMatch(await stack.mustPass("preview", "--non-interactive"), /price|¥/);
    delete stack.environment.TENCENTCLOUD_SECRET_ID;
    delete stack.environment.TENCENTCLOUD_SECRET_KEY;
    const output = await stack.mustPass("preview", "--non-interactive");
    assert.doesNotMatch(output, /price|¥/);
    const diagnostics = output.slice(output.indexOf("Diagnostics:"));
    assert.equal(diagnostics.match(/no credentials/g)?.length, 1, output);
  });

  it("is what the replacement of a running job ends, and what that has cost so far", async () => {
    await stack.program(bought("sft"));
    await stack.up();
    await stack.program(bought("sft", { trigger: "2" }));
    const output = await stack.mustPass("preview", "--non-interactive");
    assert.match(
      output,
      /¥44\/h \(2 × TI\.GN10\.2XLARGE40\.POST at ¥22, list price\) · stops job train-\d+ \(running for \d+\w+, about ¥[\d.,]+ so far\) and deletes it/,
    );
  });

  it("is a refusal where the budget does not allow what the run will have running", async () => {
    await stack.program([bought("first"), flavored("unknown")].join("\n"));
    await stack.up();
    await stack.mustPass("config", "set", "--path", "training:budget.maxYuanPerHour", "60");
    await stack.program([bought("first"), flavored("unknown"), bought("second")].join("\n"));
    const before = (await stack.jobs()).length;
    for (const command of ["preview", "up"] as const) {
      const run = await stack.run(command, "--non-interactive");
      assert.notEqual(run.code, 0);
      assert.match(
        run.output.replace(/\s+/g, " "),
        /the stack's budget \(training:budget\) is exceeded: ¥88\/h is more than maxYuanPerHour, ¥60\/h; counted: \w+ ¥44\/h, \w+ ¥44\/h(; unknown, and counted as nothing: unknown)?\. Nothing was submitted/,
      );
    }
    assert.equal((await stack.jobs()).length, before);
    // In the order of the program the new one comes first here.
    await stack.program([bought("second"), bought("first"), flavored("unknown")].join("\n"));
    assert.match((await stack.run("preview", "--non-interactive")).output, /budget \(training:budget\) is exceeded/);
    // What runs already is not ended by a smaller budget, and does not make a run red.
    await stack.mustPass("config", "set", "--path", "training:budget.maxYuanPerHour", "10");
    await stack.program([bought("first"), flavored("unknown")].join("\n"));
    await stack.up();
    await stack.program([bought("first", { budget: { maxYuan: 100 }, maxDuration: "24h", trigger: "2" })].join("\n"));
    await stack.mustPass("config", "rm", "training:budget");
    const own = await stack.run("preview", "--non-interactive");
    assert.match(own.output, /the job's `budget` is exceeded: ¥1,056 at most is more than maxYuan, ¥100/);
  });

  it("is the user's own price where a table gives one, from a file, and a complaint about a table that is none", async () => {
    await writeFile(
      join(stack.directory, "prices.yaml"),
      "- platform: modelarts\n  machine: modelarts.vm.gpu.8v100\n  yuanPerHour: 100.5\n",
    );
    await stack.mustPass("config", "set", "training:prices", "prices.yaml");
    await stack.program(flavored("sft", { maxDuration: "2h" }));
    const output = await stack.mustPass("preview", "--non-interactive");
    assert.match(output, /¥201\/h \(2 × modelarts\.vm\.gpu\.8v100 at ¥100\.5, own price\), at most ¥402 in 2h/);
    await writeFile(join(stack.directory, "prices.yaml"), "- platform: modelarts\n");
    const run = await stack.run("preview", "--non-interactive");
    assert.notEqual(run.code, 0);
    assert.match(run.output, /prices\.yaml: .*machine/s);
  });
});

describe("what a job costs", function () {
  this.timeout(300_000);

  it("is in its outputs when it has ended", async () => {
    const stack = await TestStack.start({ speed: 600 });
    try {
      await stack.ask("POST", "scenario", {
        match: { name: "*" },
        timeline: [{ state: "PENDING", ms: 1_000 }, { state: "RUNNING", ms: 3_600_000 }, { state: "SUCCEED" }],
      });
      await stack.program(bought("sft", { waitFor: "succeeded", maxDuration: "4h" }));
      await stack.up();
      const row = (await stack.rows()).find(({ type }) => type.endsWith(":TrainingJob"));
      assert.ok(row);
      assert.equal(row.outputs.duration, "1h0m");
      assert.equal(row.outputs.cost, 44);
      assert.deepEqual(
        { ...(row.outputs.price as object), readAt: undefined },
        { perHour: 44, unit: "yuan", basis: "list", source: "TI-ONE DescribeBillingSpecsPrice", readAt: undefined },
      );
    } finally {
      await stack.stop();
    }
  });

  it("is bounded by `maxDuration`, of which ModelArts and Qizhi are told", async () => {
    const stack = await TestStack.start({ speed: 600 });
    try {
      await stack.program(flavored("sft", { maxDuration: "3h" }));
      await stack.up();
      const [row] = (await stack.rows()).filter(({ type }) => type.endsWith(":TrainingJob"));
      const { jobId } = row?.outputs ?? {};
      assert.ok(jobId);
      // Said the other way, it is the same job.
      const spec = { ...(row?.inputs.spec as object), autoStop: { timeUnit: "HOURS", duration: 3 } };
      await stack.program(flavored("sft", { spec }));
      await stack.up();
      const [same] = (await stack.rows()).filter(({ type }) => type.endsWith(":TrainingJob"));
      assert.equal(same?.outputs.jobId, jobId);
      await stack.program(flavored("sft", { spec, maxDuration: "3h" }));
      assert.match(
        (await stack.run("preview", "--non-interactive")).output,
        /maxDuration: is given beside `spec\.autoStop`/,
      );
      await stack.program(flavored("sft", { maxDuration: "90m" }));
      assert.match(
        (await stack.run("preview", "--non-interactive")).output,
        /counts it in steps of 1h: the nearest is "2h"/,
      );
    } finally {
      await stack.stop();
    }
  });
});
