import type { Measured } from "./measure.js";

const [LEFT, RIGHT, TOP, BOTTOM] = [70, 605, 15, 255];

/** Nanoseconds of a row against x, both logarithmic: points as measured, the line dashed. An SVG document. */
export function figureOf({ curve, costs }: Measured): string {
  const x = axis(curve.xs, LEFT, RIGHT);
  const y = axis(
    costs.map(({ row }) => row),
    BOTTOM,
    TOP,
  );
  const text = (at: number, height: number, anchor: string, words: string | number): string =>
    `<text x="${at}" y="${height}" text-anchor="${anchor}">${words.toLocaleString("en-US")}</text>`;
  const grid = y.ticks.map((tick) => `M${LEFT} ${y.place(tick)}H${RIGHT}`).join("");
  const line = costs.map((cost) => `${x.place(cost.x)},${y.place(cost.row / cost.ofLine)}`).join(" ");
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" font-family="sans-serif" font-size="12">',
    '<rect width="640" height="300" fill="#fff"/>',
    `<path d="${grid}" stroke="#ddd"/><path d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}" fill="none" stroke="#333"/>`,
    ...x.ticks.map((tick) => text(x.place(tick), BOTTOM + 17, "middle", tick)),
    ...y.ticks.map((tick) => text(LEFT - 6, y.place(tick) + 4, "end", tick)),
    text(337, 292, "middle", curve.axis),
    `<g transform="rotate(-90 14 135)">${text(14, 135, "middle", "ns a row")}</g>`,
    `<polyline points="${line}" fill="none" stroke="#d33" stroke-dasharray="5 4"/>`,
    ...costs.map((cost) => `<circle cx="${x.place(cost.x)}" cy="${y.place(cost.row)}" r="3" fill="#147"/>`),
    "</svg>\n",
  ].join("\n");
}

/** A logarithmic axis that holds all values and begins and ends on a tick: 1, 2 or 5 x 10^n. */
function axis(values: readonly number[], begin: number, end: number) {
  const all = Array.from({ length: 30 }, (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));
  const first = all.findIndex((_, i) => all[i + 1] > Math.min(...values));
  const ticks = all.slice(first, all.findIndex((tick) => tick >= Math.max(...values)) + 1);
  const whole = Math.log(ticks[ticks.length - 1] / ticks[0]);
  const place = (value: number): string =>
    (begin + (Math.log(value / ticks[0]) / whole) * (end - begin)).toFixed(1);
  return { ticks, place: (value: number): number => Number(place(value)) };
}
