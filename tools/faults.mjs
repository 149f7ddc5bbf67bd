// `npm run faults`: what a bad network and a bad answer do to a job, on every platform (`test/faults/`).
import { runProgram } from "./test.mjs";
import { runTool } from "./setup.mjs";

await runTool(import.meta.filename, (args) => runProgram("test/faults/main.ts", args));
