import { z } from "zod";

// Source: pkg_openapi_controller_train.JobOpenapi and FrameworkConfigOpenAPI; the manual for required members and for permitted values.
// Strict: a member that is not here is refused. An empty text or list counts as absent, because clients send it that way.

const text = z.string().optional();
const filled = z.string().min(1, "is empty");
/** 64-bit: decimal text, as protobuf's JSON has it. */
const positiveMs = z
  .string()
  .regex(/^\d{1,18}$/, "must be a decimal number as text")
  .refine((digits) => Number(digits) > 0, "must be positive")
  .optional();
const prefixed = (prefix: string) => filled.startsWith(prefix, `must begin with ${prefix}`);

const path = z.string().refine((value) => !/^([A-Za-z]:[\\/]|\\)/.test(value), "is not a path of the cluster");
const image = filled.refine(
  (value) => !/^[a-z][a-z0-9+.-]*:\/\/|\S\s+\S/i.test(value),
  "is not the address of an image",
);
const words = filled.refine((value) => value.trim() !== "" && !value.includes("\0"), "is not a command");
const variable = z.string().refine((value) => !value.includes("\0"), "has a NUL character");

const frameworkConfig = z.strictObject({
  image,
  image_type: z.enum(["SOURCE_PUBLIC", "SOURCE_PRIVATE", "SOURCE_OFFICIAL", "SOURCE_PROJECT"]),
  instance_count: z.int().min(1),
  shm_gi: z.number().min(0),
  spec_id: z.uuid(),
});

export const createRequest = z
  .strictObject({
    name: filled,
    workspace_id: prefixed("ws-"),
    project_id: prefixed("project-"),
    logic_compute_group_id: prefixed("lcg-"),
    framework: z.enum(["pytorch"]),
    command: words,
    framework_config: z.array(frameworkConfig).min(1, "is empty").max(1, "has more than one item"),
    task_priority: z.int().min(1).max(10),
    max_running_time_ms: positiveMs,
    auto_fault_tolerance: z.boolean().optional(),
    /** Only in the manual. */
    fault_tolerance_max_retry: z.int().min(0).optional(),
    reserve_on_fail_ms: positiveMs,
    reserve_on_success_ms: positiveMs,
    envs: z.array(z.strictObject({ name: filled, value: variable })).optional(),
    dataset_info: z.array(z.strictObject({ dataset_id: filled, version_id: text, path: path.optional() })).optional(),
    tb_summary_path: path.optional(),
    enable_notification: z.boolean().optional(),
    enable_troubleshoot: z.boolean().optional(),
  })
  .superRefine(({ auto_fault_tolerance, fault_tolerance_max_retry, envs = [] }, context) => {
    if (auto_fault_tolerance && fault_tolerance_max_retry === undefined) {
      context.addIssue({ code: "custom", path: ["fault_tolerance_max_retry"], message: "is empty" });
    }
    const seen = new Set<string>();
    const twin = envs.findIndex(({ name }) => seen.size === seen.add(name).size);
    if (twin >= 0) context.addIssue({ code: "custom", path: ["envs", twin, "name"], message: "occurs twice" });
  });

export type CreateRequest = z.output<typeof createRequest>;

export const byId = z.strictObject({ job_id: filled });
export const login = z.strictObject({ username: filled, password: filled });
