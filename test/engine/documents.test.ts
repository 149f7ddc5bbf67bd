import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import ts from "typescript";
import { TioneTester } from "../emulator/tione-client";
import { pages, programOf } from "../program/documents";
import { programOfRows, rows, TIKIT_PAGE } from "../program/tikit-page";
import { Fleet } from "./once/fleet";
import type { Row } from "./stack";

const ROOT = resolve(__dirname, "..", "..");
const HOUR_MS = 3_600_000;
const GROUP = "rsg-prod0001";

/** What people have: the settings of Pulumi's own template, and those of a project that asks for `exports`. */
const SETTINGS: Readonly<Record<string, ts.CompilerOptions>> = {
  "Pulumi's template": {
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    target: ts.ScriptTarget.ES2020,
  },
  "a project of Node's modules": {
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    target: ts.ScriptTarget.ES2022,
  },
};

/** Programs by their names, as readers write them. The lines of tikit.md's tables are code too. */
const programs = new Map([
  ...pages.map((page) => [page, page === TIKIT_PAGE ? programOfRows(rows) : programOf(page)] as const),
  ["examples/train-then-register", readFileSync(join(ROOT, "examples/train-then-register/index.ts"), "utf8")] as const,
]);
/** test/engine/tikit.test.ts runs that one, and gives it the ids that it names. */
const runnable = [...programs].filter(([name]) => name !== TIKIT_PAGE);

describe("the programs of the documents, under the real engine", function () {
  this.timeout(400_000);
  let fleet: Fleet;
  let tester: TioneTester;
  let theirs = "";
  before(async () => {
    fleet = await Fleet.start();
    const { stack } = fleet;
    tester = new TioneTester(stack.emulator);
    const sdk = "tencentcloud-sdk-nodejs";
    await symlink(join(ROOT, "node_modules", sdk), join(stack.directory, "node_modules", sdk));
    await stack.mustPass("config", "set", "--secret", "wandb", "my-key");
    await fleet.foresee("succeed");
    theirs = await tester.create("theirs");
  });
  after(() => fleet.stop());

  /**
   * Runs some programs as parts of one. Each is as it stands, but for the id of a job that only its author has, and for the
   * names of resources and models, which have the page's before them.
   */
  async function up(some: readonly (readonly [name: string, program: string])[]) {
    fleet.clear();
    for (const [name, program] of some) {
      const page = shortOf(name);
      const part = program
        .replace(/train-\d{19}/, theirs)
        .replaceAll(/(new training\.\w+\(|training\.\w+\.get\(|trainingModelName: )(["`])/g, `$1$2${page}-`);
      await fleet.stack.typescript(part, `${page}.js`);
      fleet.setCode(page, `exports[${JSON.stringify(page)}] = require("./${page}.js");`);
    }
    return fleet.up();
  }

  for (const [words, settings] of Object.entries(SETTINGS)) {
    it(`compile in ${words}`, async () => {
      const files = await Promise.all(
        [...programs].map(async ([name, program]) => {
          const file = join(fleet.stack.directory, `${name.replaceAll("/", "-")}.ts`);
          await writeFile(file, program);
          return file;
        }),
      );
      assert.deepEqual(errorsIn(files, settings), []);
    });
  }

  describe("when the group is full", () => {
    const demanding = runnable.filter(([, text]) => text.includes("requireFree"));
    let full = "";
    let run: Awaited<ReturnType<Fleet["up"]>>;
    before(async () => {
      const machine = { Role: "WORKER", Cpu: 32000, Memory: 262144, GpuType: "A100", Gpu: 800, InstanceNum: 4 };
      await fleet.foresee("runs-forever", "full");
      full = await tester.create("full", {
        ChargeType: "PREPAID",
        ResourceGroupId: GROUP,
        ResourceConfigInfos: [machine],
      });
      await tester.advance(HOUR_MS);
      run = await up(demanding);
    });
    after(async () => {
      await tester.call("StopTrainingTask", { Id: full });
      await tester.advance(HOUR_MS);
    });

    for (const [name, text] of demanding) {
      it(`${name} is red, and buys nothing there`, async () => {
        assert.notEqual(run.code, 0);
        const groups = [...text.matchAll(/new training\.ResourceGroupRef\("(\w+)"/g)].map(([, group = ""]) => group);
        const said = groups.map((group) => run.said(`${shortOf(name)}-${group}`));
        assert.match(said.join(), /cards that are required/, run.output);
        const jobs = await Promise.all((await fleet.jobs("tione")).map(({ id }) => tester.detail(id)));
        const there = jobs.filter((job) => job["ResourceGroupId"] === GROUP).map((job) => job["Id"]);
        assert.deepEqual(there, [full]);
      });
    }
  });

  describe("when it has machines again", () => {
    let run: Awaited<ReturnType<Fleet["up"]>>;
    before(async () => {
      run = await up(runnable);
    });

    for (const [name] of runnable) {
      it(`${name} runs`, async () => {
        assert.equal(run.code, 0, run.output);
        const isHere = ({ urn }: Row) => urn.includes(`::${shortOf(name)}-`);
        const jobs = (await fleet.rows()).filter(isHere);
        const groups = (await fleet.rows("ResourceGroupRef")).filter(isHere);
        const demanding = groups.filter(({ inputs }) => inputs["requireFree"]);
        const idle = demanding.filter(({ urn }) => !jobs.some(({ dependencies }) => dependencies?.includes(urn)));
        assert.deepEqual(
          idle.map(({ urn }) => urn),
          [],
          "what a group requires holds nothing back when no job depends on it",
        );
      });
    }
  });
});

/** What a page is called in the one program of all. */
function shortOf(name: string): string {
  return basename(name, ".md");
}

/** What a strict compiler says about files, each with its line: that of the page. */
function errorsIn(files: readonly string[], settings: ts.CompilerOptions): string[] {
  const options = { ...settings, strict: true, noEmit: true, skipLibCheck: true, esModuleInterop: true };
  const typeRoots = [join(ROOT, "node_modules", "@types")];
  const program = ts.createProgram([...files], { ...options, types: ["node"], typeRoots });
  return files
    .flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(({ file, start = 0, messageText }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
}
