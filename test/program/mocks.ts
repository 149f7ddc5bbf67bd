import type * as pulumi from "@pulumi/pulumi";
import { runtime } from "@pulumi/pulumi";

/** What a program registered, as Pulumi's engine would be told. */
export type Registered = pulumi.runtime.MockResourceArgs;

/** Stands in for the engine: takes every resource as it comes and answers its inputs and what the platform would add. */
export async function mockEngine(organization?: string): Promise<Registered[]> {
  const registered: Registered[] = [];
  const newResource = (resource: Registered) => {
    registered.push(resource);
    const made = resource.type.endsWith(":TrainingJob")
      ? { jobId: "train-1", status: "running", outputPaths: ["cos://a.b/c"] }
      : {};
    return { id: resource.id || `${resource.name}-id`, state: { ...(resource.inputs as object), ...made } }; // a record of inputs
  };
  await runtime.setMocks({ newResource, call: () => ({}) }, "fleet", "dev", false, organization);
  return registered;
}

/** The value of an output. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
