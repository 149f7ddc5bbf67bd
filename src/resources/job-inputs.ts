import { z } from "zod";
import type { FieldRules } from "../engine/rules";
import { ID_FORM, isId } from "../net/ids";
import { findPlatform } from "../platforms/registry";
import { duration, inputsByPlatform, placeMembers } from "./place-inputs";

/** Inputs of a `TrainingJob` as `check` lets them pass; users read the docstrings of `program/job-args.ts`. */
export interface JobInputs {
  readonly platform: string;
  readonly region: string;
  readonly projectId?: string | undefined;
  readonly name?: string | undefined;
  readonly spec: object;
  readonly extraSpec?: Readonly<Record<string, unknown>> | undefined;
  readonly waitFor?: "submitted" | "running" | "succeeded" | undefined;
  readonly timeouts?:
    { create?: string | undefined; update?: string | undefined; delete?: string | undefined } | undefined;
  readonly onFailed?: "hold" | "rerun" | undefined;
  readonly deletionPolicy?: "delete" | "stop" | undefined;
  readonly trigger?: string | undefined;
  readonly adoptJobId?: string | undefined;
  readonly confirmNotCreated?: string | undefined;
}

/** The inputs of every platform's job. */
export const jobInputs = inputsByPlatform<JobInputs>((platform) =>
  z.strictObject({
    ...placeMembers(platform),
    name: platform.job.name.optional(),
    spec: platform.job.spec,
    extraSpec: z.record(z.string(), z.unknown()).optional(),
    waitFor: z.enum(["submitted", "running", "succeeded"]).optional(),
    timeouts: z.strictObject({ create: duration, update: duration, delete: duration }).partial().optional(),
    onFailed: z.enum(["hold", "rerun"]).optional(),
    deletionPolicy: z.enum(["delete", "stop"]).optional(),
    trigger: z.string().optional(),
    adoptJobId: z.string().refine(isId, `is no job id: ${ID_FORM}`).optional(),
    confirmNotCreated: z.string().optional(),
  }),
);

/** What a change of each input means; the platform says it for the members of its spec. */
export function jobRules({ platform }: Pick<JobInputs, "platform">): FieldRules<JobInputs> {
  return {
    platform: "replace",
    region: "replaceIfGiven",
    projectId: "replaceIfGiven",
    name: "replaceIfGiven",
    spec: findPlatform(platform)?.job.rules ?? "replace",
    extraSpec: "replace",
    waitFor: "update",
    timeouts: "update",
    onFailed: "update",
    deletionPolicy: "update",
    trigger: "replace",
    adoptJobId: "ignore",
    confirmNotCreated: "ignore",
  };
}
