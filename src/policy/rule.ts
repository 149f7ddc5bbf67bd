import type {
  EnforcementLevel,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import { findPlatform, type AnyPlatform } from "../platforms/registry";

/** The types of `TrainingJob` and `TrainingModelVersion`, as every state has them. */
export const JOB = "pulumi-nodejs:dynamic/training:TrainingJob";
export const MODEL = "pulumi-nodejs:dynamic/training:TrainingModelVersion";

/**
 * Members as @pulumi/policy hands them to a rule. Reading one that is not known before the run throws, so they are read within
 * `ifKnown`.
 */
export type Members = Readonly<Record<string, unknown>>;

/** What a rule looks at. */
export interface Subject {
  readonly type: typeof JOB | typeof MODEL;
  readonly platform: AnyPlatform;
  readonly inputs: Members;
  /** Known as a whole; its members may not be. */
  readonly spec: Members;
}

/** What is wrong, one sentence each; or why the rule does not apply. */
export type Verdict = readonly string[] | { readonly notApplicable: string };

interface ResourceRule<Config> {
  readonly name: string;
  readonly displayName: string;
  /** Printed before each violation. */
  readonly description: string;
  /** Strict: the engine accepts a member that no rule has, and a misspelt guard guards nothing. */
  readonly config: z.ZodType<Config>;
  /** Overrides the pack's own. */
  readonly enforcementLevel?: EnforcementLevel;
  /** Default: jobs only. */
  readonly of?: readonly string[];
  check(subject: Subject, config: Config): Verdict;
}

/** A rule about single resources. */
export function resourceRule<Config>({
  of = [JOB],
  check,
  config,
  ...about
}: ResourceRule<Config>): ResourceValidationPolicy {
  return {
    ...about,
    configSchema: schemaOf(config),
    validateResource(args, reportViolation) {
      if (!of.includes(args.type)) return args.notApplicable(`it is about ${of.join(" and ")}`);
      const configured = readConfig(config, args, reportViolation);
      const subject = configured && subjectOf(args);
      if (!subject) return;
      const verdict = tried(() => check(subject, configured));
      if ("notApplicable" in verdict) return args.notApplicable(verdict.notApplicable);
      for (const problem of verdict) reportViolation(problem);
    },
  };
}

/** The engine also runs rules on what the provider has just refused: a spec may be anything. */
function tried(check: () => Verdict): Verdict {
  try {
    return check();
  } catch {
    return ["The spec does not fit its platform, so the rule cannot read it."];
  }
}

/** The result of `read`; undefined when it reads a member that is not known before the run. @throws whatever else it throws */
export function ifKnown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    // The mark that @pulumi/policy sets, whichever copy of it the pack uses.
    if (error instanceof Error && "unknownTypeSentinel" in error) return undefined;
    throw error;
  }
}

/** A resource of ours; undefined when nothing can be said about it before the run. */
export function subjectOf({ type, props }: Pick<ResourceValidationArgs, "type" | "props">): Subject | undefined {
  if (type !== JOB && type !== MODEL) return undefined;
  const inputs: Members = props;
  return ifKnown(() => {
    const { platform: name, spec } = inputs;
    const platform = typeof name === "string" ? findPlatform(name) : undefined;
    return platform && isRecord(spec) ? { type, platform, inputs, spec } : undefined;
  });
}

export function isRecord(value: unknown): value is Members {
  return typeof value === "object" && value !== null;
}

/** The rule's configuration; undefined when it is wrong, which is a violation: a rule that does not run guards nothing. */
export function readConfig<Config>(
  schema: z.ZodType<Config>,
  args: Pick<ResourceValidationArgs, "getConfig">,
  reportViolation: ReportViolation,
): Config | undefined {
  const read = schema.safeParse(args.getConfig());
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "));
  reportViolation(misconfigured(problems.join("; ")));
  return undefined;
}

export function misconfigured(problem: string): string {
  return `The rule's configuration is wrong: ${problem}.`;
}

/** The same schema for the engine, which checks the pack's configuration with it, and for people who write one. */
export function schemaOf(config: z.ZodType): PolicyConfigSchema {
  const { properties = {}, required = [] } = z.toJSONSchema(config, { io: "input" });
  // Both are JSON Schema, which zod types more widely.
  return { properties: properties as PolicyConfigSchema["properties"], ...(required.length > 0 && { required }) };
}
