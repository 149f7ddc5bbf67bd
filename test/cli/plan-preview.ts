/** Previews, in the form that `pulumi preview --json` of 3.228 prints them. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const PROVIDERS = "urn:pulumi:dev::train::pulumi:providers:pulumi-nodejs";

export interface Told {
  readonly op: string;
  readonly name: string;
  readonly kind?: "TrainingJob" | "TrainingModelVersion" | "ResourceGroupRef";
  /** Inputs of now; those of a job of the tests are filled in. Absent for what is deleted. */
  readonly now?: Readonly<Record<string, unknown>>;
  /** Inputs of the state. Absent for what is new. */
  readonly old?: Readonly<Record<string, unknown>>;
  /** Outputs of the state. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly reasons?: readonly string[];
  /** Name of an explicit provider. */
  readonly provider?: string;
  readonly retains?: boolean;
}

export interface Said {
  readonly name?: string;
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
  readonly kind?: Told["kind"];
}

export interface PreviewTold {
  readonly steps?: readonly Told[];
  readonly said?: readonly Said[];
  readonly config?: Readonly<Record<string, string>>;
  /** Steps of other packages, as they are. */
  readonly more?: readonly object[];
}

/** The spec of a job of the tests. */
const spec = {
  chargeType: "POSTPAID_BY_HOUR",
  resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN10.2XLARGE40.POST", instanceNum: 2 }],
  trainingMode: "DDP",
  imageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1.4" },
  startCmd: "torchrun train.py",
  output: { bucket: "ml-1250000000", region: "ap-guangzhou", paths: ["runs/"] },
};

export const job = { platform: "tione", region: "ap-guangzhou", spec };

/** What the state says of a job that runs. */
export const running = {
  jobId: "train-1171953742901248",
  status: "running",
  startedAt: "2026-03-01T09:00:42.000Z",
  price: { perHour: 54.8, unit: "yuan", basis: "list", source: "TI-ONE DescribeBillingSpecsPrice" },
};

function urnOf(name: string, kind: Told["kind"] = "TrainingJob"): string {
  return `urn:pulumi:dev::train::pulumi-nodejs:dynamic/training:${kind}::${name}`;
}

export function previewed({ steps = [], said = [], config, more = [] }: PreviewTold): string {
  const stack = { type: "pulumi:pulumi:Stack", urn: "urn:pulumi:dev::train::pulumi:pulumi:Stack::train-dev" };
  const digest = {
    ...(config && { config }),
    steps: [
      { op: "same", urn: stack.urn, oldState: stack, newState: stack, detailedDiff: null },
      ...more,
      ...steps.map(step),
    ],
    ...(said.length > 0 && {
      diagnostics: said.map(({ name, kind, severity, message }) => ({
        ...(name !== undefined && { urn: urnOf(name, kind) }),
        message: `${severity}: ${message}`,
        severity,
      })),
    }),
    duration: 1_234_567_890,
    changeSummary: { create: steps.length },
  };
  return JSON.stringify(digest, null, 4);
}

function step({
  op,
  name,
  kind = "TrainingJob",
  now,
  old,
  outputs,
  reasons,
  provider = "default",
  retains,
}: Told): object {
  const urn = urnOf(name, kind);
  const state = {
    urn,
    custom: true,
    type: `pulumi-nodejs:dynamic/training:${kind}`,
    provider: `${PROVIDERS}::${provider}::id`,
  };
  const hidden = { __provider: "exports.handler=…", __urn: `dev::train::*::${name}` };
  return {
    op,
    urn,
    provider: state.provider,
    ...((old ?? outputs) && {
      oldState: {
        ...state,
        id: "id",
        inputs: { ...hidden, ...old },
        outputs: { ...hidden, ...old, ...outputs },
        ...(retains && { retainOnDelete: true }),
      },
    }),
    ...(now && { newState: { ...state, inputs: { ...hidden, ...now }, outputs: { ...hidden, ...now } } }),
    ...(reasons && { diffReasons: reasons, ...(op === "replace" && { replaceReasons: reasons }) }),
    detailedDiff: null,
  };
}

/** Inputs of a job of the tests with other members of its spec. */
export function withSpec(members: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) {
  return { ...job, ...more, spec: { ...spec, ...members } };
}

export function image(tag: string) {
  return { imageInfo: { imageType: "CCR", imageUrl: `ccr.ccs.tencentyun.com/ml/sft:${tag}` } };
}
