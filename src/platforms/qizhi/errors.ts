import type { ErrorKind } from "../../net/errors";

/*
 * Qizhi's codes by what a caller can do about them. Sources: the manual's table, and codes that clients of the API have met.
 * Only a code that is listed here under a kind other than `internal` is a certain refusal of a create.
 */
const CODES = {
  invalid: [
    -100_000, // parameter validation
    100_002, // parameter error: unknown member, wrong type, and also an id that does not exist
    200_006, // priority above the project's
  ],
  auth: [100_001],
  permission: [100_003],
  notFound: [100_004],
  throttled: [429],
  internal: [
    -1, // the token, according to clients; perhaps anything
    500,
    100_000,
  ],
} as const satisfies Partial<Record<ErrorKind, readonly number[]>>;

const KINDS = new Map<number, ErrorKind>(
  // Object.entries widens the keys to string.
  (Object.entries(CODES) as [ErrorKind, readonly number[]][]).flatMap(([kind, codes]) =>
    codes.map((code): [number, ErrorKind] => [code, kind]),
  ),
);

const PARAMETER_ERROR = 100_002;
const JOB_ID = /^job-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What a code means; undefined for one that no table lists.
 * @param jobId the job that the request was about: Qizhi calls an unknown id a wrong parameter, so for an id of the right form
 * that code means that the job does not exist
 */
export function kindOfCode(code: number, jobId?: string): ErrorKind | undefined {
  if (code === PARAMETER_ERROR && jobId !== undefined && JOB_ID.test(jobId)) return "notFound";
  return KINDS.get(code);
}

/** The codes of the console's API, as clients have met them. */
const CONSOLE_CODES = {
  invalid: ["InvalidParameter"],
  permission: ["AccessForbidden"],
  notFound: ["ResourceNotFound"],
  notNow: ["Conflict"],
  throttled: ["Throttling", "SlowDown", "TooManyRequests"],
  transient: ["ServiceUnavailable", "RequestTimeout"],
  unsupported: ["InvalidAction"],
  internal: ["InternalError"],
} as const satisfies Partial<Record<ErrorKind, readonly string[]>>;

const CONSOLE_KINDS = new Map<string, ErrorKind>(
  // As above.
  (Object.entries(CONSOLE_CODES) as [ErrorKind, readonly string[]][]).flatMap(([kind, codes]) =>
    codes.map((code): [string, ErrorKind] => [code, kind]),
  ),
);

/** What a code of the console's API means; undefined for one that no table lists. */
export function kindOfConsoleCode(code: string): ErrorKind | undefined {
  return CONSOLE_KINDS.get(code);
}

const TOKEN_CODES: ReadonlySet<number> = new Set([-1, 100_001]);

/** What a reply is judged by, whether the platform or its gateway sent it. */
export interface Told {
  readonly status: number;
  readonly code?: number | undefined;
  readonly message?: string | undefined;
  readonly isPage: boolean;
}

/**
 * Whether a reply says that the token is invalid or has expired: a redirect to the login, a 401, or a code. A create that got
 * such a reply may be sent again, so there a code counts only when its message names the token, and a page never counts.
 */
export function refusesToken({ status, code, message = "", isPage }: Told, isCreate: boolean): boolean {
  if (status === 401 || status === 302) return true;
  const isTokenCode = code !== undefined && TOKEN_CODES.has(code);
  return isCreate ? isTokenCode && /token|令牌/i.test(message) : isTokenCode || (status === 200 && isPage);
}
