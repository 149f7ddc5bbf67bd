// `npm run bench`: what a fleet takes, against floors measured in the same run (`bench/`). `-- --only tione-running` measures one row.
import { spawnSync } from "node:child_process";
import { ROOT, runTool, setUp } from "./setup.mjs";
import { environmentOfTests, withHome } from "./test.mjs";

await runTool(import.meta.filename, async (args) => {
  const cli = await setUp({ cli: true });
  return withHome((home) => {
    const command = ["--require", "ts-node/register", "bench/main.ts", ...args];
    return spawnSync(process.execPath, command, { cwd: ROOT, env: environmentOfTests(home, cli), stdio: "inherit" })
      .status;
  });
});
