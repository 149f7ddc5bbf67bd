// Preloaded by the runs that are asked for it: the plugin's process tells each second how long its event loop was held up, and
// how much memory it has. One line of JSON each, in the file that BENCH_PROBE names.
if (process.env.BENCH_PROBE && process.argv.some((arg) => arg.includes("dynamic-provider"))) {
  const { appendFileSync } = require("node:fs");
  const { monitorEventLoopDelay } = require("node:perf_hooks");
  const RESOLUTION_MS = 10;
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  setInterval(() => {
    // The histogram counts the pause between two looks at the clock, which is its resolution when nothing holds the loop up.
    const lagMs = histogram.percentile(99) / 1e6 - RESOLUTION_MS;
    const line = { at: Date.now(), lagMs, rss: process.memoryUsage().rss };
    appendFileSync(process.env.BENCH_PROBE, `${JSON.stringify(line)}\n`);
    histogram.reset();
  }, 1_000).unref();
}
