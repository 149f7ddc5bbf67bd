// `npm run docs`: writes docs/reference.md from the docstrings of what a program imports. With `--check` it only says whether
// the page is up to date. A public member without a docstring fails either way.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT, log, runTool } from "./setup.mjs";

const PAGE = join(ROOT, "docs/reference.md");

const { options } = ts.parseJsonConfigFileContent({ extends: "./tsconfig.json", files: [] }, ts.sys, ROOT);
const program = ts.createProgram([join(ROOT, "src/index.ts")], options);
const checker = program.getTypeChecker();
const undocumented = [];

/** What a platform's own request is called: the words people use, the type and where it is. */
const JOB_SPECS = [
  { title: "TI-ONE", schema: "src/platforms/tione/jobs/schema.ts", spec: "TioneJobSpecInput" },
  { title: "ModelArts", schema: "src/platforms/modelarts/jobs/schema.ts", spec: "ModelartsJobSpecInput" },
  { title: "ModelArts v1", schema: "src/platforms/modelarts/v1/jobs/schema.ts", spec: "ModelartsV1JobSpecInput" },
  { title: "Qizhi", schema: "src/platforms/qizhi/jobs/schema.ts", spec: "QizhiJobSpecInput" },
];

const MODEL_SPECS = [
  { title: "TI-ONE", schema: "src/platforms/tione/models/schema.ts", spec: "TioneModelSpecInput" },
  { title: "ModelArts", schema: "src/platforms/modelarts/models/schema.ts", spec: "ModelartsModelSpecInput" },
];

/** Helpers and look-ups by their names in `src/index.ts`. */
const NAMESPACES = [
  { title: "TI-ONE", name: "tione" },
  { title: "ModelArts", name: "modelarts" },
  { title: "Qizhi", name: "qizhi" },
];

function page() {
  const { TrainingJob, CommonJobArgs, Provider, ProviderArgs, ProviderSettings, ...others } = exportsOf("src/index.ts");
  const {
    TrainingModelVersion,
    CommonModelVersionArgs,
    ResourceGroupRef,
    ResourceGroupRefArgs,
    waitForJobs,
    LookupPlace,
  } = others;
  return [
    "# Reference",
    "Written by `npm run docs` from the docstrings in `src/`: change those. Every input also takes the output of another resource.",
    ...resourceDoc(TrainingJob, CommonJobArgs, JOB_SPECS),
    ...resourceDoc(TrainingModelVersion, CommonModelVersionArgs, MODEL_SPECS),
    ...resourceDoc(ResourceGroupRef, ResourceGroupRefArgs, []),
    "## Provider",
    docOf(Provider),
    inputTable(rowsOf(ProviderArgs).filter(({ path }) => !path.includes("."))),
    "### Settings",
    docOf(ProviderSettings),
    inputTable(rowsOf(ProviderSettings)),
    "## Waiting for many jobs",
    ...helperDoc(waitForJobs),
    ...NAMESPACES.flatMap(({ title, name }) => {
      const functions = checker.getExportsOfModule(others[name]).map(resolved).filter(isFunction);
      return [
        `## Helpers for ${title}`,
        `Vendor values from the units and paths that people use, in \`training.${name}\`.`,
        ...functions.filter((symbol) => !isLookup(symbol)).flatMap(helperDoc),
        `## Look-ups on ${title}`,
        `Plain functions in \`training.${name}\`, which ask the platform while the program runs, once per run for each question.`,
        ...functions.filter(isLookup).flatMap(lookupDoc),
      ];
    }),
    "## Where a look-up asks",
    docOf(LookupPlace),
    inputTable(rowsOf(LookupPlace)),
  ].join("\n\n");
}

/** A resource: what goes in, what comes out, and how to read one that exists. */
function resourceDoc(resource, args, specs) {
  const { name } = resource;
  return [
    `## ${name}`,
    docOf(resource),
    "### Inputs",
    ...(specs.length > 0 ? ["And `spec`: the platform's own request, below by platform."] : []),
    inputTable(rowsOf(args)),
    ...specs.flatMap((spec) => specDoc(spec)),
    "### Outputs",
    "Also `id`, which is the platform's and stays known in the preview of an update, and `urn`.",
    memberTable("Output", rowsOf(resource)),
    `### ${name}.get`,
    ...functionDoc(checker.getPropertyOfType(checker.getTypeOfSymbol(resource), "get"), `${name}.get`),
  ];
}

