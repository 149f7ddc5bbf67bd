import { z } from "zod";
import { id, rows } from "../../../net/ids";
import { key, moment, quantity, struct, text } from "../wire";

/* What we read of the lists of what the platform offers, in the vendor's spelling. */

const flag = z.boolean().nullish().catch(undefined);
/** `{ size: 64, unit: "GB" }`. */
const size = struct({ size: quantity, unit: text });
const cards = struct({ unit_num: quantity, product_name: text, memory: text });

const flavor = z.object({
  flavor_id: z.string(),
  flavor_name: text,
  flavor_type: text,
  max_num: quantity,
  billing: struct({ code: text, unit_num: quantity }),
  flavor_info: struct({
    max_num: quantity,
    cpu: struct({ arch: text, core_num: quantity }),
    gpu: cards,
    npu: cards,
    memory: size,
    disk: size,
  }),
});
export type Flavor = z.output<typeof flavor>;
export const flavorsReply = z.object({ flavors: z.array(flavor).nullable() });

const engine = z.object({
  engine_id: key,
  engine_name: text,
  engine_version: text,
  v1_compatible: flag,
  run_user: text,
  image_info: struct({ cpu_image_url: text, gpu_image_url: text, image_version: text }),
});
export type Engine = z.output<typeof engine>;
export const enginesReply = z.object({ items: z.array(engine).nullable() });

const workspace = z.object({
  id,
  name: text,
  description: text,
  status: text,
  status_info: text,
  auth_type: text,
  enterprise_project_id: text,
  create_time: moment,
});
export type Workspace = z.output<typeof workspace>;
export const workspacesReply = z.object({ workspaces: rows(workspace).nullable() });

const chips = struct({ type: text, size: quantity, chip: text, card: text, memory: quantity });

const nodeFlavor = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), text).nullish().catch(undefined) }),
  spec: struct({
    type: text,
    cpuArch: text,
    cpu: quantity,
    memory: quantity,
    gpu: chips,
    npu: chips,
    billingCode: text,
  }),
  /** `normal` or `soldout` by zone. */
  status: struct({ phase: z.record(z.string(), text).nullish().catch(undefined) }),
});
export type NodeFlavor = z.output<typeof nodeFlavor>;
export const nodeFlavorsReply = z.object({
  items: z.array(nodeFlavor).nullable(),
  metadata: struct({ continue: text }),
});

const spec = z.object({
  spec_id: key,
  spec_code: text,
  core: quantity,
  cpu: quantity,
  gpu_num: quantity,
  gpu_type: text,
  max_num: quantity,
  unit_num: quantity,
  no_resource: flag,
});
export type ResourceSpec = z.output<typeof spec>;
export const specsReply = z.object({ specs: z.array(spec).nullable() });

const aiEngine = z.object({ engine_id: key, engine_type: quantity, engine_name: text, engine_version: text });
export const aiEnginesReply = z.object({ engines: z.array(aiEngine).nullable() });
