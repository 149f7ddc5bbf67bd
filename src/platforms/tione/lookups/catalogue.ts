import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { present, type WorkspaceInfo } from "../../kit/answers";
import { utc } from "../jobs/record";
import type { FrameworkInfo, ImageInfo, MachineInfo } from "./answers";
import type { Args } from "./args";
import { tioneLookupClient } from "./client";
import { filters, said } from "./values";
import type { Image, Spec } from "./wire";

/** What is available: frameworks, images, machines, workspaces. */
export function catalogueLookups(where: Where, io: Io) {
  const client = tioneLookupClient(where, io);
  return {
    async getTrainingFrameworks(): Promise<readonly FrameworkInfo[]> {
      return (await client.describeTrainingFrameworks()).flatMap(({ Name, VersionInfos }) =>
        (VersionInfos ?? []).map(({ Environment, Version, TrainingModes }) => ({
          frameworkName: said(Name) ?? "",
          frameworkEnvironment: said(Environment) ?? said(Version) ?? "",
          trainingModes: TrainingModes ?? [],
        })),
      );
    },

    async getPlatformImages(args: Args<"getPlatformImages">): Promise<readonly ImageInfo[]> {
      const query = filters({ ImageRange: args.imageRange, ImageId: args.imageIds, ImageName: args.imageNames });
      return (await client.describePlatformImages(query)).map(imageOf);
    },

    async getBillingPrices(args: Args<"getBillingPrices">): Promise<readonly MachineInfo[]> {
      const { taskType: TaskType = "TRAIN", resourceType: ResourceType } = args;
      const specs = await client.describeBillingSpecs({ TaskType, ...present({ ResourceType }) });
      if (specs.length === 0) return [];
      const prices = await client.describeBillingSpecsPrice(specs.map(({ SpecName }) => SpecName));
      // By name: that both lists have the same order is not documented.
      const byName = new Map(prices.map((price) => [price.SpecName, price]));
      return specs.map((spec) => {
        const { RealTotalCost, TotalCost } = byName.get(spec.SpecName) ?? {};
        return {
          ...machineOf(spec),
          ...present({ yuanPerHour: yuan(RealTotalCost), listYuanPerHour: yuan(TotalCost) }),
          // The vendor's text calls it "sold out or not"; its examples have true where there is stock.
          isAvailable: spec.Available === true,
          availableRegions: spec.AvailableRegion ?? [],
        };
      });
    },

    async getWorkspaces(): Promise<readonly WorkspaceInfo[]> {
      return (await client.describeWorkspaces()).map(({ TiProjectId, Name, Description, Status, CreateTime }) => ({
        workspaceId: TiProjectId,
        ...present({
          name: said(Name),
          description: said(Description),
          platformStatus: said(Status),
          createdAt: utc(CreateTime),
        }),
      }));
    },
  };
}

function imageOf(image: Image): ImageInfo {
  const modes = (image.ExtraAttributes ?? []).find(({ Key }) => Key === "TrainingModes");
  return {
    ...present({
      imageId: said(image.ImageId),
      imageName: said(image.ImageName),
      imageType: said(image.ImageType),
      imageUrl: said(image.ImageUrl),
      framework: said(image.Framework),
      frameworkVersion: said(image.FrameworkVersion),
      description: said(image.Description),
    }),
    imageRange: image.ImageRange ?? [],
    gpuTypes: image.SupportGpuList ?? [],
    // A list has its data in Values, anything else in Value.
    trainingModes: modes?.Values?.length ? modes.Values : modes?.Value ? [modes.Value] : [],
  };
}

/** Far more than any alias has. The patterns below scan a long text over and over. */
const LONGEST_ALIAS = 200;

/** Cores, memory and cards appear in the alias only: `8C32GB GPU(T4)*1`, `4C20G T4*1/4`. */
export function machineOf({ SpecName, SpecAlias, GpuType }: Pick<Spec, "SpecName" | "SpecAlias" | "GpuType">) {
  const alias = (SpecAlias ?? "").slice(0, LONGEST_ALIAS);
  const [, cores, memory] = /(\d+)C(\d+)G/.exec(alias) ?? [];
  const [, type, count, part = "1"] = /(?:GPU\(([^)]+)\)|\b[A-Z]+\d+)[*×](\d+)(?:\/(\d+))?/.exec(alias) ?? [];
  return {
    instanceType: SpecName,
    ...present({
      description: said(SpecAlias),
      cores: cores === undefined ? undefined : Number(cores),
      memoryGiB: memory === undefined ? undefined : Number(memory),
      gpus: count === undefined ? undefined : Number(count) / Number(part),
      gpuType: said(GpuType) ?? said(type),
    }),
  };
}

/** From fen. The vendor writes 0 where it has no price. */
function yuan(fen: number | null | undefined): number | undefined {
  return fen ? fen / 100 : undefined;
}
