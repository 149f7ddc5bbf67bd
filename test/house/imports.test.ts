import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { breaches, importsOf } from "./rooms";

const ROOT = join(__dirname, "../..");

const ALLOWED = [
  ["src/program/job.ts", `import * as pulumi from "@pulumi/pulumi"; import type { z } from "zod";`],
  ["src/program/job.ts", `import { type TioneJobSpec } from "../platforms/tione";`],
  ["src/index.ts", `export { TrainingJob } from "./program/job"; export type { JobState } from "./jobs/job";`],
  ["src/runtime.ts", `import { trainingJob } from "./resources/job"; const now = Date.now();`],
  ["src/engine/live.ts", `const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");`],
  ["src/jobs/wait.ts", `import { createHash } from "crypto"; import { call } from "../net/call"; import "./poller";`],
  ["src/platforms/registry.ts", `import { tione } from "./tione";`],
  ["src/platforms/tione/index.ts", `import { allPages } from "../kit/pages"; import { jobs } from "./jobs";`],
  [
    "src/platforms/tione/client.ts",
    `import { sign } from "tencentcloud-sdk-nodejs-common"; import { KEY } from "./dummy";`,
  ],
  ["src/platforms/tione/emulator/index.ts", `import type { World } from "../../../emulator/world"; import "./tags";`],
  [
    "src/cli/jobs.ts",
    `import { Command } from "commander"; import { call } from "../net/call"; console.log(process.env);`,
  ],
  [
    "src/jobs/wait.ts",
    `type Timer = ReturnType<typeof setTimeout>; const at = new Date(0); io.setTimeout(1); Math.max(1);`,
  ],
] as const;

