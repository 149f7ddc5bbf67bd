import assert from "node:assert/strict";
import type { RunningEmulator } from "../../src/emulator";
import { CallFailure, HIDDEN } from "./plugin";

/** Inputs of a small job as the engine hands them over. */
export const inputs = {
  ...HIDDEN,
  platform: "tione",
  spec: {
    chargeType: "POSTPAID_BY_HOUR",
    resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN7.2XLARGE32.POST", instanceNum: 1 }],
    trainingMode: "DDP",
    imageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1" },
    startCmd: "torchrun train.py",
    output: { bucket: "ml-1250000000", region: "ap-guangzhou", paths: ["runs/"] },
  },
} as const;

/** Asks a control route of the emulator, or with a body tells it something. */
export async function tell(emulator: RunningEmulator, route: string, body?: object): Promise<unknown> {
  const response = await fetch(`${emulator.url}/_emulator/${route}`, {
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, `${route}: ${text}`);
  return JSON.parse(text);
}

export const STACK_TRACE = /^\s+at .+:\d+:\d+\)?$/m;

/** That an error says nothing which is of use to machines only. What begins with `hush`, `?!` and 7331 are secrets of tests. */
export function assertReadable(error: string): void {
  assert.doesNotMatch(error, STACK_TRACE);
  assert.doesNotMatch(error, /[{[]"/, "no JSON");
  assert.doesNotMatch(error, /<nil>|Invalid|expected|received/, "no words of Pulumi's or zod's own");
  assert.doesNotMatch(error, /hush|\?!|7331/, "no secret");
}

/** How the call failed; that it fails is what the test is about. */
export async function failureOf(calling: Promise<unknown>): Promise<CallFailure> {
  const failure: unknown = await calling.then(
    () => assert.fail("the call should have failed"),
    (error: unknown) => error,
  );
  assert.ok(failure instanceof CallFailure, String(failure));
  return failure;
}
