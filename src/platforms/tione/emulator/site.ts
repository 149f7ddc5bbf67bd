import type { Ledger } from "../../../emulator/world";
import type { Metric } from "./jobs/metrics";
import type { Model, ModelVersion } from "./models/model";
import type { TioneStage } from "./switches";
import type { Task } from "./jobs/task";

/** Everything that the emulator remembers of TI-ONE. */
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
