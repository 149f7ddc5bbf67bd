import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const members = z.record(z.string(), z.unknown());

export const v1 = read("v1-create.json", z.object({ requests: z.array(members), created: members, refused: members }));
export const v2 = read("v2-create.json", z.object({ request: members, created: members, gone: members }));

function read<T>(name: string, shape: z.ZodType<T>): T {
  const path = join(__dirname, "..", "..", "fixtures", "modelarts", name);
  return shape.parse(JSON.parse(readFileSync(path, "utf8")));
}
