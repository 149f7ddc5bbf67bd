// The pages of docs/reference/, written from the types that a program sees and their docstrings.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../setup.mjs";
import { isRecordOfMembers, LOOKUPS, readSources, SPECS } from "./source.mjs";

const FOLDER = "docs/reference";
const WRITTEN = "Written by `npm run docs` from the docstrings in `src/`: change those.";
const SHARED = ["src/platforms/kit/answers.ts", "src/jobs/job.ts", "src/jobs/models.ts", "src/jobs/groups.ts"];

/** @returns the text of each page by its path from the clone's root */
export function pageFiles() {
  const source = readSources([
    "src/index.ts",
    ...SPECS.map(({ platform }) => `src/program/specs/${platform}.ts`),
    ...LOOKUPS.map(({ platform }) => `src/program/lookups/${platform}.ts`),
  ]);
  const writer = writerOf(source);
  const exported = source.exportsOf("src/index.ts");
  const { checker, resolved } = source;

  const pages = [
    page("training-job", "TrainingJob", "A training job.", [
      ...writer.resource(exported.TrainingJob, exported.CommonJobArgs, specLinks("job")),
    ]),
    ...SPECS.filter(({ of }) => of === "job").map((spec) => specPage(spec, writer, source)),
    page("training-model-version", "TrainingModelVersion", "A version in a registry of models.", [
      ...writer.resource(exported.TrainingModelVersion, exported.CommonModelVersionArgs, specLinks("model")),
    ]),
    ...SPECS.filter(({ of }) => of === "model").map((spec) => specPage(spec, writer, source)),
    page("resource-group-ref", "ResourceGroupRef", "A group of machines that is there already.", [
      ...writer.resource(exported.ResourceGroupRef, exported.ResourceGroupRefArgs, []),
    ]),
    page("provider", "Provider", "As whom and where: another account, another region.", [
      source.docOf(exported.Provider),
      writer.inputTable(writer.rowsOf(exported.ProviderArgs).filter(({ path }) => !path.includes("."))),
      "## Settings",
      source.docOf(exported.ProviderSettings),
      writer.inputTable(writer.rowsOf(exported.ProviderSettings)),
    ]),
    page("wait-for-jobs", "waitForJobs", "Waiting for many jobs at once.", writer.helper(exported.waitForJobs, "##")),
    ...LOOKUPS.flatMap(({ platform, title }) => {
      const functions = checker.getExportsOfModule(exported[platform]).map(resolved).filter(writer.isFunction);
      const helpers = functions.filter((symbol) => !writer.isLookup(symbol));
      const lookups = functions.filter(writer.isLookup);
      const answers = interfacesOf(`src/program/lookups/${platform}.ts`, source).filter(
        ({ name }) => !name.endsWith("Args"),
      );
      return [
        page(`helpers-${platform}`, `Helpers for ${title}`, `Vendor values from the units and paths that people use.`, [
          `Vendor values from the units and paths that people use, in \`training.${platform}\`.`,
          ...helpers.flatMap((symbol) => writer.helper(symbol, "##")),
        ]),
        page(`lookups-${platform}`, `Look-ups on ${title}`, `What ${title} can be asked.`, [
          `Plain functions in \`training.${platform}\`, which ask the platform while the program runs, once per run for each question. ` +
            "Their last argument says [where they ask](lookups.md).",
          ...lookups.flatMap((symbol) => writer.lookup(symbol)),
          "## Answers",
          "What several platforms answer alike is [on a page of its own](lookups.md).",
          ...answers.map((each) => writer.record(each)),
        ]),
      ];
    }),
    page("lookups", "Look-ups: what they share", "Where a look-up asks, and what all platforms answer alike.", [
      "## Where a look-up asks",
      source.docOf(exported.LookupPlace),
      writer.inputTable(writer.rowsOf(exported.LookupPlace)),
      "## Answers",
      "A member that the platform does not tell is absent; a list of which it tells nothing is empty.",
      ...SHARED.flatMap((file) => interfacesOf(file, source))
        .filter(({ name }) => exported[name])
        .map((each) => writer.record(each)),
    ]),
  ];
  const files = new Map(pages.map(({ name, text }) => [`${FOLDER}/${name}.md`, text]));
  files.set(`${FOLDER}/README.md`, indexText(pages));
  return { files, undocumented: source.undocumented };
}

