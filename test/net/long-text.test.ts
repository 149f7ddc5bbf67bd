import { printable } from "../../src/net/errors";
import { replyError } from "../../src/net/reply";
import { assertLinear } from "../growth";

/** A reply of any length must not hold up those who wait for another one. */
describe("A long text of a server", () => {
  const reply = (text: string, headers: Readonly<Record<string, string>> = {}) => ({ status: 502, headers, text });
  const titleOf = (text: string) => replyError(reply(text), "tione", "DescribeTrainingTask");
  const retryOf = (text: string) => replyError(reply("", { "retry-after": text }), "tione", "DescribeTrainingTask");

  const cases: readonly (readonly [what: string, piece: string, end: string, read: (text: string) => unknown])[] = [
    ["is shown as fast when it is all control characters", "\u001b", "", (text) => printable(text)],
    ["is shown as fast when it is all line ends", "\r\n", "x", (text) => printable(text)],
    ["is shown as fast when it is all spaces", " ", "x", (text) => printable(`x${text}`)],
    ["is searched as fast for a title that never ends", "<title", "", titleOf],
    ["is searched as fast for a title of spaces", " ", "x", (text) => titleOf(`<title>x${text}`)],
    ["is read as fast as a time to wait", "9", "x", retryOf],
    ["is read as fast as a date to wait for", "(", "a", retryOf],
  ];
  for (const [what, piece, end, read] of cases) {
    it(what, () => assertLinear((length) => piece.repeat(Math.ceil(length / piece.length)) + end, read));
  }
});
