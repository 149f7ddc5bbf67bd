// The types that a program sees, generated from the schemas and look-ups of the platforms: plain interfaces with docstrings, in place
// of what the compiler would otherwise infer at every check of every program, and never show.
import { dirname, relative } from "node:path";
import ts from "typescript";
import { ROOT } from "../setup.mjs";
import { isRecordOfMembers, LOOKUPS, readSources, SPECS } from "./source.mjs";

const HEAD = "// Written by `npm run docs` from the platform's schemas and look-ups: change those.\n";
const LONGEST_LINE = 120;

/** @returns the text of each file by its path from the clone's root; not formatted yet */
export function typeFiles() {
  const source = readSources([
    ...SPECS.map(({ schema }) => schema),
    ...LOOKUPS.flatMap(({ platform }) => [argsFile(platform), lookupsFile(platform)]),
  ]);
  const platforms = [...new Set(SPECS.map(({ platform }) => platform))];
  const files = new Map([
    ...platforms.map((platform) => [`src/program/specs/${platform}.ts`, specsText(platform, source)]),
    ...LOOKUPS.map((lookups) => [`src/program/lookups/${lookups.platform}.ts`, lookupsText(lookups, source)]),
  ]);
  return { files, undocumented: source.undocumented };
}

const argsFile = (platform) => `src/platforms/${platform}/lookups/args.ts`;
const lookupsFile = (platform) => `src/platforms/${platform}/lookups/index.ts`;

function specsText(platform, source) {
  const specs = SPECS.filter((spec) => spec.platform === platform);
  const printer = printerOf(source, { wrap: (text) => `Input<${text}>`, prefix: prefixOf(specs[0].published) });
  for (const { schema, input, published } of specs) {
    const symbol = source.exportsOf(schema)[input];
    printer.declare(published, checkedType(symbol, source), source.docOf(symbol), published);
  }
  return [HEAD, 'import type { Input } from "@pulumi/pulumi";\n', ...printer.declarations()].join("\n");
}

/** `Tione` of `TioneJobSpec`: what the names of its parts begin with. */
function prefixOf(published) {
  return published.replace(/(Job|Model)Spec$/, "");
}

function checkedType(symbol, { checker }) {
  return checker.getDeclaredTypeOfSymbol(symbol);
}

function lookupsText({ platform, connect, args }, source) {
  const { checker } = source;
  const connected = checker.getReturnTypeOfSignature(
    checker.getTypeOfSymbol(source.exportsOf(lookupsFile(platform))[connect]).getCallSignatures()[0],
  );
  const taken = checker.getTypeOfSymbol(source.exportsOf(argsFile(platform))[args]);
  const copier = copierOf(`src/program/lookups/${platform}.ts`, source);
  const printers = [];
  const functions = checker.getPropertiesOfType(taken).map((lookup) => {
    const { name } = lookup;
    const schema = checker.getTypeOfSymbol(lookup);
    const input = checker.getTypeOfSymbol(schema.getProperty("_input"));
    const answer = copier.textOf(checker.getPropertyOfType(connected, name).valueDeclaration.type);
    const argsName = `${titled(name)}Args`;
    const hasArgs = input.getProperties().length > 0;
    const printer = printerOf(source, { wrap: (text) => text, prefix: titled(name.replace(/^(get|push)/, "")) });
    printers.push(printer);
    if (hasArgs) printer.declare(argsName, input, `What \`${name}\` takes.`, name);
    const isNeeded = input.getProperties().some(({ flags }) => !(flags & ts.SymbolFlags.Optional));
    const given = hasArgs ? `args${isNeeded ? "" : "?"}: ${argsName}` : "args?: Readonly<Record<string, never>>";
    const verb = answer === "Promise<void>" ? "tell" : "lookUp";
    return [
      comment(source.docOf(lookup), "", source.tagsOf(lookup)),
      `export function ${name}(${given}, place?: LookupPlace): ${answer} {`,
      `  return ${verb}({ platform: "${platform}", lookup: "${name}", args, place });`,
      "}\n",
    ].join("\n");
  });
  const verbs = ["lookUp", ...(functions.some((text) => text.includes("return tell(")) ? ["tell"] : [])];
  return [
    HEAD,
    ...copier.imports(),
    `import { ${[...verbs, "type LookupPlace"].join(", ")} } from "../lookup";\n`,
    ...copier.exports(),
    ...printers.flatMap((printer) => printer.declarations()),
    ...copier.declarations(),
    ...functions,
  ].join("\n");
}

