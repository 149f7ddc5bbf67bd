// Preloaded by the runs that want it: each second, the plugin's process reports how long its event loop was blocked, and how much
// memory it uses, as a line of JSON in the file that BENCH_PROBE names.
if (process.env.BENCH_PROBE && process.argv.some((arg) => arg.includes("dynamic-provider"))) {
  const { appendFileSync } = require("node:fs");
  const { monitorEventLoopDelay } = require("node:perf_hooks");
  const RESOLUTION_MS = 10;
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  setInterval(() => {
    // The histogram records the pause between two looks at the clock, which is its resolution when nothing blocks the loop.
    const lagMs = histogram.percentile(99) / 1e6 - RESOLUTION_MS;
    const line = { at: Date.now(), lagMs, rss: process.memoryUsage().rss };
    appendFileSync(process.env.BENCH_PROBE, `${JSON.stringify(line)}\n`);
    histogram.reset();
  }, 1_000).unref();
}
