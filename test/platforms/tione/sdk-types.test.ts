import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import ts from "typescript";

const HERE = __dirname;

/** Type errors of a file that exists only here, beside the other tests. */
function compile(text: string): string[] {
  const path = join(HERE, "virtual.ts");
  const config = join(HERE, "../../../tsconfig.json");
  const { config: json } = ts.readConfigFile(config, (file) => ts.sys.readFile(file)) as { config: object }; // JSON of ours
  const { options } = ts.parseJsonConfigFileContent(json, ts.sys, dirname(config));
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([path], options, {
    ...host,
    fileExists: (file) => file === path || host.fileExists(file),
    readFile: (file) => (file === path ? text : host.readFile(file)),
    getSourceFile: (file, languageVersion) =>
      file === path ? ts.createSourceFile(file, text, languageVersion) : host.getSourceFile(file, languageVersion),
  });
  return [path, join(HERE, "sdk-types.ts")].flatMap((file) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
  );
}

const IMPORTS = `
  import type { CreateTrainingModelRequest, CreateTrainingTaskRequest, DataConfig } from "tencentcloud-sdk-nodejs/tencentcloud/services/tione/v20211111/tione_models";
  import type { TioneModelSpecInput } from "../../../src/platforms/tione/models/schema";
  import type { TioneJobSpecInput } from "../../../src/platforms/tione/jobs/schema";
  import type { Missing, NoneOf } from "./sdk-types";
`;

describe("the check of our spec against the vendor's SDK", function () {
  this.timeout(120_000);

  it("finds nothing missing, and would name a new member by its path", () => {
    const errors = compile(`${IMPORTS}
      interface NewSource extends DataConfig { TapeSource?: { Id: string } }
      interface Newer extends Omit<CreateTrainingTaskRequest, "DataConfigs"> { Priority?: string; DataConfigs?: NewSource[] }
      const complete: NoneOf<Missing<Newer, TioneJobSpecInput>> = true;
      const without: NoneOf<Missing<CreateTrainingTaskRequest, Omit<TioneJobSpecInput, "queues">>> = true;
      const model: NoneOf<Missing<CreateTrainingModelRequest, Omit<TioneModelSpecInput, "isQAT">>> = true;
      console.log(complete, without, model);
    `);
    assert.equal(errors.length, 3, errors.join("\n"));
    assert.match(errors[0] ?? "", /missing.*"Priority"/);
    assert.match(errors[0] ?? "", /"DataConfigs\.TapeSource"/);
    assert.match(errors[1] ?? "", /missing.*"Queues"/);
    assert.match(errors[2] ?? "", /missing.*"IsQAT"/);
  });
});
