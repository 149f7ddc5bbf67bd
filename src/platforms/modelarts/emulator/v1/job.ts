import type { Job, Ledger } from "../../../../emulator/world";
import { linesOf, type LogLine } from "../jobs/log-lines";
import type { V1Stage } from "../switches";
import type { CreateRequestV1 } from "./create";
import { ENGINES } from "./engines";
import { specOf } from "./specs";
import { isSettled } from "./states";

// How v1 shows a job: what is not set comes as null, and ids are numbers.

/** What the emulator keeps about a job besides its states: one version each. */
export interface TrainingV1 {
  readonly workspace: string;
  readonly description: string;
  readonly versionId: string;
  readonly resourceId: string;
  readonly config: CreateRequestV1["config"];
}

export type TrainingJobV1 = Job<TrainingV1>;

/** What a call acts on. */
export interface SiteV1 {
  readonly stage: V1Stage;
  readonly jobs: Ledger<TrainingV1>;
}

const RUNNING = "8";

export function headOf(job: TrainingJobV1) {
  return { job_id: long(job.id), job_name: job.name, job_desc: job.facts.description };
}

/** Members of a version that are null until something is known about them. */
const UNSET = {
  engine_type: null,
  engine_name: null,
  engine_id: null,
  engine_version: null,
  app_url: null,
  boot_file_url: null,
  parameter: null,
  model_id: null,
  spec_id: null,
  core: null,
  cpu: null,
  gpu_num: null,
  gpu_type: null,
  data_url: null,
  train_url: null,
  log_url: null,
  dataset_id: null,
  dataset_version_id: null,
  dataset_name: null,
  dataset_version_name: null,
  data_source: null,
  user_image_url: null,
  user_command: null,
  volumes: null,
  pool_name: null,
  nas_mount_path: null,
  nas_share_addr: null,
  nas_type: null,
} as const;

export function versionOf(job: TrainingJobV1, site: SiteV1) {
  const { config, versionId, resourceId } = job.facts;
  const { from, until } = runOf(job, site);
  const { create_version: _asked, flavor, ...told } = config;
  return {
    version_id: long(versionId),
    version_name: "V0001",
    pre_version_id: null,
    status: Number(site.jobs.stateOf(job).state),
    create_time: job.createdAt,
    start_time: from ?? null,
    duration: from === undefined ? 0 : until - from,
    ...UNSET,
    ...engineOf(config.engine_id),
    ...machineOf(config.spec_id, flavor?.code),
    // Filled in for a job on the public pool too.
    pool_id: "pool7d1e384a",
    model_metric_list: "{}",
    // Text in the list, a record in the detail.
    system_metric_list: "{}",
    ...told,
    resource_id: resourceId,
  };
}

function engineOf(id: number | undefined): object {
  return ENGINES.find(({ engine_id }) => engine_id === id) ?? {};
}

/** Core and memory are text. Empty for a pool. */
function machineOf(id: number | undefined, code: string | undefined): object {
  const spec = specOf(id, code);
  if (!spec) return {};
  const { cores, memoryGi, cards } = spec;
  const [gpu_num, gpu_type] = [cards?.count ?? 0, cards?.product ?? ""];
  return { core: String(cores), cpu: String(memoryGi), gpu_num, gpu_type };
}

/** For a pool: a machine with eight cards. */
export function specCodeOf({ facts }: TrainingJobV1): string {
  const { spec_id, flavor } = facts.config;
  return specOf(spec_id, flavor?.code)?.id ?? "modelarts.vm.gpu.8v100";
}

/** One log file for each machine. */
export function logFilesOf({ name, facts }: TrainingJobV1): readonly string[] {
  return Array.from({ length: facts.config.worker_server_num }, (_, index) => `job-${name}.${index}`);
}

/** For a job that never ran, at most the reason. */
export function logLinesOf(job: TrainingJobV1, site: SiteV1): readonly LogLine[] {
  const { from, until } = runOf(job, site);
  return linesOf({ from: from ?? until, until, failure: site.jobs.stateOf(job).reason });
}

/** `from` is absent before it ran. */
function runOf(job: TrainingJobV1, { jobs, stage }: SiteV1): { readonly from?: number; readonly until: number } {
  const now = stage.now();
  const { state, at } = jobs.stateOf(job);
  const [run] = job.runs;
  const from = run && jobs.momentsOf(run, now).find((moment) => moment.state === RUNNING)?.at;
  return { from, until: isSettled(state) ? at : now };
}

const LONG = /"long:(\d+)"/g;

/** A whole number too large for JavaScript; `writeLong` leaves out its quotes. */
export function long(digits: string): string {
  return `long:${digits}`;
}

export function writeLong(body: unknown): string {
  return JSON.stringify(body).replace(LONG, "$1");
}

export function idIn(body: unknown): string | undefined {
  const id: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "job_id") : undefined;
  return typeof id === "string" ? id.replace(/^long:/, "") : undefined;
}
