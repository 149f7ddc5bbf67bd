import type { Ledger } from "../../../emulator/world";
import type { Task } from "./jobs/task";
import type { ModelRequest } from "./models/request";
import type { TioneStage } from "./switches";
import type { Tag } from "./tag";

/** One point of one metric. */
export interface Metric {
  readonly taskId: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly value: number;
  readonly epoch?: number;
  readonly step?: number;
  readonly totalSteps?: number;
}

/** What the emulator keeps of a model. */
export interface Model {
  readonly region: string;
  /** Workspace; `0` is the default one. */
  readonly project: string;
  readonly tags: readonly Tag[];
}

/** What the emulator keeps of a version besides its states. */
export interface ModelVersion {
  readonly modelId: string;
  readonly label: string;
  readonly request: ModelRequest;
}

/** Everything that the emulator remembers for TI-ONE. */
export interface Books {
  readonly tasks: Ledger<Task>;
  readonly models: Ledger<Model>;
  readonly versions: Ledger<ModelVersion>;
  readonly metrics: Ledger<Metric>;
}

/** Where a call was sent: no task and no model is known outside its region. */
export interface Site extends Books {
  readonly stage: TioneStage;
  readonly region: string;
}