function page(name, title, summary, parts) {
  const headings = parts.flatMap((part) => part.match(/^## .+$/gm) ?? []).map((line) => line.slice(3));
  const contents =
    headings.length > 1 ? [headings.map((heading) => `[${heading}](#${anchorOf(heading)})`).join(" · ")] : [];
  return { name, title, summary, text: `${[`# ${title}`, WRITTEN, ...contents, ...parts].join("\n\n")}\n` };
}

/** As GitHub derives it from a heading. */
function anchorOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

function indexText(pages) {
  const rows = pages.map(({ name, title, summary }) => `| [${title}](${name}.md) | ${summary} |`);
  return `${["# Reference", WRITTEN + " Every input also takes the output of another resource.", ["| Page | What it is about |", "| --- | --- |", ...rows].join("\n")].join("\n\n")}\n`;
}

function specPageName({ platform, of }) {
  return `${of === "job" ? "training-job" : "training-model-version"}-${platform}`;
}

function specLinks(of) {
  return SPECS.filter((spec) => spec.of === of).map((spec) => `[${spec.title}](${specPageName(spec)}.md)`);
}

/** A platform's own request: its members, and, folded, those of the structs in it. */
function specPage(spec, writer, source) {
  const { platform, title, of, published } = spec;
  const all = interfacesOf(`src/program/specs/${platform}.ts`, source);
  const [root] = all.filter(({ name }) => name === published);
  const reached = reachedFrom(root, all);
  const resource = of === "job" ? "TrainingJob" : "TrainingModelVersion";
  return page(specPageName(spec), `${resource} on ${title}: spec`, `What \`spec\` takes there: \`${published}\`.`, [
    source.docOf(root),
    "## Members",
    writer.inputTable(writer.ownRows(root)),
    ...(reached.length > 0 ? ["## Structs", ...reached.map((each) => writer.record(each))] : []),
    ...exampleOf(of === "job" ? platform : "train-then-register"),
  ]);
}

function exampleOf(name) {
  const file = `examples/${name}/index.ts`;
  if (!existsSync(join(ROOT, file))) return [];
  const text = readFileSync(join(ROOT, file), "utf8").trim();
  return ["## Example", `[\`${file}\`](../../${file})`, `\`\`\`ts\n${text}\n\`\`\``];
}

function interfacesOf(file, source) {
  return Object.values(source.exportsOf(file)).filter(({ declarations }) =>
    declarations?.some(ts.isInterfaceDeclaration),
  );
}

/** What an interface mentions, and what that mentions, in the order of the file. */
function reachedFrom(root, all) {
  const reached = new Set();
  const visit = ({ declarations }) => {
    for (const { name } of all) {
      if (reached.has(name) || name === root.name) continue;
      if (!new RegExp(`\\b${name}\\b`).test(declarations[0].getText())) continue;
      reached.add(name);
      visit(all.find((each) => each.name === name));
    }
  };
  visit(root);
  return all.filter(({ name }) => reached.has(name));
}

/** Parts of pages, in Markdown. */
function writerOf(source) {
  const { checker, membersOf, docOf, tagsOf } = source;

  /** A resource: what goes in, what comes out, and how to read one that exists. */
  function resource(symbol, args, specs) {
    const { name } = symbol;
    return [
      docOf(symbol),
      "## Inputs",
      ...(specs.length > 0 ? [`And \`spec\`: the platform's own request, on ${specs.join(", ")}.`] : []),
      inputTable(rowsOf(args)),
      "## Outputs",
      "Also `id`, which is the platform's and stays known in the preview of an update, and `urn`.",
      memberTable("Output", rowsOf(symbol)),
      `## ${name}.get`,
      ...functionDoc(checker.getPropertyOfType(checker.getTypeOfSymbol(symbol), "get"), `${name}.get`),
    ];
  }

  /** A row for each member of a type, and one for each member of those that are objects. */
  function rowsOf(symbol) {
    const isDeclaredHere = ({ valueDeclaration }) => valueDeclaration?.parent === symbol.valueDeclaration;
    const members = membersOf(checker.getDeclaredTypeOfSymbol(symbol));
    const own = symbol.flags & ts.SymbolFlags.Class ? members.filter(isDeclaredHere) : members;
    return own.flatMap((member) => rowsOfMember(member, ""));
  }

  function rowsOfMember(symbol, parent) {
    const path = parent + symbol.name;
    const declared = declaredTypeOf(symbol);
    const type = checker.getNonNullableType(
      declared ? checker.getTypeFromTypeNode(declared) : checker.getTypeOfSymbol(symbol),
    );
    const isList = checker.isArrayType(type);
    const item = isList ? checker.getTypeArguments(type)[0] : type;
    const members = isRecordOfMembers(item) && !item.isUnion() ? membersOf(item) : [];
    const row = {
      path,
      type: members.length > 0 ? `object${isList ? "[]" : ""}` : typeText(symbol),
      isRequired: !(symbol.flags & ts.SymbolFlags.Optional),
      doc: docOf(symbol, path),
    };
    return [row, ...members.flatMap((member) => rowsOfMember(member, `${path}${isList ? "[]" : ""}.`))];
  }

  /** The type as the source has it, else as the compiler prints it. */
  function typeText(symbol) {
    const written = symbol.valueDeclaration?.type?.getText();
    return plainType(written ?? checker.typeToString(checker.getTypeOfSymbol(symbol)));
  }

  /** The type as the source has it, without Input or Output around it. */
  function declaredTypeOf({ valueDeclaration }) {
    const type = valueDeclaration?.type;
    const isWrapped = type && ts.isTypeReferenceNode(type) && /(Input|Output)$/.test(type.typeName.getText());
    return isWrapped ? type.typeArguments[0] : type;
  }

  /** One row for each member that the interface itself declares; types are shown by their names. */
  function ownRows(symbol) {
    const [declaration] = symbol.declarations;
    return declaration.members.map((member) => {
      const own = checker.getSymbolAtLocation(member.name);
      return {
        path: own.name,
        type: typeText(own),
        isRequired: !member.questionToken,
        doc: docOf(own, `${symbol.name}.${own.name}`),
      };
    });
  }

  /** An interface, folded. */
  function record(symbol) {
    const [declaration] = symbol.declarations;
    const parents = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
      types.map((type) => code(type.getText())),
    );
    const rows = ownRows(symbol);
    return [
      `<details><summary id="${symbol.name.toLowerCase()}"><code>${symbol.name}</code>: ${escaped(docOf(symbol))}</summary>`,
      ...(parents.length > 0 ? [`All of ${parents.join(", ")}${rows.length > 0 ? ", and:" : "."}`] : []),
      ...(rows.length > 0 ? [memberTable("Member", rows)] : []),
      "</details>",
    ].join("\n\n");
  }

  function helper(symbol, level) {
    return [`${level} ${symbol.name}`, ...functionDoc(symbol, symbol.name)];
  }

  function isFunction(symbol) {
    return Boolean(symbol.flags & ts.SymbolFlags.Function);
  }

  function isLookup({ declarations }) {
    return declarations.every((each) => each.getSourceFile().fileName.includes("/program/lookups/"));
  }

  /** A look-up: what it takes and what it answers. */
  function lookup(symbol) {
    const [declaration] = symbol.declarations;
    const [args] = declaration.parameters;
    const given = checker.getTypeFromTypeNode(args.type);
    const rows = given.symbol?.flags & ts.SymbolFlags.Interface ? ownRows(given.symbol) : [];
    const answer = declaration.type.getText().replace(/^Promise<([^]*)>$/, "$1");
    return [
      `## ${symbol.name}`,
      `\`${symbol.name}(args${args.questionToken ? "?" : ""}, place?): ${answer.replace(/^readonly /, "")}\``,
      docOf(symbol),
      ...notesOf(symbol),
      ...(rows.length > 0 ? [inputTable(rows)] : []),
    ];
  }

  function notesOf(symbol) {
    const written = { param: (text) => text.replace(/^\w+/, "`$&`:"), returns: (text) => `Returns ${text}` };
    const notes = tagsOf(symbol).map(([tag, text]) => `- ${(written[tag] ?? ((thrown) => `Throws ${thrown}`))(text)}`);
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

  return { resource, rowsOf, ownRows, record, helper, isFunction, isLookup, lookup, inputTable };
}

/** Without the wrappers of inputs and outputs. */
function plainType(written) {
  let text = written.replace(/\s+/g, " ");
  for (const wrapper of ["pulumi.Input", "pulumi.Output", "pulumi.Unwrap", "Input", "Unwrap", "Readonly"])
    for (let at = text.indexOf(`${wrapper}<`); at >= 0; at = text.indexOf(`${wrapper}<`))
      text = unwrapped(text, at, wrapper);
  return text
    .replaceAll("readonly ", "")
    .replaceAll("(string & {})", "string")
    .replaceAll(" | undefined", "")
    .replaceAll(/^\| /g, "")
    .trim();
}

function unwrapped(text, at, wrapper) {
  const from = at + wrapper.length + 1;
  let depth = 1;
  let end = from;
  while (depth > 0) {
    if (text[end] === "<") depth += 1;
    if (text[end] === ">" && text[end - 1] !== "=") depth -= 1;
    end += 1;
  }
  return (
    text.slice(0, at) +
    text
      .slice(from, end - 1)
      .trim()
      .replace(/,$/, "") +
    text.slice(end)
  );
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

/** For places where GitHub reads HTML but not Markdown. */
function escaped(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}
