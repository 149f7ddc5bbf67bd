// `npm run soak`: random schedules of kills and faults, for as long as you like (`test/schedules/`).
import { runTool } from "./setup.mjs";
import { runProgram } from "./test.mjs";

await runTool(import.meta.filename, (args) => runProgram("test/schedules/soak.ts", args, { node: ["--expose-gc"] }));
