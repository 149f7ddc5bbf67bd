// What the compiler knows about the sources, for the pages and types that are generated from them.
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../setup.mjs";

/** The names of a platform's own request: its title, the schema's input type, and the name it is published under. */
export const SPECS = [
  { platform: "tione", title: "TI-ONE", of: "job", schema: "tione/jobs", input: "TioneJobSpecInput" },
  { platform: "modelarts", title: "ModelArts", of: "job", schema: "modelarts/jobs", input: "ModelartsJobSpecInput" },
  {
    platform: "modelarts-v1",
    title: "ModelArts v1",
    of: "job",
    schema: "modelarts/v1/jobs",
    input: "ModelartsV1JobSpecInput",
  },
  { platform: "qizhi", title: "Qizhi", of: "job", schema: "qizhi/jobs", input: "QizhiJobSpecInput" },
  { platform: "tione", title: "TI-ONE", of: "model", schema: "tione/models", input: "TioneModelSpecInput" },
  {
    platform: "modelarts",
    title: "ModelArts",
    of: "model",
    schema: "modelarts/models",
    input: "ModelartsModelSpecInput",
  },
].map((spec) => ({
  ...spec,
  schema: `src/platforms/${spec.schema}/schema.ts`,
  published: spec.input.replace(/Input$/, ""),
}));

/** Platforms with look-ups: the folder, the function that connects them, and the constant with the schemas of their arguments. */
export const LOOKUPS = [
  { platform: "tione", title: "TI-ONE", connect: "tioneLookups", args: "tioneLookupArgs" },
  { platform: "modelarts", title: "ModelArts", connect: "modelartsLookups", args: "modelartsLookupArgs" },
  { platform: "qizhi", title: "Qizhi", connect: "qizhiLookups", args: "qizhiLookupArgs" },
];

/** The sources that these files reach, as the compiler sees them. */
export function readSources(files) {
  const { options } = ts.parseJsonConfigFileContent({ extends: "./tsconfig.json", files: [] }, ts.sys, ROOT);
  const program = ts.createProgram(
    files.map((file) => join(ROOT, file)),
    options,
  );
  const checker = program.getTypeChecker();
  const undocumented = [];

  function resolved(symbol) {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  return {
    checker,
    resolved,
    undocumented,

    /** What a file exports, by name. */
    exportsOf(file) {
      const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(join(ROOT, file))));
      return Object.fromEntries(symbols.map((symbol) => [symbol.name, resolved(symbol)]));
    },

    /** Required members first, otherwise in the order of the source. */
    membersOf(type) {
      const place = ({ flags, valueDeclaration }) => [flags & ts.SymbolFlags.Optional, valueDeclaration?.pos ?? 0];
      return checker.getPropertiesOfType(type).sort((one, other) => {
        const [left, right] = [place(one), place(other)];
        return left[0] - right[0] || left[1] - right[1];
      });
    },

    /** The docstring as one paragraph. */
    docOf(symbol, name = symbol.name) {
      const text = ts
        .displayPartsToString(symbol.getDocumentationComment(checker))
        .replace(/\s*\n\s*/g, " ")
        .trim();
      if (text === "") undocumented.push(name);
      return text;
    },

    /** The docstring's tags: `["throws", "PlatformError"]`. */
    tagsOf(symbol) {
      return symbol.getJsDocTags(checker).map(({ name, text }) => [name, ts.displayPartsToString(text)]);
    },
  };
}

export function isRecordOfMembers(type) {
  return Boolean(type.flags & ts.TypeFlags.Object) && (!type.getStringIndexType() || type.getProperties().length > 0);
}
