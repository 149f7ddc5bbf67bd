import { z } from "zod";
import { PlatformError } from "./errors";
import { nearest } from "./nearest";

// Pulumi stores `--path` values as text unless they look like something else, and hands them over either way.
const flag = z.union(
  [z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")],
  "must be true or false",
);

const webAddress = (error: string) =>
  z.string().refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password } = new URL(text);
    return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
  }, error);

const identifier = (error: string) => z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, error);

/** Where a platform's calls go and as whom. None of these is a secret: Pulumi stores them in the state in plain text. */
export const settingsSchema = z.strictObject({
  /** The vendor's name of the region. Default: the vendor's environment variable or profile file. */
  region: identifier('must be the id of a region: letters, digits, "-" and "_"').optional(),
  /** Name of a profile in the vendor's own credential files, and nowhere else. Default: the environment, then `default`. */
  profile: z
    .string()
    .regex(/^[^/\\[\]\p{Cc}]{1,64}$/u, "must be the name of a profile, not a path")
    .optional(),
  /** Base URL of the platform's API. Default: the vendor's public address of the region. */
  endpoint: webAddress("must be a URL such as https://host, without user name and password").optional(),
  /** The vendor's project or workspace id, where jobs live in one. */
  projectId: identifier("must be the id of a project").optional(),
  /** PEM file of a certificate authority to trust besides the public ones. */
  caFile: z.string().min(1, "must be the path of a PEM file").optional(),
  /** URL of a proxy for HTTPS, used by CONNECT; without user name and password. Default: no proxy. */
  proxy: webAddress("must be a URL such as http://proxy:3128, without user name and password").optional(),
  /** Lets `endpoint` be outside the vendor's domains. Default false. */
  allowCustomEndpoint: flag.optional(),
  /**
   * Whether the platform refuses a second job of the same name. Default true. With false, a submission whose reply was lost is
   * repeated only after its signature has expired.
   */
  assumeUniqueNames: flag.optional(),
});

const NAMES = Object.keys(settingsSchema.shape);

/** What every key of ours begins with in a stack's configuration. */
export const PREFIX = "training:";

/** The configuration that somebody set for this package. */
export interface Configured {
  /** Whole keys: `training:tione`. */
  readonly keys: readonly string[];
  /** Pulumi's project. One named `training` has settings of its own under the same prefix. */
  readonly project: string;
}

/**
 * Refuses keys that are not read: they would be ignored silently, and the job run elsewhere, on another account.
 * @param platforms those whose keys are read: `tione`
 * @param others further keys that are read: `budget`
 * @throws PlatformError `invalid`, naming the key, and how it is written
 */
export function refuseUnread(
  { keys, project }: Configured,
  platforms: readonly string[],
  others: readonly string[] = [],
): void {
  const own = keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  const unread = own.filter((key) => !platforms.includes(key) && !others.includes(key));
  // Of the settings of a project that is named `training` itself, only those that nobody else would write are ours.
  const ours = unread.filter((key) => project !== "training" || platforms.includes(key.split(".")[0] ?? ""));
  if (ours.length === 0) return;
  const problems = ours.map((key) => unreadKey(key, platforms));
  throw new PlatformError("invalid", problems.join("; "), { platform: PREFIX, action: "settings" });
}

function unreadKey(key: string, platforms: readonly string[]): string {
  const [head = "", ...rest] = key.split(".");
  const setting = nearest(rest.length > 0 ? rest.join(".") : head, NAMES);
  const platform = nearest(head, platforms);
  const way = form(`${PREFIX}${platform ?? "<platform>"}`, setting ?? "region");
  const there = platform ? "" : `, where <platform> is ${platforms.join(", ")}`;
  const reason = rest.length > 0 && platform === head ? ": it was set without --path" : "";
  return `nothing reads the setting ${PREFIX}${key}${reason}; write \`${way}\`${there}, and remove it with \`pulumi config rm ${PREFIX}${key}\``;
}

export type Settings = Readonly<z.output<typeof settingsSchema>>;

/**
 * Reads the JSON text that Pulumi hands over for a platform's configuration; no text means no settings.
 * @param where the configuration's key: `training:tione`
 * @throws PlatformError `invalid`, naming the setting; never quotes a value
 */
export function parseSettings(text: string | undefined, where: string): Settings {
  if (text === undefined || text.trim() === "") return {};
  const parsed = settingsSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describe(issue, where));
  throw new PlatformError("invalid", problems.join("; "), { platform: where, action: "settings" });
}

function describe(issue: z.core.$ZodIssue, where: string): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const meant = nearest(key, NAMES);
      const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
      return `${where} has no setting ${JSON.stringify(key)}; it has ${NAMES.join(", ")}${hint}`;
    });
  }
  const [member] = issue.path;
  if (member === undefined) return [`${where} must be a record of settings, set one by one: ${form(where, "region")}`];
  return [`${where}.${String(member)} ${issue.message}; set it with ${form(where, String(member))}`];
}

function form(where: string, member: string): string {
  return `pulumi config set --path ${where}.${member} ${member === "region" ? "<region>" : "…"}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // reported as "not a record", without quoting the text
  }
}
