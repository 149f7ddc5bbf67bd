import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Gate } from "../../../src/net/action";
import type { QizhiJobSpecInput } from "../../../src/platforms/qizhi/jobs/schema";

const record = z.record(z.string(), z.unknown());
const example = z.strictObject({ source: z.string(), request: record, reply: record });
const wire = z.strictObject({
  source: z.string(),
  login: z.strictObject({ request: record, reply: record }),
  create: z.strictObject({ request: record, reply: record }),
  detail: z.strictObject({ request: record, running: record, succeeded: record, stoppedInQueue: record }),
  errors: z.record(z.string(), z.unknown()),
});

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, "../../fixtures/qizhi", `${name}.json`), "utf8"));

/** The examples of the OpenAPI document: every member, filled with "string" and 0. */
export const drawn = {
  token: example.parse(read("token")),
  create: example.parse(read("create")),
  detail: example.parse(read("detail")),
  stop: example.parse(read("stop")),
};
/** What is really on the wire. */
export const wireExamples = wire.parse(read("wire"));
export const requestSchema = z.fromJSONSchema(record.parse(read("request.schema")));

export const MARKER = "aaaabbbbccccddddeeee";
export const RESOURCE = "rrrrsssstttt";

/** Lets everything pass. */
export const openGate: Gate = { signal: new AbortController().signal, open: () => Promise.resolve() };

export const machines = {
  image: "registry.example.invalid/demo/pytorch:1.0",
  imageType: "SOURCE_PRIVATE",
  instanceCount: 2,
  shmGi: 64,
  specId: "00000000-0000-4000-8000-0000000000f1",
} satisfies QizhiJobSpecInput["frameworkConfig"][number];

/** As little as a job needs. */
export const smallSpec = {
  workspaceId: "ws-00000000-0000-4000-8000-000000000011",
  projectId: "project-00000000-0000-4000-8000-000000000012",
  logicComputeGroupId: "lcg-00000000-0000-4000-8000-000000000013",
  framework: "pytorch",
  command: "bash /inspire/demo/train.sh",
  frameworkConfig: [machines],
  taskPriority: 4,
} satisfies QizhiJobSpecInput;

/** Every member that there is. */
export const fullSpec = {
  ...smallSpec,
  maxRunningTimeMs: 7_200_000,
  autoFaultTolerance: true,
  faultToleranceMaxRetry: 3,
  reserveOnFailMs: 600_000,
  reserveOnSuccessMs: 300_000,
  env: { EPOCHS: "3" },
  datasetInfo: [{ datasetId: "ds-1", versionId: "v-1", path: "/inspire/dataset/ds-1/v-1" }],
  tbSummaryPath: "/inspire/demo/tb",
  enableNotification: true,
  enableTroubleshoot: true,
} satisfies QizhiJobSpecInput;

export const JOB_ID = "job-00000000-0000-4000-8000-000000000001";

/** As it goes over the wire: members without a value stay out. */
export function asSent(request: Record<string, unknown>): Record<string, unknown> {
  return record.parse(JSON.parse(JSON.stringify(request)));
}
