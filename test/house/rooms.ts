import { builtinModules } from "node:module";
import ts from "typescript";

/** What the files of one room may import: folders end in `/`, `<p>` is the importing platform, `*` is anything. */
interface Room {
  readonly may: readonly string[];
  /** Only by `import type`. */
  readonly types?: readonly string[];
  /** Only by a call, when it is needed first. */
  readonly late?: readonly string[];
  /** Taken out of `may`. */
  readonly never?: readonly string[];
}

/** Who may import whom. Names are paths in src/ without `.ts` and `/index`; the first room that a file fits decides. */
const ROOMS: Readonly<Record<string, Room>> = {
  index: { may: ["program/", "@pulumi/pulumi"], types: ["*"] },
  // A program that asks no platform anything starts without what asking takes.
  "program/": { may: ["@pulumi/pulumi", "node"], types: ["*"], late: ["lookups"] },
  machine: { may: ["net/"] },
  lookups: { may: ["resources/", "machine"] },
  // It puts the process together: the verbs, the clock, the journal, the environment.
  runtime: { may: ["resources/", "engine/", "jobs/", "net/", "pricing/book", "machine"] },
  "resources/": {
    may: [
      "engine/",
      "jobs/",
      "net/errors",
      "net/ids",
      "net/secrets",
      "net/settings",
      "platforms/registry",
      "pricing/",
      "zod",
    ],
    types: ["net/clock", "net/io"],
  },
  // What jobs cost, whoever asks: the verbs, the plan of a pull request, the policies. The reader of YAML is a large one.
  "pricing/": { may: ["jobs/", "net/errors", "zod", "node"], types: ["net/clock"], late: ["yaml"] },
  // A schema is handed in, and the narrator speaks with the SDK's own copy of grpc: their types suffice here.
  "engine/": {
    may: ["@pulumi/pulumi", "node", "net/errors", "net/clock", "net/nearest", "net/secrets"],
    types: ["zod", "@grpc/grpc-js"],
  },
  // The port says that a platform brings its schema; the journal reads what may be of any age.
  "jobs/": { may: ["net/", "node", "zod"] },
  "net/": { may: ["undici", "zod", "node"] },
  "platforms/registry": {
    may: [
      "platforms/tione",
      "platforms/tione/lookups/args",
      "platforms/tione/lookups",
      "platforms/modelarts",
      "platforms/modelarts/lookups/args",
      "platforms/modelarts/lookups",
      "platforms/qizhi",
      "platforms/qizhi/lookups/args",
      "platforms/qizhi/lookups",
    ],
    types: ["jobs/"],
  },
  // Apart from the registry: the plugin has no use for emulators and must not load them.
  "platforms/vendors": {
    may: ["platforms/tione/emulator", "platforms/modelarts/emulator", "platforms/qizhi/emulator"],
    types: ["emulator/"],
  },
  // The dummy credentials are public and in one place: the emulator checks what the client signs with.
  "platforms/<p>/emulator/": {
    may: ["platforms/<p>/dummy", "zod", "node"],
    types: ["emulator/"],
  },
  // What vendors write alike; it knows none of them.
  "platforms/kit/": { may: ["net/", "zod", "node"], types: ["jobs/"] },
  "platforms/tione/": {
    may: ["net/", "jobs/groups", "platforms/kit/", "zod", "node", "tencentcloud-sdk-nodejs-common"],
    types: ["jobs/"],
  },
  "platforms/<p>/": { may: ["net/", "jobs/groups", "platforms/kit/", "zod", "node"], types: ["jobs/"] },
  "emulator/index": { may: ["emulator/", "node", "platforms/vendors"] },
  "emulator/": { may: ["node", "zod", "net/clock"] },
  // It runs where the pack runs, without credentials: it asks no platform, and its peer brings nothing but types.
  "policy/": {
    may: ["pricing/", "jobs/duration", "jobs/wait", "platforms/registry", "zod"],
    types: ["jobs/", "@pulumi/policy"],
  },
  "cli/": { may: ["*"], never: ["program/", "index"] },
};

/** The files that may ask the machine itself for time, chance, environment and a terminal. */
const AMBIENT_ROOMS = ["net/clock", "net/settings", "machine", "runtime", "cli/"];
const AMBIENT_MEMBERS = new Set(["Date.now", "Math.random", "process.env"]);
const AMBIENT_NAMES = new Set(["setTimeout", "setInterval", "console"]);
const AMBIENT_MODULES = new Set(["timers", "timers/promises", "console", "process"]);

/**
 * What in a source breaks the house's rules, one sentence each, naming file, import and rule.
 * @param path from the clone's root, `src/jobs/wait.ts`
 */