function specDoc({ title, schema, spec }) {
  const { [spec]: symbol } = exportsOf(schema);
  return [`### \`spec\` on ${title}`, docOf(symbol), inputTable(rowsOf(symbol))];
}

/** What a file exports, by name. */
function exportsOf(file) {
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(join(ROOT, file))));
  return Object.fromEntries(symbols.map((symbol) => [symbol.name, resolved(symbol)]));
}

function resolved(symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** A row for each member of a type, and one for each member of those that are objects. */
function rowsOf(symbol) {
  const isDeclaredHere = ({ valueDeclaration }) => valueDeclaration?.parent === symbol.valueDeclaration;
  const members = membersOf(checker.getDeclaredTypeOfSymbol(symbol));
  const own = symbol.flags & ts.SymbolFlags.Class ? members.filter(isDeclaredHere) : members;
  return own.flatMap((member) => rowsOfMember(member, ""));
}

/** What must be given first, otherwise in the order of the source. */
function membersOf(type) {
  const place = ({ flags, valueDeclaration }) => [flags & ts.SymbolFlags.Optional, valueDeclaration?.pos ?? 0];
  return checker.getPropertiesOfType(type).sort((one, other) => {
    const [left, right] = [place(one), place(other)];
    return left[0] - right[0] || left[1] - right[1];
  });
}

function rowsOfMember(symbol, parent) {
  const path = parent + symbol.name;
  const declared = declaredTypeOf(symbol);
  const type = checker.getNonNullableType(
    declared ? checker.getTypeFromTypeNode(declared) : checker.getTypeOfSymbol(symbol),
  );
  const isList = checker.isArrayType(type);
  const item = isList ? checker.getTypeArguments(type)[0] : type;
  const members = isRecordOfMembers(item) ? membersOf(item) : [];
  const words = members.length > 0 ? "object" : textOf(item, declared);
  const row = {
    path,
    type: isList ? `${words.includes(" ") ? `(${words})` : words}[]` : words,
    isRequired: !(symbol.flags & ts.SymbolFlags.Optional),
    doc: docOf(symbol, path),
  };
  return [row, ...members.flatMap((member) => rowsOfMember(member, `${path}${isList ? "[]" : ""}.`))];
}

/** The type as the source writes it, inside of an Input or Output; undefined where a schema says it. */
function declaredTypeOf({ valueDeclaration }) {
  const type = valueDeclaration?.type;
  const isWrapped = type && ts.isTypeReferenceNode(type) && /(Input|Output)$/.test(type.typeName.getText());
  return isWrapped ? type.typeArguments[0] : type;
}

function isRecordOfMembers(type) {
  return Boolean(type.flags & ts.TypeFlags.Object) && (!type.getStringIndexType() || type.getProperties().length > 0);
}

function textOf(type, declared) {
  // The compiler orders a union as it happens to meet its members: ours are in the order of the source, or of the alphabet.
  const source = type.aliasSymbol?.declarations[0].type ?? declared;
  if (source && ts.isUnionTypeNode(source)) return withoutUndefined(source.getText().replace(/\s+/g, " "));
  const words = type.isUnion() ? type.types.filter((each) => each.isStringLiteral()) : [];
  // Beside its words, a list that is not closed has `string & {}`.
  const others = type.isUnion() ? type.types.filter((each) => !words.includes(each) && !isUndefined(each)) : [];
  if (words.length > 0 && others.every((each) => each.isIntersection())) {
    const sorted = words.map((each) => JSON.stringify(each.value)).sort();
    return [...sorted, ...(others.length > 0 ? ["string"] : [])].join(" | ");
  }
  const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  return withoutUndefined(text.replace("Input<unknown>", "unknown"));
}

function isUndefined({ flags }) {
  return Boolean(flags & ts.TypeFlags.Undefined);
}

function withoutUndefined(text) {
  return text.replaceAll(" | undefined", "");
}

/** The docstring as one paragraph. */
function docOf(symbol, name = symbol.name) {
  const text = ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .replace(/\s*\n\s*/g, " ")
    .trim();
  if (text === "") undocumented.push(name);
  return text;
}

function helperDoc(symbol) {
  return [`### ${symbol.name}`, ...functionDoc(symbol, symbol.name)];
}

function isFunction(symbol) {
  return Boolean(symbol.flags & ts.SymbolFlags.Function);
}

function isLookup({ declarations }) {
  return declarations.every((each) => each.getSourceFile().fileName.endsWith("-lookups.ts"));
}

/** A look-up: what it takes and what it answers. */
function lookupDoc(symbol) {
  const signature = checker.getTypeOfSymbol(symbol).getCallSignatures()[0];
  const [args] = signature.parameters;
  const given = args ? membersOf(checker.getTypeAtLocation(args.valueDeclaration)) : [];
  const answer = checker.getAwaitedType(signature.getReturnType());
  const isList = checker.isArrayType(answer);
  const item = isList ? checker.getTypeArguments(answer)[0] : answer;
  const members = isRecordOfMembers(item) ? membersOf(item) : [];
  const isOptional = args?.valueDeclaration.initializer !== undefined;
  return [
    `### ${symbol.name}`,
    `\`${symbol.name}(${args ? `args${isOptional ? "?" : ""}, ` : ""}place?)\``,
    docOf(symbol),
    ...notesOf(symbol),
    ...(given.length > 0 ? [inputTable(given.flatMap((member) => rowsOfMember(member, "")))] : []),
    ...(members.length > 0
      ? [
          `Answers ${isList ? "a list of" : "one"}:`,
          memberTable(
            "Member",
            members.flatMap((member) => rowsOfMember(member, "")),
          ),
        ]
      : []),
  ];
}

function notesOf(symbol) {
  const tags = symbol.getJsDocTags(checker).map(({ name: tag, text }) => [tag, ts.displayPartsToString(text)]);
  const written = { param: (text) => text.replace(/^\w+/, "`$&`:"), returns: (text) => `Returns ${text}` };
  const notes = tags.map(([tag, text]) => `- ${(written[tag] ?? ((thrown) => `Throws ${thrown}`))(text)}`);
  return notes.length > 0 ? [notes.join("\n")] : [];
}

function functionDoc(symbol, name) {
  const [{ parameters }] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  const types = parameters.map(({ valueDeclaration }) => checker.getTypeAtLocation(valueDeclaration));
  const given = parameters.map(({ name: own, valueDeclaration: { questionToken, initializer, type } }) => {
    return `${own.startsWith("__") ? "machines" : own}${(questionToken ?? initializer) ? "?" : ""}: ${type.getText()}`;
  });
  const records = types.filter((type) => type.symbol?.flags & ts.SymbolFlags.Interface && isOurs(type.symbol));
  return [
    `\`${name}(${given.join(", ")})\``,
    docOf(symbol, name),
    ...notesOf(symbol),
    ...records.map((type) => inputTable(membersOf(type).flatMap((member) => rowsOfMember(member, "")))),
  ];
}

function isOurs(symbol) {
  return symbol.declarations.every((each) => each.getSourceFile().fileName.startsWith(join(ROOT, "src/program/")));
}

function inputTable(rows) {
  const cells = ({ path, type, isRequired, doc }) => [code(path), code(type), isRequired ? "yes" : "", doc];
  return table(["Input", "Type", "Required", "Meaning"], rows.map(cells));
}

function memberTable(title, rows) {
  const cells = ({ path, type, isRequired, doc }) => [code(path), code(type + (isRequired ? "" : "?")), doc];
  return table([title, "Type", "Meaning"], rows.map(cells));
}

function table(titles, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

function code(text) {
  return `\`${text}\``;
}

await runTool(import.meta.filename, async (args) => {
  const text = `${page()}\n`;
  if (undocumented.length > 0) throw new Error(`these have no docstring: ${undocumented.join(", ")}`);
  if (!args.includes("--check")) return writeFileSync(PAGE, text);
  if (readFileSync(PAGE, "utf8") !== text) throw new Error("docs/reference.md is out of date; run `npm run docs`");
  log("docs/reference.md is up to date");
});
