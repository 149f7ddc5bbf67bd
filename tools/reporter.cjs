// Mocha's own dots and failures, and the counts sent to tools/test.mjs, which prints them last.
const { reporters } = require("mocha");

module.exports = class extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => process.send?.({ passed: this.stats.passes, failed: this.stats.failures }));
  }
};
