import type { Machine } from "../pools/catalogue";
import { countIn } from "../refusal";
import { tasksOf, type Scene } from "./job";
import { SETTLED_PHASES } from "./states";

// What has become of a job so far, computed from its states like everything else.

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

const STAGES: readonly (readonly [name: string, phases: readonly string[], message: string])[] = [
  ["scheduling", ["Creating"], "the job is Creating"],
  ["preparing", ["Pending"], "waiting for free machines"],
  ["running", ["Running"], "the job is Running"],
  ["end", SETTLED_PHASES, "the job ended"],
];

/** GET …/stages: the readable answer to why a job is not running yet. A stage ends when the next one begins. */
export function stagesOf({ moments }: Scene): object {
  const begun = STAGES.flatMap(([name, phases, message], index) => {
    const at = moments.find(({ state }) => phases.includes(state))?.at;
    return at === undefined ? [] : [{ name, order: index + 1, at, message }];
  });
  const stages = begun.map(({ name, order, at, message }, index) => ({
    name,
    stage_order: order,
    start_time: at,
    end_time: begun[index + 1]?.at ?? (name === "end" ? at : 0),
    en_message: message,
    zh_message: "",
    sub_stages: [],
  }));
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
