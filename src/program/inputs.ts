import type { Input } from "@pulumi/pulumi";

type Primitive = string | number | boolean | null | undefined;

/**
 * The value as a program may give it: at any depth, a value or the output of another resource. Words and flags stay together,
 * so that an output may be any of them: `Output<"DDP" | "MPI">`, `Output<boolean>`.
 */
export type DeepInput<Value> = [Value] extends [Primitive]
  ? Input<Value>
  : Value extends Primitive
    ? Input<Value>
    : Value extends readonly (infer Item)[]
      ? Input<readonly DeepInput<Item>[]>
      : Input<{ [Member in keyof Value]: DeepInput<Value[Member]> }>;
