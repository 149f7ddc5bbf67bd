// `npm run demo`: the life of one job as a user sees it, on this machine alone. The real Pulumi CLI runs the project of Pulumi.yaml
// against the emulator, with its state in a scratch folder; `npm run demo -- modelarts` (or modelarts-v1, qizhi,
// train-then-register) runs that example. Also a check: it fails when a job was submitted twice or is left over.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ROOT, runTool, setUp } from "./setup.mjs";

/** How much faster the emulator's clock runs: the half minute until a job runs becomes three seconds, long enough to see. */
const SPEED = 10;
/** Ctrl-C in a terminal reaches Pulumi too; a signal to this process alone is passed on after this time. */
const PASS_ON_MS = 3_000;

/**
 * The demos: the project's folder, the platform, its call that creates a job, the program's configuration, and how many resources
 * there are, unless these are the stack and a job.
 */
const DEMOS = {
  quickstart: {
    folder: ".",
    title: "TI-ONE",
    create: "CreateTrainingTask",
    config: {},
    change: ["image", "1.5"],
  },
  modelarts: {
    folder: "examples/modelarts",
    title: "ModelArts",
    create: "CreateTrainingJob",
    config: { bucket: "ml-bucket", image: "team/llm-train:1.4", poolId: "pool-1" },
    change: ["image", "team/llm-train:1.5"],
  },
  "modelarts-v1": {
    folder: "examples/modelarts-v1",
    title: "ModelArts v1",
    create: "CreateTrainingJobV1",
    config: { specId: "27" },
    change: ["specId", "28"],
  },
  qizhi: {
    folder: "examples/qizhi",
    title: "Qizhi",
    create: "train_job/create",
    config: {
      workspaceId: "ws-0a1b2c3d-0000-4000-8000-000000000001",
      projectId: "project-0a1b2c3d-0000-4000-8000-000000000002",
      logicComputeGroupId: "lcg-0a1b2c3d-0000-4000-8000-000000000003",
      specId: "0a1b2c3d-0000-4000-8000-000000000004",
      image: "docker.sii.shaipower.online/ml/sft:1.4",
    },
    change: ["image", "docker.sii.shaipower.online/ml/sft:1.5"],
  },
  "train-then-register": {
    folder: "examples/train-then-register",
    title: "TI-ONE",
    create: "CreateTrainingTask",
    config: {},
    change: ["run", "2"],
    resources: 4,
    speed: 60, // the model waits for the end of the job
  },
};

const stepsOf = ({ change, resources = 2 }) => [
  {
    title: "Preview",
    look: "a job `to create`, with the request that the platform will get; nothing is sent yet",
    run: [["preview", "--diff", "--suppress-outputs"]],
  },
  {
    title: "Run the job",
    look: "the row of `sft`: queued, starting, running",
    run: [["up", "--yes", "--skip-preview", "--suppress-outputs"]],
  },
  { title: "The outputs", look: "the job's id, and where its results will be", run: [["stack", "output"]] },
  {
    title: "Once more, without a change",
    look: `\`${resources} unchanged\`: nothing is bought twice`,
    run: [["up", "--yes", "--skip-preview", "--suppress-outputs"]],
  },
  {
    title: `Another ${change[0]} is another job`,
    look: "`replace`, and why; the old job is ended before the new one is submitted",
    run: [
      ["config", "set", ...change],
      ["preview", "--diff", "--suppress-outputs"],
      ["up", "--yes", "--skip-preview", "--suppress-outputs"],
    ],
  },
  {
    title: "A quarter of an hour later the job has succeeded",
    look: "`status` is `succeeded` after the refresh, and `up` does not run the job again",
    advanceMs: 15 * 60_000,
    run: [
      ["refresh", "--yes", "--skip-preview", "--suppress-outputs"],
      ["up", "--yes", "--skip-preview", "--expect-no-changes"],
    ],
  },
  { title: "Destroy", look: `\`${resources} deleted\``, run: [["destroy", "--yes", "--skip-preview"]] },
];

