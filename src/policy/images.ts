import { z } from "zod";
import type { Image } from "../jobs/image";
import { isListed, list } from "./listed";
import { ifKnown, JOB, MODEL, resourceRule, type Subject } from "./rule";

/** Registries that everybody can read from and many can write to. */
const PUBLIC = [
  ...[
    "docker.io",
    "*.docker.io",
    "*.docker.com",
    "*.m.daocloud.io",
    "quay.io",
    "ghcr.io",
    "lscr.io",
    "registry.gitlab.com",
  ],
  ...["gcr.io", "*.gcr.io", "registry.k8s.io", "public.ecr.aws", "mcr.microsoft.com", "nvcr.io"],
];
/** Where an address without a host is looked up. */
const DOCKER = "docker.io";

/** The same image today and tomorrow. */
export const noLatestImage = resourceRule({
  name: "training-no-latest-image",
  displayName: "Images have a version",
  description: "Training jobs and model versions name a version of their image.",
  of: [JOB, MODEL],
  config: z.strictObject({}),
  check: (subject) =>
    imagesOf(subject).flatMap(({ member, address }) => {
      const { tag, hasDigest } = parseAddress(address);
      if (hasDigest || (tag !== undefined && tag !== "latest")) return [];
      return [`spec.${member} is ${address}, whatever that is when the job starts; name a tag or a digest.`];
    }),
});

/** Images come from registries that the organization maintains. */
export const noPublicRegistry = resourceRule({
  name: "training-no-public-registry",
  displayName: "No public registries",
  description: "Training jobs and model versions take images from registries that are allowed.",
  of: [JOB, MODEL],
  config: z.strictObject({
    allowedRegistries: list(
      "A registry, or a namespace in it: `ccr.ccs.tencentyun.com/ml`, `*.tencentcr.com`; `swr` where ModelArts takes an address " +
        "without a host. Default: all except the public ones, such as Docker Hub.",
    ),
  }),
  check: (subject, { allowedRegistries: allowed }) =>
    imagesOf(subject).flatMap((image) => {
      const { host, path } = parseAddress(image.address);
      const registry = host ?? image.home ?? DOCKER;
      const isAllowed = allowed
        ? placesOf(`${registry}/${path}`).some((place) => isListed(place, allowed))
        : !isListed(registry.replace(/:\d+$/, ""), PUBLIC);
      if (isAllowed) return [];
      const means = allowed ? `allowed: ${allowed.join(", ")}` : "which is public";
      return [`spec.${image.member} is ${image.address}, an image of ${registry}; ${means}.`];
    }),
});

/** Empty when any of them is not known before the run. */
function imagesOf({ type, platform, spec }: Subject): readonly Image[] {
  return ifKnown(() => (type === JOB ? platform.job.images(spec) : platform.model?.images?.(spec))) ?? [];
}

/**
 * The parts of an image's address as registries read it: `host:port/path:tag@digest`. A first part without a dot, a colon or
 * `localhost` is not a host.
 */
export function parseAddress(address: string) {
  const [plain = "", digest] = address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").split("@");
  const [, named = "", tag] = /^(.*?)(?::([^/:]*))?$/.exec(plain) ?? [];
  const [first = "", ...rest] = named.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return {
    host: isHost ? first.toLowerCase() : undefined,
    path: isHost ? rest.join("/") : named,
    tag: tag === "" ? undefined : tag,
    hasDigest: digest !== undefined && digest !== "",
  };
}

/** `a`, `a/b` and `a/b/c` of `a/b/c`. */
function placesOf(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
