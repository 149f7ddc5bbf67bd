import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { present, type WorkspaceInfo } from "../../kit/answers";
import { utc } from "../jobs/record";
import { filters, said } from "./answers";
import type { Args } from "./args";
import { tioneLookupClient } from "./client";
import type { Image, Spec } from "./wire";

/** A framework that training tasks can ask for, in one of its environments. */
export interface FrameworkInfo {
  /** What `frameworkName` takes: `PYTORCH`. */
  readonly frameworkName: string;
  /** What `frameworkEnvironment` takes: `torch1.9-py3.8-cuda11.1-gpu`. */
  readonly frameworkEnvironment: string;
  /** What `trainingMode` takes with it: `DDP`, `MPI`, … */
  readonly trainingModes: readonly string[];
}

/** An image of TI-ONE's own. Members that the platform does not tell are absent. */
export interface ImageInfo {
  /** What `imageIds` takes. */
  readonly imageId?: string;
  /** What `frameworkEnvironment` takes, for images that train. */
  readonly imageName?: string;
  /** Vendor's word: `PreSet`, `PRE_SET`, `SYSTEM`. */
  readonly imageType?: string;
  /** Address with tag. */
  readonly imageUrl?: string;
  /** What `frameworkName` takes: `PYTORCH`. */
  readonly framework?: string;
  /** Vendor's words: `1.9`. */
  readonly frameworkVersion?: string;
  /** Vendor's words about it. */
  readonly description?: string;
  /** What it is for: `Train`, `Inference`, `Notebook`. */
  readonly imageRange: readonly string[];
  /** Types of cards that it runs on; empty where the vendor says none. */
  readonly gpuTypes: readonly string[];
  /** What `trainingMode` takes with it; empty where the vendor says none. */
  readonly trainingModes: readonly string[];
}

/** A pay-as-you-go machine and what it costs. */
export interface MachineInfo {
  /** What `instanceType` takes: `TI.GN7.2XLARGE32.POST`. */
  readonly instanceType: string;
  /** Vendor's words: `8C32GB GPU(T4)*1`. */
  readonly description?: string;
  /** Cores, read out of the description; absent where it says none, as are the next three. */
  readonly cores?: number;
  /** GiB of memory, read out of the description. */
  readonly memoryGiB?: number;
  /** Cards, read out of the description; parts of a card as fractions. */
  readonly gpus?: number;
  /** Type of the cards: `T4`. */
  readonly gpuType?: string;
  /** Yuan an hour for one machine, after discount; absent where the vendor says none. */
  readonly yuanPerHour?: number;
  /** Yuan an hour before discount. */
  readonly listYuanPerHour?: number;
  /** In stock in this region. */
  readonly isAvailable: boolean;
  /** Regions with stock, where this one has none. */
  readonly availableRegions: readonly string[];
}

/** What can be had: frameworks, images, machines, workspaces. */
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
      // By name, because that both lists have one order is not documented.
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

/** Far more than any alias has. The patterns below look at a long text again and again. */
const LONGEST_ALIAS = 200;

/** Cores, memory and cards stand in the alias only: `8C32GB GPU(T4)*1`, `4C20G T4*1/4`. */
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

/** From fen. The vendor writes 0 where it cannot say the price. */
function yuan(fen: number | null | undefined): number | undefined {
  return fen ? fen / 100 : undefined;
}
