import { z } from "zod";
import { Refusal } from "../refusal";
import { phaseOf, type Scene } from "./job";

// Source: POST /v2/{project_id}/training-job-searches.

const LONGEST_PAGE = 50;
const LONGEST_FILTER = 10;
const MOST_DAYS = 31;

export const listTrainingJobs = z.strictObject({
  /** A page, not a row. */
  offset: z.number().int().min(0).optional(),
  limit: z.number().int().min(1).max(LONGEST_PAGE).optional(),
  sort_by: z.literal("create_time").optional(),
  order: z.enum(["asc", "desc"]).optional(),
  group_by: z.string().optional(),
  workspace_id: z.string().optional(),
  train_type: z.enum(["job", "ftjob"]).optional(),
  unified_jobs: z.boolean().optional(),
  filters: z
    .array(
      z.strictObject({
        key: z.string(),
        operator: z.enum(["between", "like", "in", "not"]).optional(),
        value: z.array(z.string()).max(LONGEST_FILTER).optional(),
      }),
    )
    .optional(),
});

type Search = z.output<typeof listTrainingJobs>;
type Filter = NonNullable<Search["filters"]>[number];

/** What each filter looks at. */
const FILTERED: Readonly<Record<string, (scene: Scene) => string>> = {
  id: ({ job }) => job.id,
  name: ({ job }) => job.name,
  kind: ({ job }) => job.facts.request.kind,
  phase: phaseOf,
  algorithm_id: ({ job }) => job.facts.request.algorithm?.id ?? "",
  pool_id: ({ job }) => job.facts.request.spec?.resource?.pool_id ?? "",
  runtime_type: ({ job }) => job.facts.request.spec?.runtime_type ?? "production",
  priority: ({ job }) => String(job.facts.request.spec?.schedule_policy?.priority ?? 1),
};

/**
 * The page that a search asks for, and how many jobs match in all.
 * @param scenes all jobs of the workspace, oldest first
 * @throws Refusal `ModelArts.2788` for a filter that does not exist
 */
export function pageOf(
  { offset = 0, limit = 10, order = "desc", filters = [] }: Search,
  scenes: readonly Scene[],
): { readonly page: readonly Scene[]; readonly total: number } {
  const wanted = scenes.filter((scene) => filters.every((filter) => passes(scene, filter)));
  const ordered = order === "asc" ? wanted : [...wanted].reverse();
  return { page: ordered.slice(offset * limit, (offset + 1) * limit), total: wanted.length };
}

function passes(scene: Scene, { key, operator = "in", value = [] }: Filter): boolean {
  if (key === "create_time") return isBetween(scene.job.createdAt, value);
  const look = FILTERED[key];
  if (!look) throw new Refusal(400, "ModelArts.2788", `There is no filter ${key}.`);
  const text = look(scene);
  if (operator === "like") return value.some((part) => text.includes(part));
  return value.includes(text) !== (operator === "not");
}

function isBetween(ms: number, [from = "", to = ""]: readonly string[]): boolean {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (!(end - start <= MOST_DAYS * 86_400_000))
    throw new Refusal(400, "ModelArts.2788", `create_time spans at most ${MOST_DAYS} days.`);
  return ms >= start && ms <= end;
}