async function demo([name = "quickstart"]) {
  const shown = DEMOS[name];
  if (!shown) throw new Error(`there is no demo "${name}"; there are ${Object.keys(DEMOS).join(", ")}`);
  const steps = stepsOf(shown);
  const cli = await setUp({ cli: true });
  // In this process, so that it ends with it in any case.
  const { startEmulator } = createRequire(import.meta.url)("pulumi-training/emulator");
  const { speed = SPEED } = shown;
  const emulator = await startEmulator({ speed });
  const scratch = mkdtempSync(join(tmpdir(), "pulumi-training-demo-"));
  try {
    console.log(`The emulator plays ${shown.title} at ${emulator.url}, ${speed} times as fast as real.`);
    const pulumi = pulumiIn(scratch, join(ROOT, shown.folder), {
      ...emulator.env,
      PATH: `${cli}${delimiter}${process.env.PATH}`,
    });
    await pulumi("stack", "init", "demo", "--non-interactive");
    for (const [key, value] of Object.entries(shown.config)) await pulumi("config", "set", key, value);
    for (const [index, { title, look, advanceMs, run }] of steps.entries()) {
      console.log(`\n=== ${index + 1}. ${title}\n    Look at: ${look}`);
      if (advanceMs) await ask(emulator.url, "clock", { advanceMs });
      for (const args of run) await pulumi(...args);
    }
    await report(emulator.url, shown, steps.length + 1);
  } finally {
    await emulator.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * The CLI in a project of its own, so that no stack file is left in the clone; the program stays where it is.
 * @returns a function that runs one command and throws when it fails, or when a signal arrived
 */
function pulumiIn(scratch, program, environment) {
  const folders = Object.fromEntries(
    ["project", "state", "home", "journal"].map((name) => [name, join(scratch, name)]),
  );
  for (const folder of Object.values(folders)) mkdirSync(folder);
  const yaml = readFileSync(join(program, "Pulumi.yaml"), "utf8").replace(/^main: /m, `main: ${program}/`);
  writeFileSync(join(folders.project, "Pulumi.yaml"), yaml);
  const env = {
    ...process.env,
    ...environment,
    PULUMI_BACKEND_URL: `file://${folders.state}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: folders.home,
    PULUMI_NODEJS_TRANSPILE_ONLY: "true", // saves half of a command's time; `npm test` checks types
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_TRAINING_JOURNAL: folders.journal,
  };

  let running;
  let interruption;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      interruption = new Error(`interrupted by ${signal}; nothing is left behind`);
      setTimeout(() => running?.kill("SIGINT"), PASS_ON_MS).unref();
    });
  }
  return async (...args) => {
    if (interruption) throw interruption;
    console.log(`\n$ pulumi ${args.join(" ")}`);
    running = spawn("pulumi", args, { cwd: folders.project, env, stdio: "inherit" });
    const [code] = await once(running, "close");
    running = undefined;
    if (interruption) throw interruption;
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed`);
  };
}

/** Compares what the platform saw with what was promised. */
async function report(url, { create }, step) {
  const [jobs, requests] = [await ask(url, "jobs"), await ask(url, "requests")];
  const counts = new Map();
  for (const { action } of requests) counts.set(action, (counts.get(action) ?? 0) + 1);
  console.log(`\n=== ${step}. What the platform saw\n    Look at: two jobs were made, and none is left\n`);
  const live = jobs.filter((job) => job.live);
  const rows = [...counts, ["jobs left", live.length], ["records of ended jobs left", jobs.length - live.length]];
  for (const [what, times] of rows) console.log(`${String(times).padStart(6)}  ${what}`);
  const created = counts.get(create) ?? 0;
  if (created !== 2) throw new Error(`two jobs were wanted, and ${create} was sent ${created} times`);
  if (live.length > 0) throw new Error(`jobs are left: ${live.map(({ id }) => id).join(", ")}`);
}

/** A control route of the emulator. */
async function ask(url, route, body) {
  const method = body ? "POST" : "GET";
  const response = await fetch(`${url}/_emulator/${route}`, { method, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`the emulator refused ${route}: ${await response.text()}`);
  return response.json();
}

await runTool(import.meta.filename, demo);
