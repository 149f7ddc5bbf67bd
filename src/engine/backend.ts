import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the CLI keeps the stack's state, found as the CLI finds it: `PULUMI_BACKEND_URL`, then `backend` in the project's file,
 * then the last `pulumi login`. Without what differs between two people who share a state: user, password, options.
 * Empty when nothing names a backend. Source: GetCurrentCloudURL in pkg/workspace/creds.go of pulumi/pulumi.
 */
export function backendOf(env: Environment, projectDirectory: string): string {
  const project = findProject(resolve(projectDirectory));
  const url = env.PULUMI_BACKEND_URL || project?.backend || lastLogin(env);
  return url ? canonicalUrl(url, project?.directory ?? projectDirectory, env) : "";
}

function canonicalUrl(url: string, directory: string, env: Environment): string {
  const path = /^file:\/\/(.*)$/.exec(url)?.[1];
  if (path !== undefined) {
    const expanded = path.replace(/^~(?=\/|$)/, env.HOME || homedir());
    return `file://${resolve(directory, decodeURI(expanded))}`;
  }
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname.replace(/\/+$/, "")}`;
  } catch {
    return url;
  }
}

interface Project {
  readonly directory: string;
  readonly backend: string | undefined;
}

/** The nearest `Pulumi.yaml`, as the CLI looks for it: here, then in each folder above. */
function findProject(directory: string): Project | undefined {
  const text = readIfAny(join(directory, "Pulumi.yaml")) ?? readIfAny(join(directory, "Pulumi.yml"));
  // It is one member of a small file: a YAML parser would be the largest thing that the plugin loads.
  if (text !== undefined) {
    const backend = /^backend:[^\S\n]*\n(?:[^\S\n]+.*\n)*?[^\S\n]+url:[^\S\n]*["']?([^\s"']+)/m.exec(`${text}\n`)?.[1];
    return { directory, backend };
  }
  const parent = dirname(directory);
  return parent === directory ? undefined : findProject(parent);
}

function lastLogin(env: Environment): string | undefined {
  const home = env.PULUMI_HOME || join(env.HOME || homedir(), ".pulumi");
  try {
    const { current } = JSON.parse(readIfAny(join(home, "credentials.json")) ?? "{}") as { current?: unknown };
    return typeof current === "string" ? current : undefined;
  } catch {
    return undefined; // the CLI would have reported it before it started anything
  }
}

function readIfAny(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
