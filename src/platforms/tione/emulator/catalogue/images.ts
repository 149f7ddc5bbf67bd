import { z } from "zod";
import { filtered, filterSchema, fuzzyWhenAsked, type Filtering } from "../filter";
import { IMAGES, type Image } from "./platform-images";

// Source: DescribePlatformImages, DescribeBuildInImages, DescribePresetImageList, API version 2021-11-11.

const DEFAULT_PAGE = 100;
const ADDED_AT = "2025-01-01T00:00:00Z";

const page = { Offset: z.number().int().min(0).optional(), Limit: z.number().int().min(0).optional() };
const project = z.string().optional();

export const describePlatformImages = z.strictObject({
  Filters: z.array(filterSchema).optional(),
  ...page,
  TiProjectId: project,
});
export const describeBuildInImages = z.strictObject({
  ImageFilters: z
    .array(z.strictObject({ Name: z.string(), Values: z.array(z.string()), Negative: z.boolean().optional() }))
    .optional(),
});
export const describePresetImages = z.strictObject({
  Filters: z.array(filterSchema).optional(),
  ...page,
  /** Lists, only here; the n-th direction goes with the n-th field. */
  OrderField: z.array(z.string()).optional(),
  Order: z.array(z.enum(["ASC", "DESC"])).optional(),
  TiProjectId: project,
});

const PLATFORM_FILTERING: Filtering<Image> = {
  looksAt: {
    ImageId: ({ id }) => id,
    ImageName: ({ name }) => name,
    SupportDataPipeline: () => "false",
    AllowSaveAllContent: ({ range }) => String(range === "Notebook"),
    ImageRange: ({ range }) => range,
  },
  isFuzzy: fuzzyWhenAsked,
  unknownCode: "InvalidParameter",
};

export function platformImages(request: z.output<typeof describePlatformImages>): object {
  const { Offset = 0, Limit = DEFAULT_PAGE } = request;
  const wanted = filtered(IMAGES, request.Filters, PLATFORM_FILTERING);
  return {
    TotalCount: wanted.length,
    PlatformImageInfos: wanted.slice(Offset, Offset + Limit).map((image) => ({
      ...commonOf(image),
      RegistryRegion: "",
      RegistryId: "",
      ImageRange: [image.range],
      RegionScope: "all",
      ExtraAttributes: attributesOf(image),
    })),
  };
}

const BUILD_IN_FILTERING: Filtering<Image> = {
  looksAt: { ImageName: ({ name }) => name, ImageUrl: ({ url }) => url, ImageType: () => "SYSTEM" },
  isFuzzy: fuzzyWhenAsked,
  unknownCode: "InvalidParameter",
};

/** The images of notebooks. */
export function buildInImages({ ImageFilters }: z.output<typeof describeBuildInImages>): object {
  const images = IMAGES.filter(({ range }) => range === "Notebook");
  return {
    BuildInImageInfos: filtered(images, ImageFilters, BUILD_IN_FILTERING).map(({ name, url }) => ({
      ImageType: "SYSTEM",
      ImageUrl: url,
      RegistryRegion: "",
      RegistryId: "",
      AllowSaveAllContent: true,
      ImageName: name,
      SupportDataPipeline: false,
    })),
  };
}

// Only ApplicableModule and ImageName occur in the vendor's samples; nothing lists the others.
const PRESET_FILTERING: Filtering<Image> = {
  looksAt: {
    ApplicableModule: ({ range }) => range,
    ImageId: ({ id }) => id,
    ImageName: ({ name }) => name,
    Framework: ({ framework }) => framework,
    FrameworkVersion: ({ version }) => version,
  },
  isFuzzy: fuzzyWhenAsked,
  unknownCode: "InvalidParameter",
};

const PRESET_ORDERED: Readonly<Record<string, (image: Image) => string>> = {
  ImageId: ({ id }) => id,
  ImageName: ({ name }) => name,
  Framework: ({ framework }) => framework,
  FrameworkVersion: ({ version }) => version,
};

export function presetImages(request: z.output<typeof describePresetImages>): object {
  const { Offset = 0, Limit = DEFAULT_PAGE, OrderField = [], Order = [] } = request;
  const wanted = filtered(IMAGES, request.Filters, PRESET_FILTERING);
  const byFields = (a: Image, b: Image) =>
    OrderField.map((field, i) => {
      const textOf = PRESET_ORDERED[field] ?? (() => ADDED_AT); // all have the same time
      return textOf(a).localeCompare(textOf(b)) * (Order[i] === "DESC" ? -1 : 1);
    }).find((difference) => difference !== 0) ?? 0;
  return {
    TotalCount: wanted.length,
    PresetImageList: wanted
      .toSorted(byFields)
      .slice(Offset, Offset + Limit)
      .map(presetOf),
  };
}

function commonOf({ id, name, url, framework, version, trainingModes }: Image): object {
  return {
    ImageId: id,
    ImageName: name,
    ImageType: "CCR",
    ImageUrl: url,
    Framework: framework,
    FrameworkVersion: version,
    SupportGpuList: isForGpu(name) ? ["T4", "V100", "A100"] : [],
    Description: "",
    SupportDistributedDeploy: trainingModes.length > 0,
  };
}

function presetOf(image: Image): object {
  const { name, url, range } = image;
  const colon = url.lastIndexOf(":");
  return {
    ...commonOf(image),
    ImageRepo: colon < 0 ? url : url.slice(0, colon),
    ImageTag: colon < 0 ? "latest" : url.slice(colon + 1),
    ImageSize: "",
    ApplicableModuleList: [range],
    Scenario: "",
    ChipTypeList: [isForGpu(name) ? "GPU" : "CPU"],
    ComputeLibVersion: /cuda[\d.]+/.exec(name)?.[0] ?? "",
    PythonVersion: /py(\d\.\d+)/.exec(name)?.[1] ?? "",
    OS: "",
    RuntimeLibList: [],
    ExtraAttributeList: attributesOf(image),
    IsLatestStable: false,
    Version: 1,
    CreateTime: ADDED_AT,
    UpdateTime: ADDED_AT,
  };
}

function isForGpu(name: string): boolean {
  return /gpu|cu\d/.test(name);
}

/** `Type` says where the data is: for `List`, in `Values`. */
function attributesOf({ trainingModes }: Image): object[] {
  return trainingModes.length > 0 ? [{ Type: "List", Key: "TrainingModes", Value: "", Values: trainingModes }] : [];
}