/** Copies declarations from the sources, with all that they mention; what several platforms share is imported. */
function copierOf(file, { checker, resolved, exportsOf }) {
  const imported = new Map();
  const copied = new Map();
  /** Files with types that programs may name too. */
  const shared = new Set();

  const interfacesIn = (path) =>
    Object.values(exportsOf(path))
      .filter(({ declarations }) => declarations?.some(ts.isInterfaceDeclaration))
      .map(({ name }) => name)
      .sort();
  const relativeOf = (path) => relative(dirname(file), path).replace(/\.ts$/, "");

  function textOf(node) {
    // The published spec, whose values may be outputs, with its values known.
    const spec = SPECS.find(({ published }) => node.getText() === `Partial<${published}>`);
    if (spec) {
      note(imported, `src/program/specs/${spec.platform}.ts`, spec.published);
      note(imported, "@pulumi/pulumi", "Unwrap");
      return `Partial<Unwrap<${spec.published}>>`;
    }
    let text = "";
    let end = node.getStart();
    const full = node.getSourceFile().text;
    const visit = (child) => {
      if (ts.isTypeReferenceNode(child) && SPECS.some(({ published }) => child.getText() === `Partial<${published}>`)) {
        text += full.slice(end, child.getStart()) + textOf(child);
        end = child.end;
        return;
      }
      if (ts.isIdentifier(child)) mention(child);
      ts.forEachChild(child, visit);
    };
    visit(node);
    return (text + full.slice(end, node.end)).trim();
  }

  function mention(identifier) {
    const found = checker.getSymbolAtLocation(identifier);
    const symbol = found && resolved(found);
    const declaration = symbol?.declarations?.[0];
    if (!declaration || !(ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration))) return;
    const path = relative(ROOT, declaration.getSourceFile().fileName);
    if (!path.startsWith("src/")) return;
    if (/^src\/(jobs|platforms\/kit)\//.test(path)) return note(imported, path, symbol.name);
    if (/\/answers\.ts$/.test(path)) {
      shared.add(path);
      return note(imported, path, symbol.name);
    }
    if (copied.has(symbol.name)) return;
    copied.set(symbol.name, ""); // it may mention itself
    const [doc] = ts.getJSDocCommentsAndTags(declaration);
    copied.set(symbol.name, `${doc ? `${doc.getText()}\n` : ""}${textOf(declaration)}\n`);
  }

  return {
    textOf,
    imports: () =>
      [...imported]
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([path, names]) => {
          const from = path.startsWith("src/") ? relativeOf(path) : path;
          return `import type { ${[...names].sort().join(", ")} } from "${from}";`;
        }),
    declarations: () => [...copied.values()],
    // By name: the TypeScript of some projects does not know `export type *` yet.
    exports: () =>
      [...shared].sort().map((path) => {
        const names = interfacesIn(path);
        return `export type { ${names.join(", ")} } from "${relativeOf(path)}";\n`;
      }),
  };
}

function note(imported, path, name) {
  imported.set(path, (imported.get(path) ?? new Set()).add(name));
}

