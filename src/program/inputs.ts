import type { Input } from "@pulumi/pulumi";

/** The value as a program may give it: at any depth, a value or the output of another resource. */
export type DeepInput<Value> = Value extends string | number | boolean | null | undefined
  ? Input<Value>
  : Value extends readonly (infer Item)[]
    ? Input<DeepInput<Item>[]>
    : Input<{ [Member in keyof Value]: DeepInput<Value[Member]> }>;
