/** `obs://bucket/dir/`, and an address whose host is the bucket's name and `.obs.…`. */
const OF_BUCKET = /^obs:\/\/([^/]+)\/(.*)$/;
const OF_ADDRESS = /^https?:\/\/([^/]+)\/(.*)$/;
const BEHIND_BUCKET = ".obs.";

/** A location as the registry of models takes it: `https://bucket.obs.<region>.…/dir/`. Anything else is returned as it is. */
export function addressOf(location: string, host: string): string {
  const [, bucket, key] = OF_BUCKET.exec(location) ?? [];
  return bucket === undefined ? location : `https://${bucket}.${host}/${key ?? ""}`;
}

/** The location as everything else writes it: `obs://bucket/dir/`. An image's address is returned as it is. */
export function bucketPathOf(location: string): string {
  const [, host = "", key = ""] = OF_ADDRESS.exec(location) ?? [];
  // By hand: a pattern for the whole address would try the rest again at each `.obs.`.
  const end = host.indexOf(BEHIND_BUCKET);
  return end > 0 ? `obs://${host.slice(0, end)}/${key}` : location;
}
