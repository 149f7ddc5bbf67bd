// `npm run crashes`: real processes are killed at every write and at many moments, and the same program runs again (`test/crashes/`).
import { runTool } from "./setup.mjs";
import { runProgram } from "./test.mjs";

await runTool(import.meta.filename, (args) => runProgram("test/crashes/main.ts", args, { cli: true }));
