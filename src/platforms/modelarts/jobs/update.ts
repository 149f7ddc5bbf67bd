import { isDeepStrictEqual } from "node:util";
import { JOB_ROOM, readDescription, writeDescription } from "../marker";
import { asRecord, vendorSpelling } from "../spelling";
import type { Job } from "../wire";
import type { Changes, ModelartsClient } from "./client";
import type { ModelartsJobSpec } from "./schema";

/**
 * What PUT must send to make the job match `spec`; undefined: nothing. Only what differs is sent, because what happens to
 * members left out is not documented, and older regions take a description only.
 */
export function changesOf(job: Job, spec: ModelartsJobSpec): Changes | undefined {
  const described = readDescription(job.metadata.description);
  const description = writeDescription({ ...described, text: spec.description ?? "" }, JOB_ROOM);
  const told = asRecord(job.spec);
  const policy = asRecord(told["schedule_policy"]);
  // What the program no longer gives goes back to its documented default.
  const { priority = 1, preemptible = false, notification = { topicUrn: "", events: [] } } = spec;
  const keyPairs = spec.endpoints?.ssh?.keyPairNames ?? [];

  const schedule = {
    ...((policy["priority"] ?? 1) !== priority && { priority }),
    ...((policy["preemptible"] ?? false) !== preemptible && { preemptible }),
  };
  const wanted = asRecord(vendorSpelling(notification));
  const inSpec = {
    ...(!isSameNotification(asRecord(told["notification"]), wanted) && { notification: wanted }),
    ...(Object.keys(schedule).length > 0 && { schedule_policy: schedule }),
  };
  const changes = {
    ...(description !== (job.metadata.description ?? "") && (described.text || spec.description) && { description }),
    ...(Object.keys(inSpec).length > 0 && { spec: inSpec }),
    ...(!isDeepStrictEqual(job.endpoints?.ssh?.key_pair_names ?? [], keyPairs) && {
      endpoints: { ssh: { key_pair_names: keyPairs } },
    }),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}

/** Writes the tags that differ and deletes those that are not wanted. The platform's own tags are left alone. */
export async function changeTags(
  client: ModelartsClient,
  id: string,
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const present = await client.showTags(id);
  const changed = Object.entries(wanted).filter(([key, value]) => present.get(key) !== value);
  const dropped = [...present.keys()].filter((key) => !Object.hasOwn(wanted, key) && !key.startsWith("_sys_"));
  if (changed.length > 0)
    await client.createTags(
      id,
      changed.map(([key, value]) => ({ key, value })),
    );
  if (dropped.length > 0) await client.deleteTags(id, dropped);
}

function isSameNotification(
  told: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): boolean {
  const plain = ({ topic_urn, events }: Readonly<Record<string, unknown>>) => [
    topic_urn || "",
    Array.isArray(events) ? events.map(String).sort() : [],
  ];
  return isDeepStrictEqual(plain(told), plain(wanted));
}
