import type {
  PolicyConfigSchema,
  PolicyPackConfig,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";

type Rule = ResourceValidationPolicy | StackValidationPolicy;
type Properties = PolicyConfigSchema["properties"];

/**
 * The rules with their pack's configuration. It becomes the defaults of their schemas, which the engine checks and which other
 * configuration overrides.
 * @throws Error for an unknown rule or member
 */
export function withConfig(rules: readonly Rule[], config: PolicyPackConfig): Rule[] {
  demand(
    Object.keys(config),
    rules.map(({ name }) => name),
    "there is no rule",
  );
  return rules.map((rule) => configured(rule, config[rule.name] ?? {}));
}

function configured(rule: Rule, config: PolicyPackConfig[string]): Rule {
  if (typeof config === "string") return { ...rule, enforcementLevel: config };
  const { enforcementLevel = rule.enforcementLevel, ...members } = config;
  const properties = rule.configSchema?.properties ?? {};
  demand(Object.keys(members), Object.keys(properties), `${rule.name} has no`);
  return {
    ...rule,
    ...(enforcementLevel && { enforcementLevel }),
    configSchema: { ...rule.configSchema, properties: withDefaults(properties, members) },
  };
}

function withDefaults(properties: Properties, values: Readonly<Record<string, unknown>>): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const value = values[name];
      return [name, value === undefined ? schema : { ...schema, default: value }];
    }),
  );
}

function demand(given: readonly string[], known: readonly string[], lack: string): void {
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`${lack} ${unknown.join(", ")}; known: ${known.join(", ") || "none"}`);
}
