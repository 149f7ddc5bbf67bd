import assert from "node:assert/strict";
import { PLATFORMS, play, playMany, type Run, type Way } from "./schedule";

/** On each platform, the same in every run; `npm run soak` plays others, as many as one likes. */
const SCHEDULES = { runs: 60, seed: 20_261_128 } as const;

/** A run on the first machine that nothing happens to, with these differences. */
const run = (variants: readonly boolean[], more: Partial<Run> = {}): Run => ({
  destroys: false,
  variants,
  isElsewhere: false,
  dies: undefined,
  keepsCheckpoints: false,
  submissions: [],
  looks: [],
  pauseMs: 0,
  ...more,
});

/** Schedules that once ended badly, by what went wrong. */
const FOUND: readonly (readonly [what: string, way: Way, lagMs: number, runs: readonly Run[]])[] = [
  [
    "a job whose answer came to nobody was not spoken of when the program was as before",
    "tione",
    0,
    [
      run([true, true, true, true, false]),
      run([true, true, false, true, false], { dies: 42, looks: [{ kind: "500 before" }] }),
      run([false, false, true, false, false]),
    ],
  ],
  [
    "a second job of the row's own marker was left by destroy",
    "modelarts-v1",
    0,
    [
      run([false, true, false, false, false], {
        submissions: [
          { kind: "arrives late", afterMs: 39_788 },
          { kind: "request lost", afterMs: 0 },
        ],
        looks: [{ kind: "500 before" }],
      }),
      run([false, false, false, false, true], { dies: 15 }),
      run([false, false, false, false, false], { dies: 18 }),
      run([false, true, false, false, false]),
    ],
  ],
  [
    "an earlier job that lists had hidden was left by destroy",
    "modelarts",
    60_000,
    [run([false, false, false, false, false], { dies: 24 }), run([false, true, false, false, false])],
  ],
  [
    "a job ended by a destroy that could not look was taken to run",
    "qizhi",
    0,
    [
      run([true, false], { submissions: [{ kind: "500 before" }] }),
      run([true, false], {
        destroys: true,
        looks: [
          { kind: "not sent", afterMs: 0 },
          { kind: "500 before" },
          { kind: "500 before" },
          { kind: "not sent", afterMs: 0 },
          { kind: "500 before" },
        ],
      }),
    ],
  ],
  [
    "a job ended by a replacement that could not look was taken to run when the program was as before",
    "modelarts-v1",
    0,
    [
      run([false, false, false]),
      run([false, false, true], {
        looks: [
          { kind: "not sent", afterMs: 0 },
          { kind: "500 before" },
          { kind: "not sent", afterMs: 0 },
          { kind: "500 before" },
          { kind: "not sent", afterMs: 0 },
        ],
      }),
      run([false, false, false]),
    ],
  ],
];

describe("kills, faults and machines that change", function () {
  this.timeout(600_000);

  for (const [what, way, lagMs, runs] of FOUND) {
    it(`end well where once ${what}`, async () => {
      assert.deepEqual(await play(way, { lagMs, runs }), []);
    });
  }

  for (const way of PLATFORMS) {
    it(`end with each job bought once, none lost, and none left after destroy, by chance, on ${way}`, async () => {
      assert.equal(await playMany(way, SCHEDULES), undefined);
    });
  }
});
