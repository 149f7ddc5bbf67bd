// `npm run faults`: what bad networks and bad answers do to a job, on every platform (`test/faults/`).
import { runTool } from "./setup.mjs";
import { runProgram } from "./test.mjs";

await runTool(import.meta.filename, (args) => runProgram("test/faults/main.ts", args));
