import { z } from "zod";
import {
  filtered,
  filterSchema,
  fuzzyWhenAsked,
  passesTagFilters,
  tagFilterList,
  type Filter,
  type Filtering,
} from "../filter";
import { coded, Refusal } from "../refusal";
import { account, chargeStatusOf, timesOf, updatedAt, type Scene } from "./task";

// Source: DescribeTrainingTasks, API version 2021-11-11.

const LONGEST_PAGE = 50;
const DEFAULT_PAGE = 10;

export const describeTrainingTasks = z.strictObject({
  Filters: z.array(filterSchema).optional(),
  TagFilters: tagFilterList,
  Offset: z.number().int().min(0).optional(),
  Limit: z
    .number()
    .int()
    .min(0)
    .refine(
      (limit) => limit <= LONGEST_PAGE,
      coded("InvalidParameterValue.PageLimitExceeded", `at most ${LONGEST_PAGE}`),
    )
    .optional(),
  Order: z.enum(["ASC", "DESC"]).optional(),
  OrderField: z.enum(["CreateTime", "UpdateTime", "StartTime"]).optional(),
  TiProjectId: z.string().optional(),
});

const FILTERING: Filtering<Scene> = {
  looksAt: {
    Name: ({ job }) => job.name,
    Id: ({ job }) => job.id,
    Status: ({ state }) => state.state,
    ResourceGroupId: ({ job }) => job.facts.request.ResourceGroupId ?? "",
    Creator: () => account.subUin,
    ChargeType: ({ job }) => job.facts.request.ChargeType,
    CHARGE_STATUS: chargeStatusOf,
  },
  isFuzzy: fuzzyWhenAsked,
  unknownCode: "InvalidParameter",
};

const ORDERED: Readonly<Record<string, (scene: Scene) => number>> = {
  CreateTime: ({ job }) => job.createdAt,
  UpdateTime: updatedAt,
  StartTime: (scene) => timesOf(scene).startedAt ?? 0,
};

/**
 * The page that a request asks for, and how many tasks match in all. Filters combine with AND, their values with OR.
 * @param scenes all tasks of the region and workspace, oldest first
 * @throws Refusal `InvalidParameter*` for filters that do not exist or exclude each other
 */
export function pageOf(
  request: z.output<typeof describeTrainingTasks>,
  scenes: readonly Scene[],
): { readonly page: readonly Scene[]; readonly total: number } {
  const {
    Filters = [],
    TagFilters,
    Offset = 0,
    Limit = DEFAULT_PAGE,
    Order = "DESC",
    OrderField = "UpdateTime",
  } = request;
  refuseConflict(Filters);
  const wanted = filtered(scenes, Filters, FILTERING).filter(({ job }) => passesTagFilters(job.facts.tags, TagFilters));
  const key = ORDERED[OrderField] ?? updatedAt;
  const ascending = wanted.toSorted((a, b) => key(a) - key(b)); // stable: the older of two equals first
  const ordered = Order === "ASC" ? ascending : ascending.reverse();
  return { page: ordered.slice(Offset, Offset + Limit), total: wanted.length };
}

function refuseConflict(filters: readonly Filter[]): void {
  const names = filters.map(({ Name }) => Name);
  if (!names.includes("Status") || !names.includes("CHARGE_STATUS")) return;
  const code = "InvalidParameter.FilterKeyStatusConflictWithChargeStatus";
  throw new Refusal(code, "Run status and billing status cannot be combined.");
}
