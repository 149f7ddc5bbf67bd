import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

/** The kinds of resource, by their names in code, and what the runtime calls their providers: both for ever. */
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
 * The members that every resource of ours has beside its inputs. Those with two underscores are the plugin's: what it loads,
 * which resource it serves, for which organization, whether what it leaves behind is left on purpose, and whether this is a
 * preview, which the engine tells the program and not the plugin; that one never gets into the state.
 */
export function hiddenInputs(kind: Kind, name: string, opts: pulumi.CustomResourceOptions): pulumi.Inputs {
  requireInstalled(`${kind} "${name}"`);
  return {
    // Stands in every state file: changing one byte touches every resource ever made.
    __provider: `exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-training/runtime").${PROVIDERS[kind]};`,
    __urn: urnOf(kind, name, opts.parent),
    __organization: organizationOf(),
    __retain: opts.retainOnDelete === true ? true : undefined,
    __preview: pulumi.runtime.isDryRun() ? true : undefined,
  };
}

/** Where the engine starts the program, and the plugin. */
const FOLDER = process.cwd();
let isInstalled = false;

/** Whether Pulumi started this process, in the plugin's folder. Programs of the Automation API are started by others, elsewhere. */
const IS_STARTED_BY_PULUMI = /[\\/]cmd[\\/]run[\\/]/.test(require.main?.filename ?? "");

/** The plugin would say it with the stack of a module that it does not find. Tests with mocks have no plugin. */
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

/** What dynamic resources cannot do, said where the program says it. `instead` is the way to have something that exists. */
export function refuseOptions(kind: Kind, name: string, opts: pulumi.CustomResourceOptions, instead: string): void {
  const subject = `${kind} "${name}"`;
  if (opts.import) throw new pulumi.RunError(`${subject}: Pulumi cannot import dynamic resources; ${instead}`);
  if (opts.version ?? opts.pluginDownloadURL) {
    throw new pulumi.RunError(
      `${subject}: \`version\` and \`pluginDownloadURL\` do not apply; the version is that of the npm package pulumi-training`,
    );
  }
}

/**
 * Spares what takes the SDK the most time when it makes a resource: it notes the stack, by source maps, for each of the four
 * promises of each output, which is forty milliseconds a job, and shows it when it is told to look for promises left open: there
 * the name of the resource and the output must do. Where in the program the resource stands it finds out all the same. (No base
 * class does it: for that the SDK counts the constructors on the stack.)
 */
export function omitTraces() {
  const { stackTraceLimit } = Error;
  const restore = () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
  Error.stackTraceLimit = 0;
  return {
    restore,
    /** @returns the error, with the stack from here on */
    restoreIn(error: unknown): unknown {
      restore();
      if (error instanceof Error) Error.captureStackTrace(error);
      return error;
    },
  };
}

/**
 * A promise of the text and no output: an output brings its dependencies with it, which for one of a component are all its
 * children, and so this resource itself.
 */
function urnOf(kind: Kind, name: string, parent: pulumi.Resource | undefined): Promise<string> {
  return new Promise((resolve) => {
    pulumi.createUrn(name, typeOf(kind), parent).apply((urn) => resolve(shortUrn(urn, kind)));
  });
}

/** The URN without what is the same in every row: the state holds it twice, and the plugin needs it for messages and marker. */
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
