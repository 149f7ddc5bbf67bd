import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const record = z.record(z.string(), z.unknown());

/** An example of the vendor's documents; its `source` says which. */
const example = z.strictObject({
  source: z.string(),
  request: record,
  reply: record,
  duplicateReply: record.optional(),
});
const steps = z.strictObject({
  source: z.string(),
  steps: z.array(z.strictObject({ action: z.string(), when: z.string(), reply: record })),
});
const codes = z.strictObject({ source: z.string(), codes: z.array(z.string()) });

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, "../../fixtures/tione", `${name}.json`), "utf8"));

export const createExample = example.parse(read("create-training-task"));
export const describeExample = example.parse(read("describe-training-task"));
export const listExample = example.parse(read("describe-training-tasks"));
export const modelVersionsExample = example.parse(read("describe-training-model-versions"));
export const destroyExample = steps.parse(read("destroy"));
export const errorCodes = codes.parse(read("error-codes"));
