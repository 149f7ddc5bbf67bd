// `npm run bench`: how long a fleet takes, against floors measured in the same run (`bench/`). `-- --only tione-running` measures one row.
import { runTool } from "./setup.mjs";
import { runProgram } from "./test.mjs";

await runTool(import.meta.filename, (args) => runProgram("bench/main.ts", args, { cli: true }));
