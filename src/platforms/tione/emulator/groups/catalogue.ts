import type { Tag } from "../tag";

// The groups that the one account has: made up, so that each shows something different. No action creates or releases one.

/** What a machine has, in the units of the wire. */
export interface Amounts {
  /** 1/1000 core. */
  readonly cpu: number;
  /** MB. */
  readonly memory: number;
  /** 1/100 card. */
  readonly gpu: number;
}

export interface Machine {
  readonly specId: string;
  readonly alias: string;
  readonly total: Amounts;
  /** Empty without cards. */
  readonly gpuType: string;
  readonly rdma: boolean;
}

export interface GroupNode {
  readonly id: string;
  readonly name: string;
  readonly ip: string;
  readonly status: string;
  readonly machine: Machine;
  /** Beijing time, `2026-01-05 10:00:00`. */
  readonly createTime: string;
  /** The same; empty: none. */
  readonly expireTime: string;
  readonly error: { readonly code: string; readonly message: string };
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly Tag[];
  readonly nodes: readonly GroupNode[];
}

/** What a machine has, in everyday units. */
interface MachineSize {
  readonly cores: number;
  readonly memoryGiB: number;
  readonly gpuType?: string;
  readonly gpus?: number;
  readonly rdma?: boolean;
}

function machine({ cores, memoryGiB, gpuType = "", gpus = 0, rdma = false }: MachineSize): Machine {
  const cards = gpus > 0 ? `_${gpus}${gpuType.toLowerCase()}` : "";
  return {
    specId: `sv_tio_platform_pre_${cores}c${memoryGiB}g${cards}`,
    alias: `${cores}C${memoryGiB}GB${gpus > 0 ? ` GPU(${gpuType})*${gpus}` : ""}`,
    total: { cpu: cores * 1_000, memory: memoryGiB * 1_024, gpu: gpus * 100 },
    gpuType,
    rdma,
  };
}

const EIGHT_A100 = machine({ cores: 64, memoryGiB: 512, gpuType: "A100", gpus: 8, rdma: true });
const ONE_T4 = machine({ cores: 16, memoryGiB: 64, gpuType: "T4", gpus: 1 });
const FOUR_V100 = machine({ cores: 32, memoryGiB: 160, gpuType: "V100", gpus: 4 });
const NO_CARD = machine({ cores: 32, memoryGiB: 128 });

const UP = "RUNNING";

type Row = readonly [id: string, name: string, machine: Machine, statuses: readonly string[], tags?: readonly Tag[]];

const ROWS: readonly Row[] = [
  ["rsg-prod0001", "prod-a100", EIGHT_A100, [UP, UP, UP, UP], [{ TagKey: "env", TagValue: "prod" }]],
  ["rsg-dev00001", "dev-t4", ONE_T4, [UP, UP, "EXCEPTION"], [{ TagKey: "env", TagValue: "dev" }]],
  ["rsg-cpu00001", "cpu-only", NO_CARD, [UP, UP]],
  // Real names are unique in a region; a client still has to define what it does about two of the same name.
  ["rsg-twin0001", "twin", FOUR_V100, [UP]],
  ["rsg-twin0002", "twin", FOUR_V100, [UP]],
  ["rsg-down0001", "down", ONE_T4, ["DEPLOY_FAILED"]],
];

const ERRORS: Readonly<Record<string, GroupNode["error"]>> = {
  EXCEPTION: { code: "NodeNotReady", message: "the node does not answer" },
  DEPLOY_FAILED: { code: "DeployFailed", message: "the node could not be deployed" },
};

/** The same in every region and workspace. */
export const groups: readonly Group[] = ROWS.map(([id, name, machine, statuses, tags = []], group) => ({
  id,
  name,
  tags,
  nodes: statuses.map((status, i) => ({
    id: `eins-${id.slice("rsg-".length)}-${i + 1}`,
    name: `${name}-${i + 1}`,
    ip: `10.1.${group}.${i + 1}`,
    status,
    machine,
    createTime: `2026-01-0${i + 1} 10:00:00`,
    expireTime: machine === NO_CARD ? "" : `2030-01-0${i + 1} 10:00:00`,
    error: ERRORS[status] ?? { code: "", message: "" },
  })),
}));

export const groupsById: ReadonlyMap<string, Group> = new Map(groups.map((group) => [group.id, group]));