export function breaches(path: string, text: string): string[] {
  const file = nameOf(path);
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const imported = importOf(node);
    const problem =
      (imported && importBreach(file, imported)) ?? starBreach(node) ?? ambientBreach(file, node, imported);
    if (problem) found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${problem}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What of `src/` the file imports, types included: paths there, without `.ts` and `/index`. */
export function importsOf(path: string, text: string): string[] {
  const file = nameOf(path);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const imported = importOf(node);
    if (imported && !imported.isLate && imported.specifier.startsWith("."))
      found.push(targetOf(file, imported.specifier));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  return found;
}

/** `platforms/tione/jobs` for `src/platforms/tione/jobs/index.ts`. */
function nameOf(path: string): string {
  return path.replace(/^src\//, "").replace(/\.ts$/, "");
}

interface Import {
  readonly specifier: string;
  readonly isType: boolean;
  /** By a call, not at the head of the file. */
  readonly isLate?: boolean;
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) return named(node.moduleSpecifier, isTypeClause(node.importClause));
  if (ts.isExportDeclaration(node)) return named(node.moduleSpecifier, node.isTypeOnly || areTypes(node.exportClause));
  if (ts.isExternalModuleReference(node)) return named(node.expression, node.parent.isTypeOnly);
  if (ts.isImportTypeNode(node))
    return named(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
  if (ts.isCallExpression(node) && isLoading(node.expression)) {
    const loaded = named(node.arguments[0], false);
    return loaded && { ...loaded, isLate: true };
  }
  return undefined;
}

function isLoading(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require");
}

function named(specifier: ts.Node | undefined, isType: boolean): Import | undefined {
  return specifier && ts.isStringLiteralLike(specifier) ? { specifier: specifier.text, isType } : undefined;
}

function isTypeClause(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (!clause.name && areTypes(clause.namedBindings));
}

function areTypes(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return false;
  const elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] = [...bindings.elements];
  return elements.length > 0 && elements.every((element) => element.isTypeOnly);
}

function importBreach(file: string, { specifier, isType, isLate }: Import): string | undefined {
  const found = roomOf(file);
  if (!found) return `is in no room of test/house/rooms.ts`;
  const { name, room, platform } = found;
  const target = targetOf(file, specifier);
  const isIn = (allowed: readonly string[] = []) =>
    allowed.some((entry) => fits(target, entry.replace("<p>", platform)));
  const isOwn = name.endsWith("/") && fits(target, name.replace("<p>", platform));
  // A platform's emulator and its client agree by the vendor's documents, not by shared code.
  const isEmulatorOfClient =
    isOwn && name !== "platforms/<p>/emulator/" && fits(target, `platforms/${platform}/emulator/`);
  const isAllowed = isOwn ? !isEmulatorOfClient : isIn(room.may) && !isIn(room.never);
  if (isAllowed || (isType && isIn(room.types)) || (isLate && isIn(room.late))) return undefined;
  return `imports ${isType ? "the types of " : ""}"${specifier}"; ${rule(name, room)}`;
}

function rule(name: string, { may, types = [], late = [], never = [] }: Room): string {
  const sentence = `${name} may import ${may.join(", ")}`;
  const only = types.length > 0 ? `, and types of ${types.join(", ")}` : "";
  const called = late.length > 0 ? `, and ${late.join(", ")} by a call` : "";
  return `${sentence}${only}${called}${never.length > 0 ? ` but never ${never.join(", ")}` : ""}`;
}

function roomOf(file: string): { name: string; room: Room; platform: string } | undefined {
  const platform = /^platforms\/([^/]+)\//.exec(file)?.[1] ?? "";
  const entry = Object.entries(ROOMS).find(([name]) => fits(file, name.replace("<p>", platform || "<p>")));
  return entry && { name: entry[0], room: entry[1], platform };
}

/** A file, or a folder with anything in it. */
function fits(target: string, entry: string): boolean {
  if (entry === "*" || entry === target) return true;
  return entry.endsWith("/") && `${target}/`.startsWith(entry);
}

/** `node`, a package's name, or a path in src/ without `.ts` and `/index`. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith(".")) {
    const { pathname } = new URL(specifier, `file:///${file}`);
    return (
      pathname
        .slice(1)
        .replace(/\.[jt]s$/, "")
        .replace(/\/(index)?$/, "") || "index"
    );
  }
  const bare = specifier.replace(/^node:/, "");
  if (specifier !== bare || builtinModules.includes(bare)) return "node";
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

/** What a file offers is read in the file. */
function starBreach(node: ts.Node): string | undefined {
  if (!ts.isExportDeclaration(node) || node.exportClause) return undefined;
  return `exports everything of ${node.moduleSpecifier?.getText() ?? "a module"}; name what is meant`;
}

function ambientBreach(file: string, node: ts.Node, imported: Import | undefined): string | undefined {
  if (AMBIENT_ROOMS.some((room) => fits(file, room))) return undefined;
  const used = imported && !imported.isType ? ambientModule(imported.specifier) : ambientUse(node);
  return used && `uses ${used}; only ${AMBIENT_ROOMS.join(", ")} may: ask the Clock or the Io that was handed in`;
}

function ambientModule(specifier: string): string | undefined {
  return AMBIENT_MODULES.has(specifier.replace(/^node:/, "")) ? `"${specifier}"` : undefined;
}

function ambientUse(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length) return "new Date()";
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const member = memberOf(node);
    return AMBIENT_MEMBERS.has(member) || AMBIENT_NAMES.has(member) ? member : undefined;
  }
  if (ts.isIdentifier(node) && AMBIENT_NAMES.has(node.text) && isValue(node)) return node.text;
  return undefined;
}

/** `Date.now` for `Date.now`, `Date["now"]` and `globalThis.Date.now`. */
function memberOf(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string {
  const key = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  const name = ts.isStringLiteralLike(key) || ts.isIdentifier(key) ? key.text : key.getText();
  return `${node.expression.getText()}.${name}`.replace(/^(globalThis|global)\./, "");
}

/** Not the name of a member, an import or a declaration, and not a mention in a type. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isTypeQueryNode(parent) || ts.isImportSpecifier(parent)) return false;
  return !("name" in parent && parent.name === node);
}
