import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Answer } from "./proxy";
import type { Fate } from "./world";

/** What the first run may end with. The run after it, without the fault, ends with one job, in the state. */
export type End =
  /** One job, in the state: as if nothing had happened. */
  | "done"
  /** An error that names the call; nothing was bought, nothing is in the state. */
  | "refused"
  /** Nobody can know: the job is found, or the row is in doubt until it is. */
  | "unknown";

/** Something that goes wrong with a request. */
export interface Fault {
  /** In the study of faults that this catalogue is of. */
  readonly number: number;
  readonly what: string;
  /** What it does to one request. */
  readonly fate: Fate;
  /** How the first run ends when it happens to the submission. */
  readonly submission: End | "refused or unknown";
  /** To so many of its repeats; default all. */
  readonly times?: number;
  /** How many looks meet it; default one. */
  readonly looks?: number;
  /** A look or a stop that meets it once fails too; others are repeated, and nobody notices. */
  readonly isLasting?: true;
}

/** Longer than what is waited for at most: a minute for a submission's first byte, by hurried bounds. */
const TOO_LONG_MS = 5_000;
const CLOSED_PORT = "http://127.0.0.1:1";
const NOWHERE = "http://no-such-host.invalid";

const reset = (client: Socket) => void client.resetAndDestroy();
const close = (client: Socket) => void client.end();
const raw = (text: string) => (client: Socket) => void client.write(text);
const half = (body: Buffer) => body.subarray(0, Math.ceil(body.length / 2));
const withoutLength = (head: string) => head.replace(/^content-length:.*\r\n/im, "");
/** An answer with another body or head. */
const changed = (change: (answer: Answer) => Answer) => (client: Socket, answer: Answer) => {
  const { head, body } = change(answer);
  client.write(Buffer.concat([Buffer.from(head), body]));
};
const more = (head: string, line: string) => head.replace("\r\n", `\r\n${line}\r\n`);
const statusOf = (status: number, more = "", body = "") =>
  raw(`HTTP/1.1 ${status} Told\r\ncontent-length: ${body.length}\r\n${more}\r\n${body}`);
const PAGE = "<html><title>Bad gateway</title><body>of nginx</body></html>";

