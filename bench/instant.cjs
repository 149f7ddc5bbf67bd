// The providers of the floors: they ask nobody, so what is left is what the engine, gRPC and Pulumi's Node server take themselves.
const { appendFileSync, readFileSync } = require("node:fs");

/** @param rowFile JSON of outputs that each resource gets beside its inputs, so that its row is as large as a job's */
exports.instant = (rowFile) => {
  const row = rowFile ? JSON.parse(readFileSync(rowFile, "utf8")) : {};
  let count = 0;
  return {
    async check(_olds, news) {
      return { inputs: news };
    },
    async diff() {
      return { changes: false };
    },
    async create(inputs) {
      return { id: `instant-${++count}`, outs: { ...row, ...inputs } };
    },
    async read(id, props) {
      return { id, props };
    },
    async delete() {},
  };
};

/** Its creates never end. @param file gets a line for each of them */
exports.waiting = (file) => ({
  ...exports.instant(),
  create() {
    appendFileSync(file, "begun\n");
    return new Promise(() => {});
  },
});
