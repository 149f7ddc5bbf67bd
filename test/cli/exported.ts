/** Exports of stacks, in the form that `pulumi stack export` of 3.228 prints them. */
export const TYPE = "pulumi-nodejs:dynamic/training:TrainingJob";
const DEFAULT = "urn:pulumi:dev::train::pulumi:providers:pulumi-nodejs::default";

export interface Row {
  readonly name: string;
  readonly stack?: string;
  readonly id?: string;
  readonly inputs?: object;
  readonly outputs?: object;
  /** Name of an explicit provider. */
  readonly provider?: string;
  readonly more?: object;
}

export interface Told {
  readonly rows?: readonly Row[];
  /** What was under way when the run was killed. */
  readonly pending?: readonly Row[];
  /** Inputs of providers by name; the stack's configuration is that of `default`. */
  readonly providers?: Readonly<Record<string, object>>;
}

export function exported({ rows = [], pending = [], providers = { default: {} } }: Told): string {
  const providerRows = Object.entries(providers).map(([name, inputs]) => ({
    urn: DEFAULT.replace(/default$/, name),
    custom: true,
    id: `id-of-${name}`,
    type: "pulumi:providers:pulumi-nodejs",
    inputs,
    outputs: inputs,
  }));
  const resources = [
    { urn: "urn:pulumi:dev::train::pulumi:pulumi:Stack::train-dev", custom: false, type: "pulumi:pulumi:Stack" },
    ...providerRows,
    ...rows.map(resource),
  ];
  const operations = pending.map((row) => ({ resource: resource(row), type: "creating" }));
  const deployment = {
    manifest: { time: "2026-03-01T09:00:00Z", magic: "", version: "v3.228.0" },
    secrets_providers: { type: "passphrase", state: { salt: "v1:salt" } },
    resources,
    ...(operations.length > 0 && { pending_operations: operations }),
    metadata: {},
  };
  return JSON.stringify({ version: 3, deployment });
}

/** What an export shows in place of a secret. */
export function secret(shown: { readonly ciphertext: string } | { readonly plaintext: string }): object {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ...shown };
}

function resource({ name, stack = "dev", id, inputs = {}, outputs, provider = "default", more }: Row): object {
  return {
    urn: `urn:pulumi:${stack}::train::${TYPE}::${name}`,
    custom: true,
    ...(id && { id }),
    type: TYPE,
    inputs: { __urn: `${stack}::train::*::${name}`, platform: "tione", region: "ap-guangzhou", spec: {}, ...inputs },
    ...(outputs && { outputs }),
    provider: `${DEFAULT.replace(/default$/, provider)}::id-of-${provider}`,
    ...more,
  };
}