const FORBIDDEN = [
  [
    "src/program/job.ts",
    `import { z } from "zod";`,
    /imports "zod"; program\/ may import @pulumi\/pulumi, node, and types of \*/,
  ],
  ["src/program/job.ts", `import { tione, type Spec } from "../platforms/tione";`, /imports "..\/platforms\/tione"/],
  ["src/runtime.ts", `import { tione } from "./platforms/tione";`, /imports "\.\/platforms\/tione"/],
  [
    "src/resources/job.ts",
    `import { call } from "../net/call";`,
    /resources\/ may import engine\/, jobs\/, net\/errors/,
  ],
  ["src/engine/adapter.ts", `export { waitFor } from "../jobs/wait";`, /imports "..\/jobs\/wait"/],
  ["src/engine/live.ts", `import grpc from "@grpc/grpc-js";`, /imports "@grpc\/grpc-js"/],
  ["src/jobs/wait.ts", `import { request } from "undici";`, /imports "undici"; jobs\/ may import net\/, node, zod/],
  ["src/jobs/wait.ts", `type Diff = import("../engine/rules").Diff;`, /imports the types of "..\/engine\/rules"/],
  ["src/net/http.ts", `const { Job } = await import("../jobs/platform");`, /imports "..\/jobs\/platform"/],
  ["src/net/http.ts", `import axios = require("axios");`, /imports "axios"/],
  ["src/platforms/tione/jobs.ts", `import { codes } from "../qizhi/errors";`, /imports "..\/qizhi\/errors"/],
  ["src/platforms/tione/jobs.ts", `import { waitFor } from "../../jobs/wait";`, /imports "..\/..\/jobs\/wait"/],
  ["src/platforms/tione/jobs.ts", `import * as pulumi from "@pulumi/pulumi";`, /imports "@pulumi\/pulumi"/],
  ["src/platforms/tione/index.ts", `import { routes } from "./emulator";`, /imports "\.\/emulator"/],
  ["src/platforms/kit/pages.ts", `import { fault } from "../tione/errors";`, /imports "..\/tione\/errors"/],
  ["src/platforms/tione/jobs.ts", `import { statuses } from "./emulator";`, /imports "\.\/emulator"/],
  ["src/platforms/qizhi/client.ts", `import { sign } from "tencentcloud-sdk-nodejs-common";`, /imports "tencentcloud/],
  [
    "src/platforms/tione/emulator/tasks.ts",
    `import { codes } from "../errors";`,
    /imports "\.\.\/errors"; platforms\/<p>\/emulator/,
  ],
  [
    "src/platforms/tione/emulator/tags.ts",
    `import { World } from "../../../emulator/world";`,
    /imports "..\/..\/..\/emulator/,
  ],
  ["src/emulator/server.ts", `import { registry } from "../platforms/registry";`, /imports "..\/platforms\/registry"/],
  ["src/cli/jobs.ts", `import { TrainingJob } from "../program/job";`, /but never program\/, index/],
  ["src/cli/jobs.ts", `import { TrainingJob } from "..";`, /but never program\/, index/],
  ["src/helpers/text.ts", `import "node:fs";`, /is in no room/],
  [
    "src/jobs/wait.ts",
    `const t = Date.now();`,
    /uses Date.now; only net\/clock, net\/settings, machine, runtime, cli\/ may/,
  ],
  ["src/jobs/wait.ts", `const t = new Date();`, /uses new Date\(\)/],
  ["src/jobs/wait.ts", `setTimeout(done, 1);`, /uses setTimeout/],
  ["src/jobs/wait.ts", `const timers = { setTimeout };`, /uses setTimeout/],
  ["src/jobs/wait.ts", `globalThis.setTimeout(done, 1);`, /uses setTimeout/],
  ["src/jobs/wait.ts", `import { setTimeout as sleep } from "node:timers/promises";`, /uses "node:timers\/promises"/],
  ["src/net/http.ts", `const jitter = Math["random"]();`, /uses Math.random/],
  ["src/platforms/tione/client.ts", `const key = process.env.TENCENTCLOUD_SECRET_ID;`, /uses process.env/],
  ["src/engine/live.ts", `console.error("lost");`, /uses console/],
  [
    "src/program/tione.ts",
    `export * from "./lookups/tione";`,
    /exports everything of "\.\/lookups\/tione"; name what is meant/,
  ],
] as const;

/** The first circle that is found, from a file back to itself. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const from = (file: string, way: readonly string[]): readonly string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const imported of graph.get(file) ?? []) {
      const circle = from(imported, [...way, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const circle = from(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

describe("the rooms of src/", () => {
  const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );

  it("have no circle of imports, types included", () => {
    const graph = new Map(
      files.map((file) => [
        file.replace(/\.ts$/, "").replace(/\/?index$/, "") || "index",
        importsOf(`src/${file}`, readFileSync(join(ROOT, "src", file), "utf8")),
      ]),
    );
    assert.deepEqual(circleIn(graph), []);
    assert.deepEqual(
      circleIn(
        new Map([
          ["a", ["b"]],
          ["b", ["c"]],
          ["c", ["b"]],
        ]),
      ),
      ["b", "c", "b"],
    );
  });

  it("are kept by every file", () => {
    assert.ok(files.length > 0);
    const found = files.flatMap((file) => breaches(`src/${file}`, readFileSync(join(ROOT, "src", file), "utf8")));
    assert.deepEqual(found, []);
  });

  for (const [path, text] of ALLOWED) {
    it(`let ${path} say ${text}`, () => assert.deepEqual(breaches(path, text), []));
  }

  for (const [path, text, sentence] of FORBIDDEN) {
    it(`do not let ${path} say ${text}`, () => {
      const [found = "nothing", ...more] = breaches(path, `// a first line\n${text}`);
      assert.ok(found.startsWith(`${path}:2 `), found);
      assert.match(found, sentence);
      assert.deepEqual(more, []);
    });
  }
});

/** Who knows one platform's folder knows them all. What only one vendor has stands beside these. */
const PARTS = ["index", "place", "credentials", "dummy", "transport", "errors", "wire", "words"].map(
  (name) => `${name}.ts`,
);
const FOLDERS = ["jobs", "groups", "lookups", "emulator"];
const PARTS_OF_JOBS = ["index", "schema", "request", "client", "record"].map((name) => `${name}.ts`);

describe("the folder of a platform", () => {
  const platforms = join(ROOT, "src/platforms");
  for (const { name } of readdirSync(platforms, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    if (name === "kit") continue;
    it(`has the parts that all have: ${name}`, () => {
      const has = new Set(readdirSync(join(platforms, name)));
      const hasOfJobs = new Set(readdirSync(join(platforms, name, "jobs")));
      const lacking = [...PARTS, ...FOLDERS].filter((part) => !has.has(part));
      assert.deepEqual([...lacking, ...PARTS_OF_JOBS.filter((part) => !hasOfJobs.has(part))], []);
    });
  }
});
