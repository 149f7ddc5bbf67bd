/** A fault of the study that a test of its own tries. */
export interface Elsewhere {
  readonly number: number;
  readonly what: string;
  /** Seen from `test/`. */
  readonly file: string;
  /** As its source has it. */
  readonly title: string;
}

const rows: readonly (readonly [number: number, what: string, file: string, title: string])[] = [
  [3, "a certificate that is not good", "net/http", "before a byte of HTTP is sent, for good"],
  [4, "no connection in time", "net/http", "when the connection takes too long"],
  [11, "a kept connection that is closed meanwhile", "net/http", "to a server that hangs up after each reply"],
  [
    22,
    "a login page in the place of an answer",
    "platforms/qizhi/jobs",
    "is submitted again after a redirect to the login",
  ],
  [26, "a redirect", "net/http", "hands a redirect back instead of following it"],
  [27, "421", "net/http", "does not send a POST again after 421"],
  [31, "a proxy that refuses, or hangs up", "net/http", "was certainly not sent when the proxy refuses the tunnel"],
  [33, "the vendor's own throttling", "conformance/jobs", "goes on after it was throttled"],
  [40, "a stop that fails again and again", "net/call", "is tried eight times"],
  [41, "a platform that is down", "net/call", "is asked once in 30 s, and freely again once it answers"],
  [42, "the vendor's refusals", "platforms/tione/errors", "${code} is ${kind}"],
  [43, "the vendor's internal errors", "platforms/tione/errors", "${code} is ${kind}"],
  [44, "a refusal under HTTP 200", "platforms/modelarts/documents", "refuse a duplicate name of v1 under HTTP 200"],
  [45, "one code under two statuses", "platforms/modelarts/errors", "to ${action} is ${kind}"],
  [46, "a refused token", "platforms/qizhi/client", "is sent once more when its token was refused by"],
  [47, "a clock that is off", "platforms/modelarts/session", "signs once more with the platform's time"],
  [48, "a signature that ages on the way", "net/call", "is signed anew for each attempt"],
  [49, "a token that ends", "platforms/modelarts/session", "takes a new token when four fifths of the old one's life"],
  [50, "a login that fails", "platforms/modelarts/session", "never creates with a login that failed"],
  [51, "keys that are refused", "net/call", "are not sent again for a minute, but for a stop"],
  [52, "a look that is refused", "platforms/tione/jobs", "never takes a failed look for a missing job"],
  [54, "a state that nobody knows", "conformance/jobs", "passes a state word that it does not know on as unknown"],
  [
    55,
    "a number where a text is expected",
    "platforms/qizhi/client",
    "tolerates unknown members, odd types and numbers as text",
  ],
  [60, "an id past 2^53", "platforms/modelarts/errors", "stay exact above 2^53"],
  [
    63,
    "a list that shifts while it is read",
    "platforms/ids",
    "does not end a list that the platform repeats for ever",
  ],
  [
    64,
    "a list that is shorter than asked for",
    "platforms/tione/jobs",
    "asks for fewer ids at a time once the platform refuses so many",
  ],
  [65, "a name filter that is not exact", "platforms/modelarts/jobs", "finds exactly that name, in its workspace"],
  [66, "a name that is ours already", "jobs/submit", "takes over the job of an earlier run without sending anything"],
  [67, "a name that is another's", "jobs/submit", "refuses a name that somebody else's job has, and names that job"],
  [
    68,
    "a name of which nothing shows whose it is",
    "jobs/submit",
    "stays pending when its own name is taken and nothing shows by whom",
  ],
  [69, "lists that are behind", "engine/once/late-lists", "takes the id from the journal and buys nothing"],
  [
    70,
    "a job that is not shown for long",
    "jobs/submit",
    "never submits what has an id again, whether the platform shows it or not",
  ],
  [71, "reads that are behind after a stop", "conformance/jobs", "takes no refusal for an end while reads are behind"],
  [72, "two jobs of one marker", "resources/job-deletion", "ends every job that carries the marker"],
  [73, "a job that was forgotten", "engine/outcomes", "keeps its record when the platform forgets it"],
  [
    74,
    "a job that somebody deleted",
    "engine/outcomes",
    "calls a running job lost that somebody deleted, and does not buy it again",
  ],
  [75, "a job that somebody stopped", "engine/outcomes", "holds a job that was stopped for arrears"],
  [76, "a job that fails at its start", "engine/outcomes", "keeps a job that failed to start"],
  [78, "a stop of what has ended", "conformance/jobs", "submits, describes, stops twice and deletes twice"],
  [79, "a stop that comes too early", "conformance/jobs", "can stop a job as soon as the platform lets it"],
  [
    80,
    "an end while it is being stopped",
    "conformance/jobs",
    "takes any end for an end when the job finishes while it is being stopped",
  ],
  [
    81,
    "a delete of what runs",
    "resources/job-deletion",
    "stops it first, waits until it ended, deletes it, and sees it gone",
  ],
  [82, "a job that does not stop", "resources/job-deletion", "keeps the row of a job that does not stop"],
  [83, "a record that does not go", "resources/job-deletion", "keeps the row when the record cannot be deleted"],
  [84, "a platform without a delete", "platforms/qizhi/jobs", "begins, runs, is stopped and stays as a stopped record"],
  [
    85,
    "machines that are held after the end",
    "platforms/qizhi/jobs",
    "is stopped while its machines are held after the end",
  ],
  [86, "no machine of the kind", "engine/bad-input", "a specification that TI-ONE has not"],
  [88, "arrears", "engine/outcomes", "holds a job that was stopped for arrears"],
  [
    89,
    "another program while a submission is in doubt",
    "engine/once/lost-reply",
    "makes way for the job of a changed program",
  ],
  [
    91,
    "destroy while a submission is in doubt",
    "resources/job-deletion",
    "of a pending row refuses while the request may yet arrive",
  ],
  [92, "the provider killed after it sent", "engine/once/create-once", "is killed ${words}"],
  [93, "the provider killed before it sends", "engine/once/create-once", "is killed ${words}"],
  [94, "pulumi killed", "engine/once/killed", "the same program goes on with the same job"],
  [
    95,
    "an entry of the journal that is torn",
    "engine/once/journal",
    "is named, with the file, where an entry is torn",
  ],
  [96, "Ctrl-C", "engine/once/ctrl-c", "sends no further creation, but for what is on the wire"],
  [97, "Ctrl-C twice", "engine/once/ctrl-c", "ends with one job each after the next up, and with none after destroy"],
  [98, "the engine is gone", "plugin/ending", "ends the wait and exits when the engine is gone"],
  [101, "a journal that cannot be written", "jobs/submit", "sends nothing when the journal cannot be written"],
  [102, "the state of yesterday", "engine/once/left-behind", "destroy ends the job that came after it"],
  [104, "two machines", "engine/once/turns", "end with the job that runs, though one of them remembers an older one"],
  [105, "two stacks, one name", "conformance/jobs", "knows its own job from another's of the same name"],
  [106, "a stack that is a copy", "engine/once/two-states", "the second does not take the first one's job over"],
  [107, "an error where nobody catches", "plugin/failures", "ends by its deadline when it throws where nobody catches"],
  [108, "rows of an older version", "engine/old-states", "is up to date on every platform"],
  [
    109,
    "the engine calls create again",
    "jobs/submit",
    "takes over the job of an earlier run without sending anything",
  ],
  [110, "a thousand submissions", "net/limiter", "lets 1,000 creates through a platform that takes 20 a second"],
  [111, "a thousand that are watched", "jobs/wait", "never takes more than a quarter of the rate for a thousand jobs"],
  [112, "Qizhi's rate", "platforms/qizhi/client", "sends two requests a second at most"],
  [113, "slow answers", "net/limiter", "has at most 64 requests on their way"],
  [114, "one platform that hangs", "net/limiter", "keeps scopes apart"],
  [
    116,
    "a stop behind a thousand looks",
    "net/limiter",
    "sends a stop within a quarter of a second although 1,000 polls wait",
  ],
  [117, "ten thousand jobs of others", "platforms/tione/jobs", "lists every job of a stack by its tag"],
  [
    118,
    "a clock ahead while a request may still arrive",
    "platforms/tione/jobs",
    "else when its signature has expired",
  ],
  [32, "a machine that sleeps", "faults/stories", "is bought once by a machine that falls asleep"],
  [
    77,
    "a job that the platform starts again",
    "faults/stories",
    "is waited for to its end when the platform starts it again",
  ],
  [90, "a replacement under the same fixed name", "faults/stories", "makes way for another one under the same name"],
  [30, "IPv6 that is broken", "net/endpoint", "is reached by IPv4 when its IPv6 address leads nowhere"],
  [87, "a group that is gone", "faults/stories", "names the group"],
  [103, "two ups of one stack", "engine/once/killed", "is refused by the lock"],
  [115, "two processes on one account", "../bench/rows.ts", "two-processes"],
];

export const ELSEWHERE: readonly Elsewhere[] = rows
  .map(([number, what, file, title]) => ({
    number,
    what,
    file: file.endsWith(".ts") ? file : `${file}.test.ts`,
    title,
  }))
  .sort((left, right) => left.number - right.number);

/** Faults of the study that no test tries, and why. */
export const UNTRIED: readonly { readonly number: number; readonly what: string; readonly why: string }[] = [
  { number: 99, what: "a full disk before the engine writes", why: "the engine calls nobody then" },
  {
    number: 100,
    what: "a full disk when the engine writes",
    why: "needs a file system of its own; a kill at that moment is 92",
  },
];
