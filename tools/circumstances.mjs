// `npm run circumstances`: the create-once tests with lists that are 0, 5 and 60 s behind, on one machine and on a fresh one for each
// run. Some files have no tests in some circumstances. `npm test` runs each file in those in which it is likeliest to fail. Arguments
// are files to run instead of all.
import { log, ROOT, runTool, setUp } from "./setup.mjs";
import { BESIDE_EACH_OTHER, environmentOfTests, runMocha, withHome } from "./test.mjs";

const SECONDS_BEHIND = [0, 5, 60];
const JOURNALS = ["kept", "thrown"];

await runTool(import.meta.filename, async (args) => {
  const cli = await setUp({ cli: true });
  const files = args.length > 0 ? args : [`${ROOT}/test/engine/once/**/*.test.ts`];
  const all = [];
  for (const seconds of SECONDS_BEHIND) {
    for (const journal of JOURNALS) {
      const which = `lists ${seconds} s behind, journal ${journal}`;
      log(which);
      const counts = await withHome((home) =>
        runMocha([...BESIDE_EACH_OTHER, ...files], {
          ...environmentOfTests(home, cli),
          TEST_CIRCUMSTANCES: `${seconds},${journal}`,
        }),
      );
      all.push({ which, ...counts });
    }
  }
  for (const { which, passed, failed } of all) console.log(`${which}: ${passed} passed, ${failed} failed`);
  return all.every(({ failed }) => failed === 0) ? 0 : 1;
});
