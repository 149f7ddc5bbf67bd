// `npm run docs`: generates from the docstrings what people read: the types that a program sees (`src/program/specs/`, `lookups/`) and
// the pages of docs/reference/. With `--check` it only checks whether they are up to date. A public member without a docstring is an
// error either way.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format, resolveConfig } from "prettier";
import { pageFiles } from "./docs/pages.mjs";
import { typeFiles } from "./docs/types.mjs";
import { log, ROOT, runTool } from "./setup.mjs";

/** These contain nothing else. */
const FOLDERS = ["src/program/specs", "src/program/lookups", "docs/reference"];

await runTool(import.meta.filename, async (args) => {
  const isCheck = args.includes("--check");
  const stale = [];
  const write = async ({ files, undocumented }) => {
    if (undocumented.length > 0) throw new Error(`these have no docstring: ${[...new Set(undocumented)].join(", ")}`);
    for (const [path, text] of files) if (await isStale(path, text, isCheck)) stale.push(path);
    return [...files.keys()];
  };
  // The pages are read from the types, which must be there by then.
  const written = [...(await write(typeFiles())), ...(await write(pageFiles()))];
  const others = FOLDERS.flatMap((folder) => names(folder).map((name) => `${folder}/${name}`)).filter(
    (path) => !written.includes(path),
  );
  if (!isCheck) for (const path of others) rmSync(join(ROOT, path));
  if (isCheck && stale.length + others.length > 0) {
    throw new Error(`${[...stale, ...others].join(", ")}: not what the docstrings say; run \`npm run docs\``);
  }
  log(`${written.length} files are up to date`);
});

/** Whether the file differs; unless this is only a check, it is then written. */
async function isStale(path, text, isCheck) {
  const file = join(ROOT, path);
  const wanted = path.endsWith(".ts") ? await format(text, { ...(await resolveConfig(file)), filepath: file }) : text;
  if (read(file) === wanted) return false;
  if (!isCheck) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, wanted);
  }
  return true;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // not written yet
  }
}

function names(folder) {
  try {
    return readdirSync(join(ROOT, folder));
  } catch {
    return []; // not written yet
  }
}
