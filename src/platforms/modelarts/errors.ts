import type { ErrorKind } from "../../net/errors";

/** A row with a status applies to that HTTP status only: some codes mean different things under different ones. */
type Row = readonly [code: string, kind: ErrorKind, status?: number];

/** The code in every failure sample of v1's documents. */
const PLACEHOLDER = "ModelArts.0105";

/*
 * Codes by what a caller can do about them. Sources: the error code tables of the ModelArts API reference (v1 and v2), the API
 * gateway's and IAM's. A create is certainly refused only by a code that is listed here with a kind other than `internal` or
 * `transient`, or by one of the statuses below.
 */
const CODES = [
  ["ModelArts.0010", "internal"],
  ["ModelArts.0101", "invalid"],
  ["ModelArts.0102", "invalid"],
  ["ModelArts.0103", "nameTaken"],
  ["ModelArts.0104", "invalid"],
  [PLACEHOLDER, "internal"],
  ["ModelArts.0107", "invalid"],
  ["ModelArts.0116", "capacity"],
  ["ModelArts.0118", "capacity"],
  ["ModelArts.0201", "auth"],
  ["ModelArts.0202", "auth"],
  ["ModelArts.0203", "auth", 401],
  ["ModelArts.0203", "permission", 403],
  ["ModelArts.0204", "auth", 401],
  ["ModelArts.0204", "permission", 403],
  ["ModelArts.0206", "auth", 401],
  ["ModelArts.0206", "permission", 403],
  ["ModelArts.0207", "auth"],
  ["ModelArts.0210", "auth", 401],
  ["ModelArts.0210", "permission", 403],
  ["ModelArts.0212", "auth"],
  ["ModelArts.2605", "capacity"],
  ["ModelArts.2606", "invalid"],
  ["ModelArts.2608", "invalid"],
  ["ModelArts.2751", "nameTaken"],
  ["ModelArts.2755", "invalid"],
  ["ModelArts.2757", "invalid"],
  ["ModelArts.2758", "invalid"],
  ["ModelArts.2759", "invalid"],
  ["ModelArts.2760", "invalid"],
  ["ModelArts.2761", "invalid"],
  ["ModelArts.2763", "invalid"],
  // With HTTP 400, not 404.
  ["ModelArts.2775", "notFound"],
  ["ModelArts.2776", "notNow"],
  ["ModelArts.2777", "notNow"],
  ["ModelArts.2780", "invalid"],
  ["ModelArts.2781", "invalid"],
  ["ModelArts.2782", "invalid"],
  ["ModelArts.2783", "invalid"],
  ["ModelArts.2785", "permission"],
  ["ModelArts.2786", "permission"],
  ["ModelArts.2787", "invalid"],
  ["ModelArts.2788", "invalid"],
  ["ModelArts.2791", "invalid"],
  ["ModelArts.2792", "invalid"],
  ["ModelArts.2793", "invalid"],
  ["ModelArts.2796", "notNow"],
  ["ModelArts.2799", "throttled"],
  ["ModelArts.2802", "invalid"],
  ["ModelArts.2806", "invalid"],
  ["ModelArts.2812", "unsupported"],
  ["ModelArts.2814", "invalid"],
  ["ModelArts.2815", "capacity"],
  ["ModelArts.2818", "notNow"],
  ["ModelArts.2819", "notNow"],
  ["ModelArts.2822", "notNow"],
  ["ModelArts.2825", "invalid"],
  ["ModelArts.2833", "capacity"],
  ["ModelArts.2840", "invalid"],
  ["ModelArts.2857", "invalid"],
  ["ModelArts.2859", "invalid"],
  ["ModelArts.2878", "notNow"],
  // A pool that the request names, not the job it is about.
  ["ModelArts.2886", "invalid"],
  ["ModelArts.2887", "invalid"],
  ["ModelArts.2889", "invalid"],
  ["ModelArts.2890", "invalid"],
  ["ModelArts.3001", "notFound"],
  ["ModelArts.3002", "nameTaken"],
  // The model is deployed as a service; with HTTP 500 or inside a 200. Waiting does not help: somebody must delete the service.
  ["ModelArts.3009", "invalid"],
  ["ModelArts.3015", "invalid"],
  ["ModelArts.3016", "invalid"],
  ["ModelArts.3017", "invalid"],
  ["ModelArts.3036", "invalid"],
  ["ModelArts.3037", "invalid"],
  ["ModelArts.3044", "invalid"],
  ["ModelArts.3074", "invalid"],
  ["ModelArts.4206", "throttled", 429],
  ["ModelArts.4302", "transient", 503],
  ["ModelArts.4700", "transient", 503],
  ["ModelArts.6101", "throttled", 429],
  ["ModelArts.7004", "invalid"],
  ["ModelArts.7005", "invalid"],
  ["ModelArts.50015001", "notFound"],
  // The route does not exist: a wrong region, or an API that was retired.
  ["APIGW.0101", "unsupported"],
  ["APIG.0101", "unsupported"],
  ["APIGW.0301", "auth"],
  ["APIG.0301", "auth"],
  ["APIGW.0303", "skew"],
  ["APIG.0303", "skew"],
  ["APIGW.0307", "auth"],
  ["APIG.0307", "auth"],
  ["APIGW.0308", "throttled"],
  ["APIG.0308", "throttled"],
] as const satisfies readonly Row[];

