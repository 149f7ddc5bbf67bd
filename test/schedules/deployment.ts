import { PartialFailure } from "../../src/engine/failures";
import { isSame, type Properties } from "../../src/engine/values";
import { HIDDEN, TYPE } from "../plugin/plugin";
import type { Process } from "./machine";

interface Row {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** "Made, but not well": the next run calls `update`, whatever `diff` says. */
  readonly isFailed: boolean;
}

export interface Ending {
  readonly isKilled: boolean;
  /** What the engine shows as errors. */
  readonly errors: readonly string[];
}

/** As much of Pulumi's engine as decides which verbs a dynamic provider is asked, and what of it the state keeps. */
export class Deployment {
  rows = new Map<string, Row>();

  /** `pulumi up`. @param keepsCheckpoints whether the state of a killed run is what it was when it was killed */
  async up(program: ReadonlyMap<string, object>, process: Process, keepsCheckpoints = true): Promise<Ending> {
    const before = new Map(this.rows);
    const errors: string[] = [];
    const work = Promise.all(
      [...program].map(([name, inputs]) =>
        this.apply(name, inputs, process).catch((error: unknown) => void errors.push(textOf(error))),
      ),
    );
    return this.settle(work, process, errors, keepsCheckpoints ? undefined : before);
  }

  async destroy(process: Process): Promise<Ending> {
    const errors: string[] = [];
    const work = Promise.all(
      [...this.rows.keys()].map((name) =>
        this.remove(name, process).catch((error: unknown) => void errors.push(textOf(error))),
      ),
    );
    return this.settle(work, process, errors, undefined);
  }

  /** `pulumi refresh`. */
  async refresh(process: Process): Promise<Ending> {
    const errors: string[] = [];
    const work = Promise.all(
      [...this.rows].map(async ([name, row]) => {
        try {
          const { id, props = {} } = await process.provider.read(row.id, row.outputs);
          if (id) this.rows.set(name, { ...row, id, outputs: props });
          else this.rows.delete(name);
        } catch (error) {
          errors.push(textOf(error));
        }
      }),
    );
    return this.settle(work, process, errors, undefined);
  }

  private async settle(
    work: Promise<unknown>,
    process: Process,
    errors: readonly string[],
    restored: ReadonlyMap<string, Row> | undefined,
  ): Promise<Ending> {
    await Promise.race([work, process.died]);
    const isKilled = process.isDead;
    process.end();
    if (isKilled && restored) this.rows = new Map(restored);
    return { isKilled, errors };
  }

  private async apply(name: string, given: object, process: Process): Promise<void> {
    const { provider } = process;
    const news = { ...HIDDEN, __urn: `dev::fleet::*::${name}`, ...given };
    const row = this.rows.get(name);
    const { inputs = {}, failures = [] } = await provider.check(row?.inputs ?? {}, news);
    const [failure] = failures;
    if (failure) throw new Error(failure.reason);
    if (!row) return this.create(name, inputs, process);
    const diff = await provider.diff(row.id, row.outputs, inputs);
    if (diff.replaces && diff.replaces.length > 0) {
      if (!diff.deleteBeforeReplace) throw new Error(`${TYPE} is replaced by deleting it first`);
      await this.remove(name, process);
      return this.create(name, inputs, process);
    }
    const isChanged = diff.changes ?? !isSame(row.inputs, inputs);
    if (!isChanged && !row.isFailed) return void this.rows.set(name, { ...row, inputs });
    await this.keep(name, inputs, async () => {
      const { outs } = await provider.update(row.id, row.outputs, inputs);
      return { id: row.id, outs };
    });
  }

  private create(name: string, inputs: Properties, { provider }: Process): Promise<void> {
    return this.keep(name, inputs, () => provider.create(inputs));
  }

  private async keep(
    name: string,
    inputs: Properties,
    make: () => Promise<{ id: string; outs?: Properties }>,
  ): Promise<void> {
    try {
      const { id, outs = {} } = await make();
      this.rows.set(name, { id, inputs, outputs: outs, isFailed: false });
    } catch (error) {
      if (error instanceof PartialFailure)
        this.rows.set(name, { id: error.id, inputs, outputs: error.properties, isFailed: true });
      throw error;
    }
  }

  private async remove(name: string, { provider }: Process): Promise<void> {
    const row = this.rows.get(name);
    if (!row) return;
    await provider.delete(row.id, row.outputs);
    this.rows.delete(name);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
