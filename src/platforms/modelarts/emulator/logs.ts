import { isSettled } from "./states";
import { startOf, tasksOf, type Scene } from "./job";
import { Refusal } from "./refusal";

// What a job leaves behind, computed from its states like everything else.

const LINE_EVERY_MS = 10_000;

/** GET …/tasks/{task_id}/logs/preview. */
export function logsPreview(scene: Scene, task: string): object {
  if (!tasksOf(scene).includes(task)) throw new Refusal(400, "ModelArts.2788", `There is no task ${task}.`);
  const start = startOf(scene);
  const { state, now } = scene;
  const end = isSettled(state.state) ? state.at : now;
  const steps = start === 0 ? 0 : Math.floor((end - start) / LINE_EVERY_MS);
  const lines = Array.from({ length: steps }, (_, index) => `step ${index + 1}: loss ${(2 / (index + 2)).toFixed(4)}`);
  if (state.state === "Failed") lines.push(`Traceback: ${state.reason ?? "failed"}`);
  const content = lines.map((line) => `${line}\n`).join("");
  return { content, current_size: content.length, full_size: content.length };
}

/** GET …/events: one for each phase. */
export function eventsOf({ moments }: Scene, query: URLSearchParams): object {
  const level = query.get("level");
  const page = Number(query.get("offset") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  if (!(limit >= 1 && limit <= 100)) throw new Refusal(400, "ModelArts.2788", "limit is 1 to 100.");
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
