import { z } from "zod";
import * as addresses from "../kit/addresses";
import { doubt, doubting, regionName } from "../kit/doubts";
import { wordsOf } from "../kit/words";

export { filled } from "../kit/words";

export const { word, hint, whole, atMost, statuses } = wordsOf("ModelArts");

/** Regions of the vendor's SDKs, and the European one. Newer ones may be missing. */
const REGIONS = [
  ...["cn-north-1", "cn-north-2", "cn-north-4", "cn-north-9", "cn-north-11", "cn-north-12", "cn-east-3", "cn-east-4"],
  ...["cn-south-1", "cn-southwest-2", "cn-southwest-3", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3"],
  ...[
    "ap-southeast-4",
    "la-south-2",
    "la-north-2",
    "sa-brazil-1",
    "af-south-1",
    "af-north-1",
    "me-east-1",
    "tr-west-1",
  ],
  "eu-west-101",
];

export const region = regionName(z.string(), REGIONS);

/** Path in the container. */
export const containerPath = addresses.containerPath(z.string());

/** Address of an image in SWR, with its tag. */
export const imageAddress = addresses.imageAddress(z.string(), "organization/image:1.0");

export const command = addresses.command(z.string());

/** Finds bucket and key in an address of OBS or of another object storage. */
const ELSEWHERE = /^(?:https?:\/\/([^/.]+)\.obs\.[^/]+\/|[a-z0-9]+:\/\/([^/]+)\/)(.*)$/i;

/**
 * A place in object storage: `/bucket/dir/` or `obs://bucket/dir/`.
 * @param others what else the member takes
 */
export function obsPath(schema: z.ZodString, others = /^$/): z.ZodString {
  const checked = schema.refine((path) => !addresses.isWindowsPath(path), {
    error: ({ input }) =>
      `is ${JSON.stringify(input)}, a path of this machine; ModelArts reads and writes object storage: /bucket/dir/`,
  });
  return doubting(checked, (path: string) => {
    if (/^($|\/[^/]|obs:\/\/[^/]+\/)/.test(path) || others.test(path)) return [];
    const [, host, bucket = host, key = ""] = ELSEWHERE.exec(path) ?? [];
    const meant = bucket ? `/${bucket}/${key}` : "/bucket/dir/ or obs://bucket/dir/";
    return doubt(`is ${JSON.stringify(path)}, which is not how ModelArts writes a place; write ${meant}`);
  });
}

/**
 * A job's name in both generations: unique in its workspace until the job is deleted. Sources: member `metadata.name` of v2,
 * `job_name` of v1.
 */
export const jobName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, {
  error: ({ input }) =>
    `job name ${JSON.stringify(input)} does not fit: ModelArts takes 1 to 64 letters, digits, "_" and "-"`,
});
