import * as pulumi from "@pulumi/pulumi";

/** Settings of one account on one platform; none of them is secret. Unset ones come from the vendor's environment. */
export interface ProviderSettings {
  /** Region of jobs that name none, for example `ap-guangzhou`. */
  readonly region?: pulumi.Input<string>;
  /** Section of the vendor's own profile file that holds the credentials. */
  readonly profile?: pulumi.Input<string>;
  /** Base URL of the API, for private sites: HTTPS on the vendor's domains unless `allowCustomEndpoint` is set. */
  readonly endpoint?: pulumi.Input<string>;
  /** Project or workspace of jobs that name none. */
  readonly projectId?: pulumi.Input<string>;
  /** PEM file of an additional certificate authority. */
  readonly caFile?: pulumi.Input<string>;
  /** Proxy for HTTPS: `http://host:port`. */
  readonly proxy?: pulumi.Input<string>;
  /** Allows an `endpoint` outside the vendor's domains; false by default. */
  readonly allowCustomEndpoint?: pulumi.Input<boolean>;
  /** Whether the platform refuses a second job of one name; true by default. Decides how a lost reply is resolved. */
  readonly assumeUniqueNames?: pulumi.Input<boolean>;
}

export interface ProviderArgs {
  readonly tione?: ProviderSettings;
}

/**
 * Another account or region in the same program: `new TrainingJob("eval", {…}, { provider: prod })`. Each provider has a
 * process of its own and exactly these settings; credentials still come from the environment or the named profile.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const settings = Object.entries(args).map(([platform, given]) => [
      `training:${platform}`,
      pulumi.jsonStringify(given),
    ]);
    super("pulumi-nodejs", name, Object.fromEntries(settings) as pulumi.Inputs, opts);
  }
}
