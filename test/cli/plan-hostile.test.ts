import assert from "node:assert/strict";
import { codeInCell, codeSpan, plainText } from "../../src/cli/plan/escape";
import { markdownOf } from "../../src/cli/plan/markdown";
import { readPreview } from "../../src/cli/plan/preview";
import { reportOf } from "../../src/cli/plan/report";
import { rowsOf } from "../../src/cli/plan/rows";
import { textOf } from "../../src/cli/plan/text";
import { job, previewed, running, withSpec, type PreviewTold } from "./plan-preview";

const NAMES = [
  "a|b",
  "a\\|b",
  "a`b``c",
  "`",
  "``|``",
  "<img src=x onerror=alert(1)>",
  "</details><script>",
  "-->",
  "@torvalds",
  "[x](https://evil.example)",
  "https://evil.example/?a=1",
  "www.evil.example",
  "mail@evil.example",
  "#1",
  "org/repo#1",
  "!7",
  "GH-1",
  "$x$",
  "**bold** _it_ ~~no~~",
  "\u001b[31mred",
  "\u202egnp.exe",
  "a\nb\r\n# c",
  "\ud800",
  "ends with \\",
  "&lt;b&gt;",
  "- item",
  "1. item",
  "",
];

function written(told: PreviewTold): { readonly markdown: string; readonly text: string; readonly json: string } {
  const preview = readPreview(previewed(told));
  const { planned, same, others } = rowsOf(preview);
  const priced = (rows: typeof planned) => rows.map((row) => ({ ...row, priced: { unpriced: "nobody is asked" } }));
  const limits = { budget: {}, whose: "" };
  const report = reportOf({ preview, rows: priced(planned), same: priced(same), others, limits });
  return { markdown: markdownOf(report, 1_000_000), text: textOf(report), json: JSON.stringify(report) };
}

/** A name wherever somebody may write one. */
function everywhere(name: string): PreviewTold {
  const more = { platform: name, region: name, trigger: name, [name]: name };
  const spec = {
    resourceConfigInfos: [{ role: name, instanceType: name, instanceNum: 1 }],
    env: { [name]: name },
    imageInfo: { imageUrl: name },
    [name]: name,
  };
  const now = withSpec(spec, more);
  return {
    steps: [
      { op: "create", name, now: withSpec(spec) },
      { op: "create", name: `${name} elsewhere`, now },
      {
        op: "replace",
        name: `${name} again`,
        now,
        old: job,
        outputs: { ...running, jobId: name, duration: name },
        reasons: [name],
      },
      { op: "delete", name: `${name} over`, old: job, outputs: { jobId: name, status: name, duration: name } },
    ],
    said: (["info", "warning", "error"] as const).map((severity) => ({
      name,
      severity,
      message: `${name} and \`${name}\``,
    })),
  };
}

/** The page without what is code, which hosts leave alone. */
function withoutCode(markdown: string): string {
  return markdown.replace(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)/g, "CODE");
}

describe("the Markdown of pulumi-training plan", () => {
  for (const name of NAMES) {
    const { markdown, text, json } = written(everywhere(name));
    const label = JSON.stringify(name);

    it(`has nothing but text in it: ${label}`, () => {
      const rest = withoutCode(markdown)
        .replace(/^<!-- pulumi-training plan: \S* -->\n/, "")
        .replace("<details><summary>More</summary>", "")
        .replace("</details>", "");
      assert.doesNotMatch(rest, /<|>/, rest);
      assert.doesNotMatch(rest, /@[\w]|:\/\/|www\.|(?<!&)#\d|!\d|GH-\d/, rest);
      assert.doesNotMatch(rest, /(?<!\\)[[\]]/, rest);
      assert.doesNotMatch(rest, /(?<![\\*])\*(?![\\*])|(?<!\\)_|(?<!\\)~/, rest);
    });

    it(`has rows of as many cells as the table: ${label}`, () => {
      const rows = markdown.split("\n").filter((line) => line.startsWith("|"));
      for (const row of rows) assert.equal(row.match(/(?<!\\)\|/g)?.length, 8, row);
    });

    it(`has no control characters, in no format: ${label}`, () => {
      for (const each of [markdown, text, json]) {
        assert.doesNotMatch(
          each.replaceAll("\n", ""),
          /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/,
        );
        assert.equal(Buffer.from(each).toString(), each);
      }
    });
  }

  it("shows code as it is written, whatever backticks are in it", () => {
    assert.equal(codeSpan("a`b"), "``a`b``");
    assert.equal(codeSpan("`"), "`` ` ``");
    assert.equal(codeInCell("a\\|b"), "`a\\\\|b`");
  });

  it("shows a sentence as it is written, and calls nobody", () => {
    assert.equal(plainText("ask @ops about #12"), "ask @&#8203;ops about #&#8203;12");
    assert.equal(plainText("<b> & *c*"), "&lt;b&gt; &amp; \\*c\\*");
    assert.equal(plainText("at ¥27.4 (list price)"), "at ¥27.4 (list price)");
  });

  it("has a first line that no name of a stack can end or stretch", () => {
    const text = previewed({ steps: [] }).replaceAll("urn:pulumi:dev::", "urn:pulumi:--><b>\\n::");
    const preview = readPreview(text);
    const report = reportOf({ preview, rows: [], same: [], others: {}, limits: { budget: {}, whose: "" } });
    const [first = ""] = markdownOf(report, 65_536).split("\n");
    assert.match(first, /^<!-- pulumi-training plan: train\/[^<> ]* -->$/);
    assert.equal(first.match(/--/g)?.length, 2);
  });
});

describe("what no format of pulumi-training plan shows", () => {
  const TOKEN = "hf_a1b2c3d4e5f6";
  const now = withSpec({
    env: { HF_TOKEN: TOKEN, OTHER: { value: "hunter2hunter2", isPrivate: true } },
    startCmd: "run --key sk-live-1",
  });
  const { markdown, text, json } = written({
    steps: [
      { op: "create", name: "sft", now },
      { op: "replace", name: "eval", now, old: job, outputs: running, reasons: ["spec"] },
      {
        op: "replace",
        name: "tagged",
        now: withSpec({ imageInfo: { imageUrl: `a/b:${TOKEN}` }, env: { HF_TOKEN: TOKEN } }),
        old: job,
      },
    ],
    said: [{ name: "sft", severity: "warning", message: `the token ${TOKEN} looks wrong, and so does hunter2hunter2` }],
    config: { "train:key": "config-value-1" },
  });

  for (const value of [TOKEN, "hunter2hunter2", "sk-live-1", "config-value-1", "exports.handler"]) {
    it(`is a value of the environment, a command or the configuration: ${value.slice(0, 4)}…`, () => {
      for (const each of [markdown, text, json]) assert.ok(!each.includes(value), each);
    });
  }

  it("but what is said about it", () => {
    assert.match(markdown, /the token \\\[secret\\\] looks wrong/);
  });
});
