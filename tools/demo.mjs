// `npm run demo`: the life of one job as a person sees it, on this machine alone. The real Pulumi CLI runs the project of
// Pulumi.yaml against the emulator, with its state in a scratch folder. Also a check: it fails when a job was bought twice or
// is left over.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ROOT, runTool, setUp } from "./setup.mjs";

/** How much faster the emulator's clock runs: the half minute until a job runs becomes three seconds, long enough to see. */
const SPEED = 10;
/** Ctrl-C in a terminal reaches Pulumi too; a signal for this process alone is passed on after this time. */
const PASS_ON_MS = 3_000;

const STEPS = [
  {
    title: "Preview",
    look: "one job `to create`, with the request that the platform will get; nothing is sent yet",
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
    look: "`2 unchanged`: nothing is bought twice",
    run: [["up", "--yes", "--skip-preview", "--suppress-outputs"]],
  },
  {
    title: "Another image is another job",
    look: "`replace` because of `imageUrl`; the old job is stopped and deleted before the new one is submitted",
    run: [
      ["config", "set", "image", "1.5"],
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
  { title: "Destroy", look: "`2 deleted`", run: [["destroy", "--yes", "--skip-preview"]] },
];

async function demo() {
  const cli = await setUp({ cli: true });
  // In this process, so that it ends with it, however that happens.
  const { startEmulator } = createRequire(import.meta.url)("../dist/emulator");
  const emulator = await startEmulator({ speed: SPEED });
  const scratch = mkdtempSync(join(tmpdir(), "pulumi-training-demo-"));
  try {
    console.log(`The emulator plays TI-ONE at ${emulator.url}, ${SPEED} times as fast as real.`);
    const pulumi = pulumiIn(scratch, { ...emulator.env, PATH: `${cli}${delimiter}${process.env.PATH}` });
    await pulumi("stack", "init", "demo", "--non-interactive");
    for (const [index, { title, look, advanceMs, run }] of STEPS.entries()) {
      console.log(`\n=== ${index + 1}. ${title}\n    Look at: ${look}`);
      if (advanceMs) await ask(emulator.url, "clock", { advanceMs });
      for (const args of run) await pulumi(...args);
    }
    await report(emulator.url);
  } finally {
    await emulator.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * The CLI in a project of its own, so that no stack file is left in the clone; the program stays where it is.
 * @returns a function that runs one command and throws when it fails, or when a signal came
 */
function pulumiIn(scratch, environment) {
  const folders = Object.fromEntries(
    ["project", "state", "home", "journal"].map((name) => [name, join(scratch, name)]),
  );
  for (const folder of Object.values(folders)) mkdirSync(folder);
  const yaml = readFileSync(join(ROOT, "Pulumi.yaml"), "utf8").replace(/^main: /m, `main: ${ROOT}/`);
  writeFileSync(join(folders.project, "Pulumi.yaml"), yaml);
  const env = {
    ...process.env,
    ...environment,
    PULUMI_BACKEND_URL: `file://${folders.state}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: folders.home,
    PULUMI_NODEJS_TRANSPILE_ONLY: "true", // half of a command's time; the check of types is `npm test`'s
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

/** What the platform saw, held against what was promised. */
async function report(url) {
  const [jobs, requests] = [await ask(url, "jobs"), await ask(url, "requests")];
  const counts = new Map();
  for (const { action } of requests) counts.set(action, (counts.get(action) ?? 0) + 1);
  console.log(
    `\n=== ${STEPS.length + 1}. What the platform saw\n    Look at: two jobs created and two deleted, none left\n`,
  );
  for (const [action, times] of [...counts, ["jobs left", jobs.length]])
    console.log(`${String(times).padStart(6)}  ${action}`);
  const created = counts.get("CreateTrainingTask") ?? 0;
  if (created !== 2) throw new Error(`two jobs were wanted, and CreateTrainingTask was sent ${created} times`);
  if (jobs.length > 0) throw new Error(`jobs are left: ${jobs.map(({ id }) => id).join(", ")}`);
}

/** A control route of the emulator. */
async function ask(url, route, body) {
  const method = body ? "POST" : "GET";
  const response = await fetch(`${url}/_emulator/${route}`, { method, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`the emulator refused ${route}: ${await response.text()}`);
  return response.json();
}

await runTool(import.meta.filename, demo);
