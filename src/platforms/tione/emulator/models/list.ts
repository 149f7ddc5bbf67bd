import { z } from "zod";
import { filtered, filterList, fuzzyForOne, passesTagFilters, tagFilterList, type Filtering } from "../filter";
import type { Site } from "../site";
import { isHere, modelOf, versionsIn, versionTypeOf, type ModelEntry, type VersionEntry } from "./model";

// Source: DescribeTrainingModels as the vendor described it until May 2024. Its longest page is documented nowhere.

const MOST_FILTERS = 10;
const DEFAULT_PAGE = 20;

export const describeTrainingModels = z.strictObject({
  Filters: filterList(MOST_FILTERS),
  OrderField: z.enum(["CreateTime"]).optional(),
  Order: z.enum(["ASC", "DESC"]).optional(),
  Offset: z.number().int().min(0).optional(),
  Limit: z.number().int().min(0).optional(),
  TagFilters: tagFilterList,
  WithModelVersions: z.boolean().optional(),
  TiProjectId: z.string().optional(),
});

/** A model with its versions. */
interface Shelf {
  readonly model: ModelEntry;
  readonly versions: readonly VersionEntry[];
}

const MODEL_FILTERING: Filtering<Shelf> = {
  looksAt: {
    keyword: ({ model }) => model.name,
    TrainingModelId: ({ model }) => model.id,
    ModelVersionType: ({ versions }) => versions.map(versionTypeOf),
    TrainingModelSource: ({ versions }) => versions.map(({ facts }) => facts.request.TrainingModelSource ?? ""),
    ModelFormat: ({ versions }) => versions.map(({ facts }) => facts.request.ModelFormat ?? ""),
  },
  isFuzzy: fuzzyForOne,
  unknownCode: "InvalidParameter",
};

export function listModels(request: z.output<typeof describeTrainingModels>, site: Site): object {
  const { Order = "DESC", Offset = 0, Limit = DEFAULT_PAGE, WithModelVersions = false } = request;
  const shelves = site.models
    .known()
    .filter((model) => isHere(model, request.TiProjectId, site))
    .map((model) => ({ model, versions: versionsIn(model, site) }));
  const wanted = filtered(shelves, request.Filters, MODEL_FILTERING).filter(({ model }) =>
    passesTagFilters(model.facts.tags, request.TagFilters),
  );
  const ordered = Order === "ASC" ? wanted : wanted.reverse();
  return {
    TrainingModels: ordered
      .slice(Offset, Offset + Limit)
      .map(({ model, versions }) => modelOf(model, WithModelVersions ? versions : [], site)),
    TotalCount: wanted.length,
  };
}