/** For codes that are not in the table. A 404 is about the route: a missing job has a code of its own. */
const STATUSES: Readonly<Record<number, ErrorKind>> = {
  401: "auth",
  403: "permission",
  404: "unsupported",
  405: "unsupported",
  408: "transient",
  409: "notNow",
  429: "throttled",
};

/** Actions that create something: what they do not find is something that the request names. */
const MAKERS: ReadonlySet<string> = new Set(["CreateTrainingJob", "CreateTrainingJobV1", "ImportModel"]);

/** What an answer means, by its HTTP status, its code and the action that got it. */
export function kindOf(status: number, code: string | undefined, action: string): ErrorKind {
  // The placeholder says nothing about the cause, but from an action that creates nothing it is a refusal.
  if (code === PLACEHOLDER && !MAKERS.has(action)) return "invalid";
  const rows: readonly Row[] = CODES.filter(([known]) => known === code);
  const row = rows.find(([, , at]) => at === status) ?? rows.find(([, , at]) => at === undefined);
  const kind = row?.[1] ?? kindOfStatus(status);
  return kind === "notFound" && MAKERS.has(action) ? "invalid" : kind;
}

function kindOfStatus(status: number): ErrorKind {
  const kind = STATUSES[status];
  if (kind) return kind;
  // With 200 (where v1 puts its failures) and 500 it is not known whether anything was done.
  return status >= 400 && status < 500 ? "invalid" : "internal";
}

/**
 * IAM's names for what calls are about, and for what they do with it. Source: the action tables of v1's and v2's documents,
 * which name the verbs. That `list` stands for Show, and `update` for Stop in v2, is inferred: there is no other verb.
 */
const SUBJECTS = [
  ["Model", "model", { List: "list", Show: "get", Import: "create", Delete: "delete" }],
  ["Pool", "pool", { List: "list", Show: "get" }],
  [
    "TrainingJobVersion",
    "trainJobVersion",
    { List: "list", Show: "list", Create: "create", Delete: "delete", Stop: "stop" },
  ],
  [
    "TrainingJob",
    "trainJob",
    {
      List: "list",
      Show: "list",
      Create: "create",
      Delete: "delete",
      Stop: "update",
      Change: "update",
      Update: "update",
    },
  ],
] as const satisfies readonly (readonly [string, string, Readonly<Record<string, string>>])[];

/** What to allow for a call, as far as the documents say. @param action `CreateTrainingJob` */
export function permissionFor(action: string): string {
  const subject = SUBJECTS.find(([name]) => action.includes(name));
  const verb = Object.entries<string>(subject?.[2] ?? {}).find(([name]) => action.startsWith(name))?.[1];
  const allowed = subject ? `modelarts:${subject[1]}:${verb ?? "*"}` : "this call of ModelArts";
  return `allow ${allowed} in an IAM policy of the user or agency`;
}
