import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import ts from "typescript";

const ROOT = resolve(__dirname, "..", "..");

/** What stands before every program. */
const HEAD = `
import * as pulumi from "@pulumi/pulumi";
import * as training from "../../src";
declare const later: <T>(value: T) => pulumi.Output<T>;
declare const text: pulumi.Output<string>;
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
const machines = [{ role: "WORKER", instanceType: "TI.GN7.2XLARGE32.POST", instanceNum: 1 }] as const;
const imageInfo = { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1" } as const;
const spec = { chargeType: "POSTPAID_BY_HOUR", resourceConfigInfos: machines, imageInfo } as const;
`;

/** Compiles programs that are no files, all in one go; answers the errors of each. */
export function compile(bodies: ReadonlyMap<string, string>): (words: string) => string[] {
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  const files = new Map(
    [...bodies].map(([words, body], index) => [pathOf(index), { words, text: `${HEAD}${body}\n` }]),
  );
  const compilerOptions = {
    ...options,
    noEmit: true,
    incremental: false,
    rootDir: ROOT,
    noUnusedLocals: false,
    tsBuildInfoFile: undefined,
  };
  const host = ts.createCompilerHost(compilerOptions);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path)?.text ?? readFile(path);
  host.getSourceFile = (path, version, ...others) => {
    const file = files.get(path);
    return file ? ts.createSourceFile(path, file.text, version, true) : getSourceFile(path, version, ...others);
  };
  const program = ts.createProgram([...files.keys()], compilerOptions, host);
  return (words) => {
    const [path] = [...files].find(([, file]) => file.words === words) ?? [];
    const source = path === undefined ? undefined : program.getSourceFile(path);
    assert.ok(source, words);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"),
    );
  };
}

function pathOf(index: number): string {
  return join(__dirname, `program-${index}.ts`);
}
