// `npm run soak`: random schedules of kills and faults, for as long as one likes (`test/schedules/`).
import { spawnSync } from "node:child_process";
import { ROOT, runTool, setUp } from "./setup.mjs";
import { environmentOfTests, withHome } from "./test.mjs";

await runTool(import.meta.filename, async (args) => {
  await setUp();
  return withHome((home) => {
    const command = ["--expose-gc", "--require", "ts-node/register", "test/schedules/soak.ts", ...args];
    return spawnSync(process.execPath, command, { cwd: ROOT, env: environmentOfTests(home, ""), stdio: "inherit" })
      .status;
  });
});