const NETWORK: readonly Fault[] = [
  { number: 1, what: "connection refused", fate: { to: CLOSED_PORT }, submission: "refused" },
  { number: 2, what: "there is no such host", fate: { to: NOWHERE }, submission: "refused" },
  { number: 5, what: "reset on accept", fate: { onAccept: "reset" }, submission: "refused or unknown" },
  { number: 6, what: "closed before a byte is read", fate: { onAccept: "close" }, submission: "unknown" },
  {
    number: 7,
    what: "reset in the middle of the request",
    fate: { reaches: "half", gives: reset },
    submission: "unknown",
  },
  { number: 8, what: "reset when the platform has acted", fate: { gives: reset }, submission: "unknown" },
  {
    number: 9,
    what: "reset, and the platform did nothing",
    fate: { reaches: "nothing", gives: reset },
    submission: "unknown",
  },
  { number: 10, what: "closed when the platform has acted", fate: { gives: close }, submission: "unknown" },
  {
    number: 12,
    what: "the head comes late",
    fate: { gives: () => setTimeout(TOO_LONG_MS) },
    submission: "unknown",
  },
  {
    number: 13,
    what: "the body stalls",
    fate: {
      gives: async (client, { head, body }) => {
        client.write(Buffer.concat([Buffer.from(head), half(body)]));
        await setTimeout(TOO_LONG_MS);
      },
    },
    submission: "unknown",
  },
  {
    number: 14,
    what: "the body drips",
    fate: {
      gives: async (client, { head, body }) => {
        client.write(head);
        for (const byte of body) {
          if (client.destroyed) return;
          client.write(Buffer.from([byte]));
          await setTimeout(TOO_LONG_MS / 20);
        }
      },
    },
    submission: "unknown",
  },
  {
    number: 15,
    what: "cut, of a known length",
    fate: { gives: changed(({ head, body }) => ({ head, body: half(body) })) },
    submission: "unknown",
  },
  {
    number: 16,
    what: "cut, in chunks",
    fate: {
      gives: changed(({ head, body }) => ({
        head: more(withoutLength(head), "transfer-encoding: chunked"),
        body: Buffer.concat([Buffer.from(`${half(body).length.toString(16)}\r\n`), half(body), Buffer.from("\r\n")]),
      })),
    },
    submission: "unknown",
  },
  {
    number: 17,
    what: "cut, of no known length",
    fate: {
      gives: changed(({ head, body }) => ({ head: more(withoutLength(head), "connection: close"), body: half(body) })),
    },
    submission: "unknown",
  },
  {
    number: 18,
    what: "compressed, and cut",
    fate: {
      gives: changed(({ head, body }) => ({
        head: more(more(withoutLength(head), "content-encoding: gzip"), "connection: close"),
        body: half(gzipSync(body)),
      })),
    },
    submission: "unknown",
  },
  {
    number: 19,
    what: "said to be compressed, and junk",
    fate: { gives: statusOf(200, "content-encoding: gzip\r\n", "junk") },
    submission: "unknown",
  },
  { number: 20, what: "200 without a body", fate: { gives: statusOf(200) }, submission: "unknown" },
  { number: 20, what: "204", fate: { gives: raw("HTTP/1.1 204 Told\r\n\r\n") }, submission: "unknown" },
  { number: 20, what: "200 with a text", fate: { gives: statusOf(200, "", "fine") }, submission: "unknown" },
  ...[502, 503, 504].map((status) => ({
    number: 21,
    what: `a gateway's page, ${status}`,
    fate: { gives: statusOf(status, "content-type: text/html\r\n", PAGE) },
    submission: "unknown" as const,
  })),
  {
    number: 23,
    what: "103 before the answer",
    fate: { gives: changed(({ head, body }) => ({ head: `HTTP/1.1 103 Early Hints\r\n\r\n${head}`, body })) },
    submission: "done",
  },
  {
    number: 24,
    what: "100 that nobody asked for",
    fate: { gives: changed(({ head, body }) => ({ head: `HTTP/1.1 100 Continue\r\n\r\n${head}`, body })) },
    submission: "unknown",
  },
  {
    number: 25,
    what: "101",
    fate: { gives: raw("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n") },
    submission: "unknown",
  },
  {
    number: 28,
    what: "no HTTP",
    fate: { gives: raw("SSH-2.0-OpenSSH_9.2\r\n") },
    submission: "unknown",
  },
  {
    number: 28,
    what: "a head of 20 KiB",
    fate: { gives: changed(({ head, body }) => ({ head: more(head, `x-long: ${"x".repeat(20_480)}`), body })) },
    submission: "unknown",
  },
  {
    number: 29,
    what: "an answer of 9 MiB",
    fate: {
      gives: changed(({ head, body }) => ({
        head: more(withoutLength(head), "connection: close"),
        body: Buffer.concat([body, Buffer.alloc(9 * 2 ** 20, " ")]),
      })),
    },
    submission: "unknown",
    isLasting: true,
  },
];

const NOBODY = { reaches: "nothing" } as const;
/** The answer with other words in it. */
const reworded = (pattern: RegExp, words: string) =>
  changed(({ head, body }) => {
    const told = Buffer.from(body.toString().replace(pattern, words));
    return { head: head.replace(/^content-length:.*$/im, `content-length: ${told.length}`), body: told };
  });
/** The id of the job in the answer to a submission, whatever the vendor calls it. */
const ID = /"(Id|id|job_id)": *("[^"]*"|\d+)/;
const withId = (words: string) => reworded(ID, words);
const TIME = /"(\w*(?:[Tt]ime|[Cc]reate|_at))": *(?:"\d[^"]*"|\d{10,})/g;
const STATE = /"(Status|phase|status)": *("[^"]*"|\d+)/;

