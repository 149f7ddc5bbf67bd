// `npm run faults`: what a bad network and a bad answer do to a job, on every platform (`test/faults/`).
import { runTool } from "./setup.mjs";
import { runProgram } from "./test.mjs";

await runTool(import.meta.filename, (args) => runProgram("test/faults/main.ts", args));
