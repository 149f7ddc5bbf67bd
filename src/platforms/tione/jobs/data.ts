import { z } from "zod";
import { cosPathInfo } from "../structs";
import { containerPath, filled, hint, idOf, whole } from "../words";

const SOURCE_TYPES = [
  "DATASET",
  "COS",
  "COSFS",
  "CFS",
  "CFSTurbo",
  "GooseFS",
  "GooseFSx",
  "HDFS",
  "PUBLIC_DATA_SOURCE",
] as const;

/** Where data comes from. The vendor's own helper sends more kinds than the documents list. */
export function dataSourceKind() {
  return hint(...SOURCE_TYPES);
}

const members = z.strictObject({
  /** Path in the container, such as `/opt/ml/input/data/imagenet`. */
  mappingPath: containerPath.optional(),
  /** What it is for. */
  dataSourceUsage: hint(
    "BUILTIN_CODE",
    "BUILTIN_DATA",
    "BUILTIN_MODEL",
    "USER_DATA",
    "USER_CODE",
    "USER_MODEL",
    "OUTPUT",
    "OTHER",
  ).optional(),
  /** Kind of the source, which must be given as well: `COS` is copied before the job starts, `COSFS` is mounted. */
  dataSourceType: dataSourceKind().optional(),
  /** Whether it is read-only in the container. Default false. */
  readOnly: z.boolean().optional(),
  /** A TI-ONE data set. Source: DataSetConfig. */
  dataSetSource: z
    .strictObject({
      /** Id of the data set. */
      id: filled(),
    })
    .optional(),
  /** Object storage; for `COS` and `COSFS`. */
  cosSource: cosPathInfo.optional(),
  /** A CFS file system. Source: CFSConfig. */
  cfsSource: z
    .strictObject({
      /** `cfs-…`. */
      id: idOf(filled(), "cfs-"),
      /** Path in the file system. */
      path: filled(),
      /** As an extension of the job's storage or as a data source; default `STORAGE`. */
      mountType: hint("STORAGE", "SOURCE").optional(),
      /** `1` is NFS, `2` is Turbo. */
      protocol: z.string().optional(),
      /** Storage preset by the platform. */
      isPresetStorage: z.boolean().optional(),
    })
    .optional(),
  /** A CFS Turbo file system. Source: CFSTurbo. */
  cfsTurboSource: z
    .strictObject({
      /** Id of the file system. */
      id: z.string().optional(),
      /** Path in the file system. */
      path: z.string().optional(),
    })
    .optional(),
  /** HDFS of an EMR cluster. Source: HDFSConfig. */
  hdfsSource: z
    .strictObject({
      /** `emr-…`. */
      id: idOf(filled(), "emr-"),
      /** Path in the cluster's HDFS. */
      path: filled(),
    })
    .optional(),
  /** GooseFS or GooseFSx. Source: GooseFS. */
  gooseFSSource: z
    .strictObject({
      /** Instance. */
      id: z.string().optional(),
      /** Which of the two products. */
      type: hint("GooseFS", "GooseFSx").optional(),
      /** Path to mount. */
      path: z.string().optional(),
      /** Namespace of a GooseFS. */
      nameSpace: z.string().optional(),
      /** Mount options, separated by commas. */
      mountOptions: z.string().optional(),
    })
    .optional(),
  /** A disk of one machine of the group. Source: LocalDisk. */
  localDiskSource: z
    .strictObject({
      /** The machine. */
      instanceId: filled(),
      /** Path on its disk. */
      localPath: z.string().optional(),
    })
    .optional(),
  /** A cloud disk for this job alone. Source: CBSConfig. */
  cbsSource: z
    .strictObject({
      /** Size in GB, at least 1. */
      volumeSizeInGB: whole("GB", 1),
    })
    .optional(),
  /** A directory of the machine. Source: HostPath. */
  hostPathSource: z
    .strictObject({
      /** Path on the machine. */
      path: z.string().optional(),
    })
    .optional(),
  /** A public data source. Source: PublicDataSourceFS. */
  publicDataSource: z
    .strictObject({
      /** `dsrc-…`. */
      dataSourceId: z.string().optional(),
      /** Directory in the data source. */
      subPath: z.string().optional(),
    })
    .optional(),
});

const SOURCES = [
  "dataSetSource",
  "cosSource",
  "cfsSource",
  "cfsTurboSource",
  "hdfsSource",
  "gooseFSSource",
  "localDiskSource",
  "cbsSource",
  "hostPathSource",
  "publicDataSource",
] as const;

// The vendor's own helper sends a Turbo file system as type CFS with a CFSSource.
const SOURCES_OF_TYPE = {
  DATASET: ["dataSetSource"],
  COS: ["cosSource"],
  COSFS: ["cosSource"],
  CFS: ["cfsSource"],
  CFSTurbo: ["cfsTurboSource", "cfsSource"],
  GooseFS: ["gooseFSSource"],
  GooseFSx: ["gooseFSSource"],
  HDFS: ["hdfsSource"],
  PUBLIC_DATA_SOURCE: ["publicDataSource"],
} as const satisfies Record<(typeof SOURCE_TYPES)[number], readonly (typeof SOURCES)[number][]>;

/** One input of data, code or a model: where it comes from and where the container sees it. Source: DataConfig. */
export const dataConfig = members.superRefine((entry, context) => {
  const given = SOURCES.filter((source) => entry[source] !== undefined);
  if (given.length !== 1) {
    const found = given.length === 0 ? "names no source" : `names ${given.length} sources (${given.join(", ")})`;
    context.addIssue({ code: "custom", message: `${found}; one entry takes exactly one of ${SOURCES.join(", ")}` });
    return;
  }
  const type = SOURCE_TYPES.find((known) => known === entry.dataSourceType);
  const fitting: readonly string[] = type ? SOURCES_OF_TYPE[type] : given;
  if (fitting.includes(given[0] ?? "")) return;
  context.addIssue({
    code: "custom",
    path: ["dataSourceType"],
    message: `is "${entry.dataSourceType}", which goes with ${fitting.join(" or ")}; the entry has ${given[0]}`,
  });
});