const PROTOCOL: readonly Fault[] = [
  {
    number: 34,
    what: "429, a number of seconds to wait",
    fate: { ...NOBODY, gives: statusOf(429, "retry-after: 3\r\n", "{}") },
    submission: "done",
    times: 2,
  },
  {
    number: 34,
    what: "429, a date to wait for",
    fate: {
      ...NOBODY,
      gives: (client) => statusOf(429, `retry-after: ${new Date(Date.now() + 3_000).toUTCString()}\r\n`, "{}")(client),
    },
    submission: "done",
    times: 2,
  },
  { number: 35, what: "429", fate: { ...NOBODY, gives: statusOf(429, "", "{}") }, submission: "done", times: 2 },
  {
    number: 36,
    what: "429 with a page",
    fate: { ...NOBODY, gives: statusOf(429, "content-type: text/html\r\n", PAGE) },
    submission: "done",
    times: 2,
  },
  ...["-5", "soon", "1e99"].map((after) => ({
    number: 37,
    what: `429, ${after} to wait`,
    fate: { ...NOBODY, gives: statusOf(429, `retry-after: ${after}\r\n`, "{}") },
    submission: "done" as const,
    times: 2,
  })),
  {
    number: 37,
    what: "429, a day to wait",
    fate: { ...NOBODY, gives: statusOf(429, "retry-after: 86400\r\n", "{}") },
    submission: "refused",
    isLasting: true,
  },
  ...[500, 503].flatMap((status) => [
    {
      number: status === 500 ? 38 : 39,
      what: `${status}, and the platform has acted`,
      fate: { gives: statusOf(status, "", "{}") },
      submission: "unknown" as const,
    },
    {
      number: status === 500 ? 38 : 39,
      what: `${status}, and the platform did nothing`,
      fate: { ...NOBODY, gives: statusOf(status, "", "{}") },
      submission: "unknown" as const,
    },
  ]),
  {
    number: 53,
    what: "403",
    fate: { ...NOBODY, gives: statusOf(403, "", "{}") },
    submission: "refused",
    isLasting: true,
  },
  {
    number: 56,
    what: "members that nobody knows",
    fate: { gives: reworded(/\{/, '{"zz":{"a":[1,null]},') },
    submission: "done",
  },
  // The first looks may show no job.
  {
    number: 57,
    what: "no state in the answer",
    fate: { gives: reworded(STATE, '"was": 1') },
    submission: "done",
    looks: 3,
  },
  ...["soon", "2026-11-29 08:00:00+08", "1e12", ""].map((time) => ({
    number: 62,
    what: `a time that is ${JSON.stringify(time)}`,
    fate: { gives: reworded(TIME, `"$1": "${time}"`) },
    submission: "done" as const,
    looks: 50,
  })),
  {
    number: 62,
    what: "a time that is null",
    fate: { gives: reworded(TIME, '"$1": null') },
    submission: "done",
    looks: 50,
  },
  { number: 58, what: "no id in the answer", fate: { gives: withId('"was": $2') }, submission: "unknown" },
  { number: 59, what: "an id that is empty", fate: { gives: withId('"$1": ""') }, submission: "unknown" },
  { number: 59, what: "an id that is a list", fate: { gives: withId('"$1": [1]') }, submission: "unknown" },
  { number: 59, what: "an id that is a path", fate: { gives: withId('"$1": "../1?x=/"') }, submission: "unknown" },
  {
    number: 61,
    what: "an answer that is nested without end",
    fate: {
      gives: (client) => void client.write(`HTTP/1.1 200 Told\r\nconnection: close\r\n\r\n${'{"a":'.repeat(100_000)}`),
    },
    submission: "unknown",
  },
];

export const FAULTS = [...NETWORK, ...PROTOCOL];
