import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "yaml";
import { MAIN, pulumiTraining } from "../cli/command";
import { assertGolden } from "../cli/plan-golden";
import { TestStack } from "./stack";

const PLANS = resolve(__dirname, "../../docs/plans");
const EXAMPLE = resolve(__dirname, "../../examples/pull-request");
const HOUR_MS = 3_600_000;

/** What is read of a workflow of the example. */
interface Workflow {
  readonly jobs: { readonly plan: { readonly steps: readonly { readonly name?: string; readonly run?: string }[] } };
}

interface Planned {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** What `pulumi preview --json` printed. */
  readonly preview: string;
}

interface PreviewDigest {
  readonly diagnostics?: readonly { readonly urn?: string; readonly message: string }[];
}

/** The words, without what is there for a page. */
function readable(text: string): string {
  const plain = text
    .replace(/[`\\]|&#8203;/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  return plain.replaceAll("&amp;", "&");
}

/** Previews of `examples/pull-request`, piped into the command as it is installed. */
class Review {
  private constructor(readonly stack: TestStack) {}

  static async start(): Promise<Review> {
    const stack = await TestStack.start({ speed: 100 });
    // The comments of the documents are of a project of this name.
    await writeFile(join(stack.directory, "Pulumi.yaml"), "name: pull-request\nruntime: nodejs\nmain: index.js\n");
    await stack.mustPass("stack", "init", "dev", "--secrets-provider", "hashivault://tests");
    await stack.example("pull-request");
    return new Review(stack);
  }

  async config(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [key, value] of Object.entries(values)) await this.stack.mustPass("config", "set", key, value);
  }

  /** The command, behind a pipe, as people write it. */
  async plan(...args: readonly string[]): Promise<Planned> {
    const { directory: cwd, environment: env } = this.stack;
    const line = `pulumi preview --json --non-interactive | tee preview.json | "$@"`;
    const child = spawn("bash", ["-c", line, "bash", process.execPath, MAIN, "plan", ...args], { cwd, env });
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close") as Promise<[number | null]>, // the event's documented arguments
    ]);
    return { code, out, err, preview: await readFile(join(cwd, "preview.json"), "utf8") };
  }
}

/**
 * The same text for every run: what the platform numbers and dates differently each time is replaced by what a reader may take for it.
 * Ids are replaced in the order in which they appear.
 */
function steady(markdown: string): string {
  const ids = new Map<string, string>();
  const numbered = markdown.replace(/train-\d{10,}/g, (id) => {
    const known = ids.get(id) ?? `train-${1_171_953_742_901_248 + ids.size}`;
    ids.set(id, known);
    return known;
  });
  return numbered
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "2026-03-01T09:00:42.000Z")
    .replace(/(succeeded|failed|stopped) after (\d+[dhms])+, ¥[\d.,]+/g, "$1 after 3h12m, ¥87.68");
}

describe("pulumi-training plan, of previews of the real engine", function () {
  this.timeout(600_000);
  let review: Review;
  const plans = new Map<string, Planned>();
  const planOf = (name: string): Planned => {
    const planned = plans.get(name);
    assert.ok(planned);
    return planned;
  };

  before(async () => {
    review = await Review.start();
    const { stack } = review;
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
    plans.set("first-run", await review.plan());
    plans.set("over-budget", await review.plan("--budget", "maxYuanPerHour=50"));
    plans.set("offline", await review.plan("--offline"));
    await stack.mustPass("config", "set", "--path", "training:budget.maxYuanPerHour", "50");
    plans.set("refused", await review.plan());
    await stack.mustPass("config", "rm", "training:budget");
    await stack.up();

    plans.set("nothing", await review.plan());
    await review.config({ evalImage: "2.1" });
    plans.set("replacement", await review.plan());
    await review.config({ evalImage: "2.0", image: "1.5" });
    plans.set("unknown-member", await review.plan());

    await stack.ask("POST", "scenario", { match: { name: "eval-*" }, outcome: "fail" });
    await review.config({ evalImage: "2.2", image: "1.4" });
    await stack.run("up", "--skip-preview", "--non-interactive");
    await stack.ask("POST", "clock", { advanceMs: 24 * HOUR_MS });
    await stack.mustPass("refresh", "--skip-preview", "--non-interactive");
    plans.set("failed-job", await review.plan());
    await stack.mustPass("config", "set", "--path", "training:tione.region", "nowhere at all");
    plans.set("failed", await review.plan());
  });
  after(() => review.stack.stop());

  for (const [name, code] of [
    ["first-run", 0],
    ["replacement", 0],
    ["nothing", 0],
    ["failed-job", 0],
    ["unknown-member", 0],
    ["over-budget", 1],
  ] as const) {
    it(`says what docs/plans/${name}.md shows`, () => {
      const { out, err, code: ended } = planOf(name);
      assert.equal(ended, code, err);
      assertGolden(join(PLANS, `${name}.md`), steady(out));
    });
  }

  it("shows what the preview itself says at each row", () => {
    let count = 0;
    for (const { out, preview } of plans.values()) {
      const { diagnostics = [] } = JSON.parse(preview) as PreviewDigest; // the engine's own
      for (const { urn = "", message } of diagnostics) {
        if (!urn.includes("dynamic/training:")) continue;
        const [said = ""] = readable(message)
          .replace(/^(\w+: )(pulumi-nodejs:.* has a problem: )?/, "")
          .split(" · ");
        assert.ok(readable(out).includes(said.trim()), `${said}\n${out}`);
        count += 1;
      }
    }
    assert.ok(count > plans.size, `${count} sentences`);
  });

  it("asks for prices where it may, and says that it did not where it may not", () => {
    assert.match(planOf("first-run").out, /2 jobs to run: ¥[\d.]+\/h, at most ¥/);
    assert.match(planOf("offline").out, /2 jobs to run: price unknown/);
    assert.match(planOf("offline").out, /no platform was asked/);
  });

  it("says what the stack's own budget refused", () => {
    const { code, out } = planOf("refused");
    assert.equal(code, 1);
    assert.match(out, /\*\*The preview failed/);
    assert.match(out, /the stack's budget \(training:budget\) is exceeded/);
  });

  it("says that a preview failed, and what it said", () => {
    const { code, out } = planOf("failed");
    assert.equal(code, 1);
    assert.match(out, /\*\*The preview failed/);
    assert.match(out, /must be the id of a region/);
  });

  it("is the same text of a preview that is made again", async () => {
    await review.stack.mustPass("config", "rm", "--path", "training:tione.region");
    const again = await review.plan();
    assert.equal(again.out, planOf("failed-job").out);
  });

  // The last one: the script chooses a stack of its own.
  it("needs no secret, so that a fork's pull request has a plan, too", async () => {
    const workflow = parse(await readFile(join(EXAMPLE, ".github/workflows/plan.yml"), "utf8")) as Workflow; // what is missing is an empty script
    const script = workflow.jobs.plan.steps.find(({ name }) => name === "Preview")?.run ?? "";
    const { directory: cwd, environment } = review.stack;
    const own = Object.entries(environment).filter(
      ([name]) => !/^(TENCENTCLOUD|HUAWEICLOUD|QIZHI|PULUMI_TRAINING_EMU)/.test(name),
    );
    const env = { ...Object.fromEntries(own), STATE: "", PULUMI_CONFIG_PASSPHRASE: "" };
    const child = spawn("bash", ["-eo", "pipefail", "-c", script], { cwd, env, stdio: "ignore" });
    await once(child, "close");
    const input = await readFile(join(cwd, "preview.json"), "utf8");
    const { code, out } = await pulumiTraining(["plan"], { cwd, env, input });
    assert.equal(code, 0);
    assert.match(out, /^<!-- pulumi-training plan: pull-request\/fork -->\n[^]*2 jobs to run: price unknown/);
    assert.match(out, /no credentials/);
  });
});
