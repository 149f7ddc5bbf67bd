import { type Scene, tasksOf } from "./job";
import { countIn } from "../refusal";
import type { Machine } from "../pools/catalogue";

// What became of a job so far, computed from its states like everything else.

/** GET …/events: one for each phase. */
export function eventsOf({ moments }: Scene, query: URLSearchParams): object {
  const level = query.get("level");
  const page = countIn(query, { name: "offset", least: 0, most: 1_000_000, otherwise: 0 });
  const limit = countIn(query, { name: "limit", least: 1, most: 100, otherwise: 50 });
  const events = moments
    .map(({ state, at, reason }) => ({
      time: new Date(at).toISOString(),
      level: state === "Failed" || state === "Abnormal" ? "Error" : "Info",
      message: `Training job is ${state}${reason ? `: ${reason}` : ""}`,
      source: "Job",
    }))
    .filter((event) => !level || event.level === level);
  const ordered = query.get("order") === "asc" ? events : events.reverse();
  return { total: events.length, events: ordered.slice(page * limit, (page + 1) * limit) };
}

const STAGES: readonly (readonly [name: string, phase: string])[] = [
  ["scheduling", "Creating"],
  ["preparing", "Pending"],
  ["running", "Running"],
];

/** GET …/stages: the readable answer to why a job does not run yet. */
export function stagesOf({ moments }: Scene): object {
  const stages = STAGES.flatMap(([name, phase], index) => {
    const begun = moments.find(({ state }) => state === phase);
    if (!begun) return [];
    const message = phase === "Pending" ? "waiting for free machines" : `the job is ${phase}`;
    return [
      {
        name,
        stage_order: index + 1,
        start_time: begun.at,
        end_time: 0,
        en_message: message,
        zh_message: "",
        sub_stages: [],
      },
    ];
  });
  return { total_count: 1, running_records: [{ record_order: 1, stages }] };
}

/** GET …/tasks: a bare array. Addresses are known once the job has machines. */
export function tasksShown(scene: Scene, machines: readonly Machine[]): readonly object[] {
  const isStarted = scene.moments.some(({ state }) => state === "Running");
  return tasksOf(scene).map((task, index) => ({
    task,
    ip: isStarted ? `172.17.0.${index + 2}` : "",
    host_ip: machines[index]?.privateIp ?? "",
    schedule_count: 1,
  }));
}
