import { z } from "zod";

// Sources: ResourceConfigInfo, DescribeBillingSpecs, DescribeBillingSpecsPrice, API version 2021-11-11: the documented
// examples of instance types. Prices are made up, and plausible in their relation to one another.

interface InstanceType {
  readonly cores: number;
  readonly memoryGiB: number;
  readonly gpuType: string;
  /** Cards; some types have a fraction of one. */
  readonly gpus: number;
  /** 1/100 CNY an hour. */
  readonly fenPerHour: number;
}

type Row = readonly [name: string, cores: number, memoryGiB: number, gpuType: string, gpus: number, fenPerHour: number];

const ROWS = [
  ["TI.S6.MEDIUM2.POST", 2, 2, "", 0, 45],
  ["TI.S.MEDIUM.POST", 2, 4, "", 0, 70],
  ["TI.S.LARGE.POST", 4, 8, "", 0, 140],
  ["TI.S.2XLARGE16.POST", 8, 16, "", 0, 280],
  ["TI.S.2XLARGE32.POST", 8, 32, "", 0, 390],
  ["TI.S.4XLARGE32.POST", 16, 32, "", 0, 560],
  ["TI.S.4XLARGE64.POST", 16, 64, "", 0, 780],
  ["TI.S.6XLARGE48.POST", 24, 48, "", 0, 840],
  ["TI.S.6XLARGE96.POST", 24, 96, "", 0, 1_170],
  ["TI.S.8XLARGE64.POST", 32, 64, "", 0, 1_120],
  ["TI.S.8XLARGE128.POST", 32, 128, "", 0, 1_560],
  ["TI.GN7.LARGE20.POST", 4, 20, "T4", 0.25, 300],
  ["TI.GN7.2XLARGE40.POST", 10, 40, "T4", 0.5, 600],
  ["TI.GN7.2XLARGE32.POST", 8, 32, "T4", 1, 1_080],
  ["TI.GN7.5XLARGE80.POST", 20, 80, "T4", 1, 1_440],
  ["TI.GN7.8XLARGE128.POST", 32, 128, "T4", 1, 1_920],
  ["TI.GN7.10XLARGE160.POST", 40, 160, "T4", 2, 2_880],
  ["TI.GN7.20XLARGE320.POST", 80, 320, "T4", 4, 5_760],
  ["TI.GN10.2XLARGE40.POST", 8, 40, "V100", 1, 2_200],
  ["TI.GN10.5XLARGE80.POST", 18, 80, "V100", 2, 4_400],
  ["TI.GN10.10XLARGE160.POST", 32, 160, "V100", 4, 8_800],
  ["TI.GN10.20XLARGE320.POST", 72, 320, "V100", 8, 17_600],
] as const satisfies readonly Row[];

/** What `InstanceType` may name. */
export const instanceTypes: ReadonlyMap<string, InstanceType> = new Map(
  ROWS.map(([name, cores, memoryGiB, gpuType, gpus, fenPerHour]) => [
    name,
    { cores, memoryGiB, gpuType, gpus, fenPerHour },
  ]),
);

/** As the console shows it: `8C32G T4*1`. */
export function aliasOf({ cores, memoryGiB, gpuType, gpus }: InstanceType): string {
  return gpus > 0 ? `${cores}C${memoryGiB}G ${gpuType}*${gpus}` : `${cores}C${memoryGiB}G`;
}

export const describeBillingSpecs = z.strictObject({
  ChargeType: z.enum(["POSTPAID_BY_HOUR", "PREPAID"]),
  TaskType: z.enum(["", "TRAIN", "NOTEBOOK", "INFERENCE", "EMS"]).optional(),
  ResourceType: z.enum(["", "CALC", "CPU", "GPU", "GPU-SW"]).optional(),
  TiProjectId: z.string().optional(),
});

/** Instance types for sale; only pay-as-you-go ones are in the catalogue. */
export function billingSpecs(
  { ChargeType, ResourceType }: z.output<typeof describeBillingSpecs>,
  stock: Readonly<Record<string, number>>,
): object {
  const rows = ChargeType === "PREPAID" || ResourceType === "GPU-SW" ? [] : [...instanceTypes];
  const isWanted = ({ gpus }: InstanceType) =>
    (ResourceType !== "GPU" && ResourceType !== "CPU") || gpus > 0 === (ResourceType === "GPU");
  return {
    Specs: rows
      .filter(([, type]) => isWanted(type))
      .map(([name, type]) => ({
        SpecId: `sv_${name.toLowerCase().replaceAll(".", "_")}`,
        SpecName: name,
        SpecAlias: `${type.cores}C${type.memoryGiB}GB${type.gpus > 0 ? ` GPU(${type.gpuType})*${type.gpus}` : ""}`,
        Available: stock[name] !== 0,
        AvailableRegion: [],
        SpecFeatures: [],
        SpecType: type.gpus > 0 ? "GPU" : "CPU",
        GpuType: type.gpuType,
        CategoryId: "",
      })),
  };
}

export const describeBillingSpecsPrice = z.strictObject({
  SpecsParam: z.array(z.strictObject({ SpecName: z.string(), SpecCount: z.number().int().min(1) })).min(1),
  TiProjectId: z.string().optional(),
});

/** Prices in fen an hour; a spec that is not in the catalogue has no row in the answer. */
export function billingSpecsPrice({ SpecsParam }: z.output<typeof describeBillingSpecsPrice>): object {
  return {
    SpecsPrice: SpecsParam.flatMap(({ SpecName, SpecCount }) => {
      const cost = (instanceTypes.get(SpecName)?.fenPerHour ?? NaN) * SpecCount;
      return Number.isNaN(cost) ? [] : [{ SpecName, SpecCount, TotalCost: cost, RealTotalCost: cost }];
    }),
  };
}