/** Writes inferred types as named interfaces; `wrap` gives the type in which a value may be passed. */
function printerOf(source, { wrap, prefix }) {
  const { checker } = source;
  const bodies = new Map();

  /** @returns the name, which may be that of an identical interface */
  function declare(name, type, doc, path) {
    const lines = source.membersOf(type).map((member) => {
      const isOptional = member.flags & ts.SymbolFlags.Optional;
      const own = `${path}.${member.name}`;
      return [
        comment(source.docOf(member, own), "  "),
        `  readonly ${keyOf(member.name)}${isOptional ? "?" : ""}: ${textOf(checker.getTypeOfSymbol(member), member, own)};`,
      ].join("\n");
    });
    const body = lines.join("\n");
    const same = [...bodies].find(([known, each]) => each.body === body && known.startsWith(prefix) && prefix !== "");
    if (same) return same[0];
    const free = bodies.has(name) ? `${prefix}${path.split(".").slice(-2).map(partOfName).join("")}` : name;
    bodies.set(free, { doc, body });
    return free;
  }

  /** `Job` of `ModelartsJobSpec`. */
  function partOfName(name) {
    return titled(name.startsWith(prefix) ? name.slice(prefix.length).replace(/Spec$/, "") : name);
  }

  function textOf(declared, member, path, isItem = false) {
    // The compiler would turn `unknown` into `{}`.
    const type = declared.flags & ts.TypeFlags.Unknown ? declared : checker.getNonNullableType(declared);
    const parts = type.isUnion() ? type.types : [type];
    const plain = parts.filter((each) => !isObject(each)).map(plainText);
    const words = [...new Set(plain)].sort(byKind);
    const objects = parts.filter(isObject).map((each) => wrap(objectText(each, member, path, isItem)));
    return [...(words.length > 0 ? [wrap(words.join(" | "))] : []), ...objects].join(" | ");
  }

  function objectText(type, member, path, isItem) {
    if (checker.isArrayType(type)) {
      const item = textOf(checker.getTypeArguments(type)[0], member, path, true);
      return `readonly ${/ \| |^readonly /.test(item) && !/^Input<.*>$/.test(item) ? `(${item})` : item}[]`;
    }
    const index = type.getStringIndexType();
    if (index && !isRecordOfMembers(type)) return `Readonly<Record<string, ${textOf(index, member, path)}>>`;
    const named = schemaOf(member.declarations?.[0]?.initializer);
    const name = named?.name ?? (isItem ? singular(member.name) : member.name);
    const doc = named?.getDocumentationComment(checker).length ? source.docOf(named) : source.docOf(member, path);
    return declare(`${prefix}${titled(name)}`, type, doc, path);
  }

  /** The constant that holds the member's schema: it has a name and a docstring. */
  function schemaOf(node) {
    if (!node) return undefined;
    if (ts.isIdentifier(node)) return node.text === "z" ? undefined : resolvedConstant(node);
    if (ts.isPropertyAccessExpression(node)) return schemaOf(node.expression);
    if (!ts.isCallExpression(node)) return undefined;
    return (
      schemaOf(node.expression) ??
      (/\bz\.array$/.test(node.expression.getText()) ? schemaOf(node.arguments[0]) : undefined)
    );
  }

  function resolvedConstant(identifier) {
    const symbol = checker.getSymbolAtLocation(identifier);
    const constant = symbol && source.resolved(symbol);
    return constant?.valueDeclaration && ts.isVariableDeclaration(constant.valueDeclaration) ? constant : undefined;
  }

  function isObject(type) {
    return Boolean(type.flags & ts.TypeFlags.Object);
  }

  function plainText(type) {
    if (type.flags & ts.TypeFlags.BooleanLiteral) return "boolean";
    if (type.isIntersection()) return "(string & {})";
    return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  }

  return {
    declare,
    // Each comes after those that mention it, as one reads.
    declarations: () =>
      [...bodies].reverse().map(([name, { doc, body }]) => `${comment(doc)}\nexport interface ${name} {\n${body}\n}\n`),
  };
}

/** String literals first, each kind in alphabetical order: the compiler orders a union as it happens to meet its members. */
function byKind(one, other) {
  const rank = (text) => (text.startsWith('"') ? 0 : text === "(string & {})" ? 2 : 1);
  return rank(one) - rank(other) || one.localeCompare(other, "en", { numeric: true });
}

function keyOf(name) {
  return /^\w+$/.test(name) ? name : JSON.stringify(name);
}

function singular(name) {
  return name.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
}

function titled(name) {
  return `${name[0].toUpperCase()}${name.slice(1)}`;
}

/** A docstring, wrapped. */
function comment(text, indent = "", tags = []) {
  const tagLines = tags.map(([tag, words]) => `@${tag} ${words.replace(/\s*\n\s*/g, " ")}`.trim());
  const single = `${indent}/** ${text} */`;
  if (tagLines.length === 0 && single.length <= LONGEST_LINE) return single;
  const lines = [text, ...tagLines].flatMap((part) => wrapped(part, LONGEST_LINE - indent.length - 3));
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`].join("\n");
}

function wrapped(text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    if (lines[last] !== "" && lines[last].length + 1 + word.length > width) lines.push(word);
    else lines[last] += (lines[last] === "" ? "" : " ") + word;
  }
  return lines;
}
