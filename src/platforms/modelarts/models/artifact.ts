/** `obs://bucket/dir/`, and an address that has it behind the bucket's name and `.obs.`. */
const OF_BUCKET = /^obs:\/\/([^/]+)\/(.*)$/;
const OF_ADDRESS = /^https?:\/\/(.+?)\.obs\.[^/]+\/(.*)$/;

/** Where files are, as the registry of models takes it: `https://bucket.obs.<region>.…/dir/`. Anything else stays as it is. */
export function addressOf(location: string, host: string): string {
  const [, bucket, key] = OF_BUCKET.exec(location) ?? [];
  return bucket === undefined ? location : `https://${bucket}.${host}/${key ?? ""}`;
}

/** The same as everything else says it: `obs://bucket/dir/`. An image's address stays as it is. */
export function bucketPathOf(location: string): string {
  const [, bucket, key] = OF_ADDRESS.exec(location) ?? [];
  return bucket === undefined ? location : `obs://${bucket}/${key ?? ""}`;
}
