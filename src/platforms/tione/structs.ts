import { z } from "zod";
import { doubt, doubting, machineCount } from "../kit/doubts";
import { machineSize } from "./sizes";
import { containerPath, filled, hint, idOf, imageAddress, region, whole } from "./words";

/*
 * The structs inside CreateTrainingTask, API version 2021-11-11, in camelCase and in the vendor's units. Members that only
 * answers carry (display names, login commands) are not inputs and therefore not here.
 */

/** What the machines of one role look like. Source: ResourceConfigInfo. */
export const resourceConfigInfo = z.strictObject({
  /**
   * What these machines do: `WORKER` for DDP, MPI and HOROVOD; `WORKER` and `PS` for PS_WORKER; `DRIVER` and `EXECUTOR` for
   * SPARK; `HEAD` and `WORKER` for RAY.
   */
  role: hint("WORKER", "PS", "DRIVER", "EXECUTOR", "HEAD"),
  /** Thousandths of a core for each machine (32 cores are 32,000). With `PREPAID` only. */
  cpu: machineSize("cpu", whole("thousandths of a core", 0)).optional(),
  /** Megabytes of memory for each machine (256 GiB are 262,144). With `PREPAID` only. */
  memory: machineSize("memory", whole("megabytes", 0)).optional(),
  /** Hundredths of a card for each machine (8 cards are 800). With `PREPAID` only. */
  gpu: machineSize("gpu", whole("hundredths of a card", 0)).optional(),
  /** Type of the cards, such as `A100` or `V100`. With `PREPAID` only. */
  gpuType: z.string().optional(),
  /** Machine specification, such as `TI.GN7.2XLARGE32.POST`: `SpecName` of DescribeBillingSpecs. With `POSTPAID_BY_HOUR` only. */
  instanceType: doubting(z.string(), doubtOfInstanceType).optional(),
  /** How many machines, at least 1. Default: the platform's. */
  instanceNum: machineCount(whole("machines", 1)).optional(),
  /** RDMA between the machines, where the group's machines have it. */
  rdmaConfig: z
    .strictObject({
      /** Default false. */
      enable: z.boolean().optional(),
    })
    .optional(),
});

function doubtOfInstanceType(name: string) {
  if (name === "" || /^TI\..+\.POST$/.test(name)) return [];
  return doubt(
    `is ${JSON.stringify(name)}, where a name such as TI.GN7.2XLARGE32.POST belongs; training.tione.getBillingPrices lists them`,
  );
}

/** Neither an address nor a path belongs in a bucket name. */
const bucket = doubting(
  filled().regex(/^[^/:]+$/, {
    error: ({ input }) =>
      `is ${JSON.stringify(input)}, which is not a bucket name; ` +
      "give bucket, region and paths separately, as training.tione.cos(…) does",
  }),
  (name: string) =>
    doubt(
      !/-\d+$/.test(name) &&
        `is ${JSON.stringify(name)}, without the account number that ends a bucket name: ml-1250000000`,
    ),
);

const key = doubting(z.string(), (path: string) => {
  if (/^[a-z0-9]+:\/\//i.test(path))
    return doubt(`is ${JSON.stringify(path)}; give the key alone, without scheme and bucket: "runs/"`);
  return doubt(path.startsWith("/") && `is ${JSON.stringify(path)}; keys of object storage do not begin with "/"`);
});

/** A place in object storage. Source: CosPathInfo. */
export const cosPathInfo = z.strictObject({
  /** Bucket, with the account number at its end: `ml-1250000000`. */
  bucket,
  /** Region of the bucket; default: the job's region. */
  region: region.optional(),
  /** Exactly one key, a directory ending in `/`: `["runs/"]`. */
  paths: z
    .array(key)
    .length(1, { error: ({ input }) => `has ${(input as unknown[]).length} paths; TI-ONE takes exactly one` }), // an array by now
});

/** A container image. Source: ImageInfo. */
export const imageInfo = z.strictObject({
  /**
   * Whose registry: `TCR` (enterprise), `CCR` (personal), `PreSet` (TI-ONE's own images), `CUSTOM` (any other). The
   * catalogues spell TI-ONE's own `PRE_SET` or `SYSTEM`; both are accepted.
   */
  imageType: hint("TCR", "CCR", "PreSet", "CUSTOM", "PRE_SET", "PRESET", "SYSTEM"),
  /** Address with tag: `ccr.ccs.tencentyun.com/ml/sft:1.4`. */
  imageUrl: imageAddress(filled()),
  /** Region of a `TCR` registry. */
  registryRegion: region.optional(),
  /** Instance id of a `TCR` registry. */
  registryId: z.string().optional(),
  /** Whether all content of the image may be exported. */
  allowSaveAllContent: z.boolean().optional(),
  /** Display name of the image. */
  imageName: z.string().optional(),
  /** Whether the image can build data. */
  supportDataPipeline: z.boolean().optional(),
  /** How to log in to a `CUSTOM` registry. Secret. */
  imageSecret: z
    .strictObject({
      /** KMS public key that the password is encrypted with. */
      keyId: z.string().optional(),
      /** User name. */
      username: z.string().optional(),
      /** Password in base64; the encrypted one when `keyId` is set. */
      password: z.string().optional(),
      /** Stored credential to use instead. */
      secretId: z.string().optional(),
    })
    .meta({ sensitive: true })
    .optional(),
});

/** A git repository registered in TI-ONE. Source: CodeRepoConfig. */
export const codeRepoConfig = z.strictObject({
  /** `cr-…`. */
  id: idOf(filled(), "cr-"),
  /** Directory in the container where the code goes. */
  targetPath: containerPath.min(1, { error: "is empty" }),
});

/** Where logs are delivered (CLS). Source: LogConfig. */
export const logConfig = z.strictObject({
  /** Log set. */
  logsetId: filled(),
  /** Topic in the log set. */
  topicId: filled(),
});

/** What is reachable from outside the containers. Source: ExposeNetworkConfig. */
export const exposeNetworkConfig = z.strictObject({
  /** SSH login. */
  sshConfig: z
    .strictObject({
      /** Default false. */
      enable: z.boolean().optional(),
      /** Public key that is allowed to log in. */
      publicKey: z.string().optional(),
      /** Port to listen on, 1 to 65535. */
      port: whole("port numbers", 1, 65_535).optional(),
    })
    .optional(),
  /** A port of the container behind a load balancer. */
  exposePortConfig: z
    .strictObject({
      /** Default false. */
      enable: z.boolean().optional(),
      /** Network of the load balancer. */
      vpcId: z.string().optional(),
      /** Load balancer. */
      clbId: z.string().optional(),
      /** Domain of the load balancer. */
      clbHost: z.string().optional(),
    })
    .optional(),
});

/** Hang detection. Source: TrainToolConfig. */
export const trainToolConfig = z.strictObject({
  /** Default false. */
  enableHangMonitor: z.boolean().optional(),
  /** Machines to watch, such as `master-0`. */
  hangMonitorNodes: z.array(z.string()).optional(),
  /** Minutes without a log line that count as hanging, 1 to 14,400. */
  logHangTimeoutInMinute: whole("minutes", 1, 14_400).optional(),
});

/** Where pay-as-you-go machines come from. Source: ResourceSupplyAttribute. */
export const resourceSupplyAttribute = z.strictObject({
  /** `TIDE` or `SPOT` machines; ordinary ones when absent. */
  supplyType: hint("TIDE", "SPOT").optional(),
  /** Default `DEFAULT`. */
  clusterType: hint("DEFAULT", "THIRD").optional(),
});
