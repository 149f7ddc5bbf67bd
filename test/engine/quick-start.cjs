// Loaded before Pulumi's SDK by the runs of these tests. At each start, in the program as in the plugin, the SDK loads the
// TypeScript compiler, npm's Arborist and more, which only the serialization of functions, tracing and the Automation API
// need. Here they are loaded by whoever uses them: a run takes half as long, and everything else is as it was.
const Module = require("node:module");

const SELDOM_USED = new Set([
  "typescript",
  "@npmcli/arborist",
  "semver",
  "normalize-package-data",
  "fdir",
  "execa",
  "js-yaml",
  "./automation",
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
]);
const load = Module._load;

process.env.PULUMI_NODEJS_TYPESCRIPT = "false"; // the programs are JavaScript
Module._load = function (request, parent, isMain) {
  if (!SELDOM_USED.has(request)) return load.call(this, request, parent, isMain);
  let loaded;
  const used = () => (loaded ??= load.call(this, request, parent, isMain));
  // Compiled imports copy every member of a module that is not marked so, and take its default from there.
  const told = (member) => (member === "default" ? (used().default ?? used()) : used()[member]);
  return new Proxy({}, { get: (_, member) => (member === "__esModule" ? true : told(member)) });
};
