import type { Amount, GroupInfo } from "../../kit/answers";

/* What look-ups of v1 return. Types only. */

/** A dedicated pool of v1. Members that the platform does not report are absent. */
export interface ClusterInfo extends GroupInfo {
  /** Its description. */
  readonly description?: string;
  /** Kind of its machines, in the vendor's words. */
  readonly flavorId?: string;
  /** Cores; `free` is what it can still allocate. */
  readonly cores: Amount;
  /** GiB of memory; `free` is what it can still allocate. */
  readonly memoryGiB: Amount;
  /** Cards that it can still allocate, parts of a card as fractions. v1 does not report how many it has. */
  readonly gpusFree?: number;
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** One kind of machine of v1. Members that the platform does not report are absent. */
export interface ResourceSpecInfo {
  /** What a job's `specId` takes, as text; elsewhere the same machine may have another number. */
  readonly specId: string;
  /** The vendor's word for the machine, the same everywhere: `modelarts.vm.cpu.8u`. */
  readonly specCode?: string;
  /** Cores of a machine. */
  readonly cores?: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB?: number;
  /** Cards of a machine; 0 or absent without cards. */
  readonly gpus?: number;
  /** The vendor's word for its cards; absent without cards. */
  readonly gpuType?: string;
  /** Most machines that a job may have; 1 where a job cannot be distributed. */
  readonly maxNodes?: number;
  /** How many of the billing service's units it costs. ModelArts itself reports no price. */
  readonly billingUnits?: number;
  /** Whether it is sold out; also false where the platform does not report it. */
  readonly isSoldOut: boolean;
}

/** One preset engine of v1. Members that the platform does not report are absent. */
export interface AiEngineInfo {
  /** What a job's `engineId` takes, as text. */
  readonly engineId: string;
  /** Number of the framework. */
  readonly type?: number;
  /** The vendor's word for the framework: `PyTorch`. */
  readonly name?: string;
  /** The vendor's words for its version: `PyTorch-1.4.0-python3.6`. */
  readonly version?: string;
}
