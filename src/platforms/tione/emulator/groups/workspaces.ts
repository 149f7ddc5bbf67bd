import { z } from "zod";
import { filtered, filterSchema, fuzzyWhenAsked, type Filtering } from "../filter";

// Source: DescribeWorkspaces, API version 2021-11-11. Which filters there are is documented nowhere.

const DEFAULT_PAGE = 20;

export const describeWorkspaces = z.strictObject({
  TiProjectId: z.string().optional(),
  Filters: z.array(filterSchema).optional(),
  Offset: z.number().int().min(0).optional(),
  Limit: z.number().int().min(0).optional(),
  OrderField: z.string().optional(),
  Order: z.enum(["ASC", "DESC"]).optional(),
});

/** Made up, except for the default one's id. Tasks may be sent to any other, too. */
const WORKSPACES = [
  { TiProjectId: "0", Name: "default", Description: "", CreateTime: "2025-01-01 00:00:00" },
  { TiProjectId: "10001", Name: "vision", Description: "image models", CreateTime: "2025-06-01 00:00:00" },
] as const;

const FILTERING: Filtering<(typeof WORKSPACES)[number]> = {
  looksAt: { TiProjectId: ({ TiProjectId }) => TiProjectId, Name: ({ Name }) => Name },
  isFuzzy: fuzzyWhenAsked,
  unknownCode: "InvalidParameter",
};

export function listWorkspaces(request: z.output<typeof describeWorkspaces>): object {
  const { Offset = 0, Limit = DEFAULT_PAGE, Order = "DESC" } = request;
  const wanted = filtered(WORKSPACES, request.Filters, FILTERING).filter(
    ({ TiProjectId }) => !request.TiProjectId || TiProjectId === request.TiProjectId,
  );
  const ordered = Order === "ASC" ? wanted : wanted.toReversed();
  return {
    TotalCount: wanted.length,
    Workspaces: ordered
      .slice(Offset, Offset + Limit)
      .map((workspace) => ({ ...workspace, ResourceGroups: [], ActionType: [], Status: "NORMAL" })),
  };
}
