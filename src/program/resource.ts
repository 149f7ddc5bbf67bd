import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

/** The kinds of resource, by their names in code, and what the runtime calls their providers: neither may ever change. */
const PROVIDERS = {
  TrainingJob: "trainingJob",
  TrainingModelVersion: "trainingModelVersion",
  ResourceGroupRef: "resourceGroupRef",
} as const;

type Kind = keyof typeof PROVIDERS;

export function typeOf<Name extends Kind>(kind: Name) {
  return `pulumi-nodejs:dynamic/training:${kind}` as const;
}

/**
 * The members that each of our resources has besides its inputs. Those with two underscores are for the plugin: what it loads,
 * which resource it serves, for which organization, whether what it leaves behind is left on purpose, and whether this is a
 * preview, which the engine tells the program but not the plugin; the last one never gets into the state.
 */
export function hiddenInputs(kind: Kind, name: string, opts: pulumi.CustomResourceOptions): pulumi.Inputs {
  requireInstalled(`${kind} "${name}"`);
  return {
    // In every state file: changing one byte touches every resource ever created.
    __provider: `exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-training/runtime").${PROVIDERS[kind]};`,
    __urn: urnOf(kind, name, opts.parent),
    __organization: organizationOf(),
    __retain: opts.retainOnDelete === true ? true : undefined,
    __preview: pulumi.runtime.isDryRun() ? true : undefined,
  };
}

/** Where the engine starts the program and the plugin. */
const FOLDER = process.cwd();
let isInstalled = false;

/** Whether Pulumi started this process, in the plugin's folder. Automation API programs are started by others, elsewhere. */
const IS_STARTED_BY_PULUMI = /[\\/]cmd[\\/]run[\\/]/.test(require.main?.filename ?? "");

/** Otherwise the plugin would fail with the stack trace of a missing module. Tests with mocks have no plugin. */
function requireInstalled(subject: string): void {
  if (isInstalled || !IS_STARTED_BY_PULUMI || !pulumi.runtime.hasEngine()) return;
  try {
    createRequire(`${FOLDER}/`).resolve("pulumi-training/runtime");
    isInstalled = true;
  } catch {
    throw new pulumi.RunError(
      `${subject}: Pulumi's plugin loads pulumi-training from ${FOLDER}, where it is not installed; make it a dependency of that project itself: \`npm install pulumi-training\`, or with pnpm \`pnpm add pulumi-training\``,
    );
  }
}

/** Refuses options that dynamic resources do not support. `subject` is kind and name, `instead` the way to use what exists already. */
export function refuseOptions(subject: string, opts: pulumi.CustomResourceOptions, instead: string): void {
  if (opts.import) throw new pulumi.RunError(`${subject}: Pulumi cannot import dynamic resources; ${instead}`);
  if (opts.version ?? opts.pluginDownloadURL) {
    throw new pulumi.RunError(
      `${subject}: \`version\` and \`pluginDownloadURL\` do not apply; the version is that of the npm package pulumi-training`,
    );
  }
}

/**
 * Skips what takes the SDK the most time when it makes a resource: for each of the four promises of each output it records the
 * stack, mapped to sources, which is forty milliseconds a job. It shows these only when it is asked for leaked promises, where
 * the names of resource and output must do. It still finds out where in the program the resource is. (A base class cannot do
 * this: to find that place, the SDK counts the constructors on the stack.)
 */
export function omitTraces() {
  const { stackTraceLimit } = Error;
  const restore = () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
  Error.stackTraceLimit = 0;
  return {
    restore,
    /** @returns the error, with a stack that starts here */
    restoreIn(error: unknown): unknown {
      restore();
      if (error instanceof Error) Error.captureStackTrace(error);
      return error;
    },
  };
}

/**
 * A promise of the text, not an output: an output carries its dependencies, and those of a component's output are all its
 * children, including this resource.
 */
function urnOf(kind: Kind, name: string, parent: pulumi.Resource | undefined): Promise<string> {
  return new Promise((resolve) => {
    pulumi.createUrn(name, typeOf(kind), parent).apply((urn) => resolve(shortUrn(urn, kind)));
  });
}

/** The URN without the parts that are the same in every row: the state holds it twice, and the plugin needs it for messages and marker. */
function shortUrn(urn: string, kind: Kind): string {
  return urn.replace("urn:pulumi:", "").replace(typeOf(kind), "*");
}

/** The organization, if there is one: the file backend calls every one `organization`, and tests with mocks name none. */
function organizationOf(): string | undefined {
  try {
    const organization = pulumi.getOrganization();
    return organization === "organization" ? undefined : organization;
  } catch {
    return undefined;
  }
}
