import type { Growth } from "./rows";

const WIDTH = 640;
const HEIGHT = 400;
const MARGIN = 60;
const LINES = [
  { of: ({ submitMs }: Growth) => submitMs, words: "submitted", colour: "#c0392b" },
  { of: ({ unchangedMs }: Growth) => unchangedMs, words: "no change", colour: "#2471a3" },
  { of: ({ engineMs }: Growth) => engineMs, words: "the engine alone", colour: "#7f8c8d" },
] as const;

/** How the time of an `up` grows with the number of jobs, both axes logarithmic. */
export function plot(growth: readonly Growth[]): string {
  const counts = growth.map(({ count }) => count);
  const seconds = growth.flatMap((each) => LINES.map(({ of }) => of(each) / 1_000));
  const x = scale([Math.min(...counts), Math.max(...counts)], [MARGIN, WIDTH - 140]);
  const y = scale(
    [decade(Math.min(...seconds), Math.floor), decade(Math.max(...seconds), Math.ceil)],
    [HEIGHT - MARGIN, 20],
  );
  const text = ([left, top]: readonly [left: number, top: number], words: string, more = "") =>
    `<text x="${round(left)}" y="${round(top)}" ${more}>${words}</text>`;
  const ticks: string[] = [];
  for (let second = decade(Math.min(...seconds), Math.floor); y(second) >= 20; second *= 10) {
    ticks.push(text([MARGIN - 8, y(second) + 4], `${second} s`, 'text-anchor="end"'));
    ticks.push(`<path d="M${MARGIN} ${round(y(second))}H${WIDTH - 140}" stroke="#ddd"/>`);
  }
  const lines = LINES.map(({ of, words, colour }) => {
    const points = growth.map((each) => [x(each.count), y(of(each) / 1_000)] as const);
    const [lastX, lastY] = points.at(-1) ?? [0, 0];
    return [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map(([px, py]) => `${round(px)},${round(py)}`).join(" ")}"/>`,
      text([lastX + 8, lastY + 4], words, `fill="${colour}"`),
    ].join("\n");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...ticks,
    ...counts.map((count) => text([x(count), HEIGHT - MARGIN + 18], String(count), 'text-anchor="middle"')),
    text([(MARGIN + WIDTH - 140) / 2, HEIGHT - 16], "jobs in the program", 'text-anchor="middle"'),
    ...lines,
    "</svg>\n",
  ].join("\n");
}

type Pair = readonly [from: number, to: number];

function scale([from, to]: Pair, [start, end]: Pair): (value: number) => number {
  const share = (value: number) => Math.log(value / from) / Math.log(to / from);
  return (value) => start + share(value) * (end - start);
}

function decade(value: number, towards: (exponent: number) => number): number {
  return 10 ** towards(Math.log10(value));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
