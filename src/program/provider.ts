import * as pulumi from "@pulumi/pulumi";
import type { JobBudget } from "./job-args";
import { needValues } from "./values";

/**
 * Settings of one account on one platform; the same as in the stack's configuration. None of them is secret: Pulumi keeps them
 * in the state in plain text.
 */
export interface ProviderSettings {
  /** Region for jobs that name none, as the vendor writes it: `ap-guangzhou`, `cn-north-4`. Default: the vendor's variable or profile file. */
  readonly region?: pulumi.Input<string>;
  /** Section of the vendor's own profile file that holds the credentials. Default: the environment, then `default`. */
  readonly profile?: pulumi.Input<string>;
  /**
   * Base URL of the API: HTTPS on the service's own hosts, unless `allowCustomEndpoint` is set; plain HTTP to this machine only.
   * Default: the vendor's public address.
   */
  readonly endpoint?: pulumi.Input<string>;
  /** Project or workspace for jobs that name none. Default: the vendor's default one. */
  readonly projectId?: pulumi.Input<string>;
  /** PEM file of a certificate authority to trust in addition to the public ones. */
  readonly caFile?: pulumi.Input<string>;
  /** Proxy for HTTPS: `http://host:port`, without user name and password. Default: none. */
  readonly proxy?: pulumi.Input<string>;
  /** Allows an `endpoint` outside the vendor's domains. Default false. */
  readonly allowCustomEndpoint?: pulumi.Input<boolean>;
  /**
   * Whether the platform refuses a second job of the same name. Default true. With false, a submission whose reply was lost is
   * repeated only after its signature has expired.
   */
  readonly assumeUniqueNames?: pulumi.Input<boolean>;
}

/** Settings by platform. */
export interface ProviderArgs {
  /** Of Tencent TI-ONE. */
  readonly tione?: ProviderSettings;
  /** Of Huawei Cloud ModelArts, v2 and v1. */
  readonly modelarts?: ProviderSettings;
  /** Of SII Qizhi, which has neither profiles nor regions. */
  readonly qizhi?: Omit<ProviderSettings, "profile" | "region">;
  /**
   * Your own prices, which take precedence over the platforms': the list, or the path of a YAML or JSON file with it. The same as
   * `pulumi config set training:prices prices.yaml` for a stack.
   */
  readonly prices?: pulumi.Input<string> | pulumi.Input<pulumi.Input<MachinePrice>[]>;
  /**
   * What all jobs of this provider may cost together. The same as `pulumi config set --path training:budget.maxYuanPerHour 100`
   * for a stack.
   */
  readonly budget?: pulumi.Input<JobBudget>;
}

/** What a machine costs. */
export interface MachinePrice {
  /** As in a job: `modelarts`. */
  readonly platform: "tione" | "modelarts" | "modelarts-v1" | "qizhi";
  /** What a job's spec calls it: an instance type, a flavor, the id of a specification. */
  readonly machine: string;
  /** Yuan an hour, for one machine. */
  readonly yuanPerHour: number;
}

const KEYS: readonly string[] = Object.keys({
  tione: true,
  modelarts: true,
  qizhi: true,
  prices: true,
  budget: true,
} satisfies Record<keyof ProviderArgs, true>);

/**
 * Another account or region in the same program: `new TrainingJob("eval", {…}, { provider: prod })`. Each provider has a
 * process of its own and exactly these settings; credentials still come from the environment or the named profile.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    needValues("new training.Provider", { args });
    for (const key of Object.keys(args)) {
      if (KEYS.includes(key)) continue;
      throw new pulumi.RunError(`Provider "${name}": "${key}" is not one of its settings: ${KEYS.join(", ")}`);
    }
    const settings = Object.entries(args).map(([platform, given]) => [
      `training:${platform}`,
      pulumi.jsonStringify(given),
    ]);
    super("pulumi-nodejs", name, Object.fromEntries(settings) as pulumi.Inputs, opts);
  }
}
