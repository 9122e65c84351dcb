import type { Area } from "./chart.js";
import type { Peers } from "./peers.js";
import { drawn, round, textAt } from "./svg.js";
import { type Color, paint } from "./theme.js";
import { shortened, widthOf } from "./words.js";

/** A sign of a legend, as the picture uses it, and what it stands for. */
export interface LegendItem {
  readonly text: string;
  readonly color: Color;
  readonly sign: "line" | "dot" | "band" | "swatch";
  /** Of a line: its dashes. */
  readonly dash?: string | undefined;
  readonly strokeWidth?: number;
  /** Of a dot: its shape, by Plot's name. */
  readonly symbol?: string | undefined;
  /** Of a band or a swatch. */
  readonly opacity?: number;
}

interface Placed extends LegendItem {
  readonly x: number;
  readonly y: number;
}

const SIZE = 12;
const ROW = 20;
const SIGN = 30;

/** The items in rows. @returns the legend's height and what draws it */
export function legendOf(
  items: readonly LegendItem[],
  width: number,
): { height: number; draw: (peers: Peers, area: Area) => string } {
  const placed: Placed[] = [];
  let x = 0;
  let y = 0;
  for (const item of items) {
    const text = shortened(item.text, SIZE, width - SIGN);
    const room = SIGN + widthOf(text, SIZE) + 14;
    if (x > 0 && x + room - 14 > width) {
      x = 0;
      y += ROW;
    }
    placed.push({ ...item, text, x, y: y + ROW / 2 });
    x += room;
  }
  const height = items.length === 0 ? 0 : y + ROW;
  return {
    height,
    draw: (peers, area) => (height === 0 ? "" : signs(peers, placed, { ...area, width, height })),
  };
}

function signs({ Plot, document }: Peers, items: readonly Placed[], area: Area): string {
  const dots = items.filter(({ sign }) => sign === "dot");
  const element = Plot.plot({
    document,
    width: area.width,
    height: area.height,
    margin: 0,
    x: { type: "identity", axis: null },
    y: { type: "identity", axis: null },
    marks: dots.map(({ x, y, color, symbol = "circle" }) =>
      Plot.dot([[x + 11, y]], { symbol, r: 4, fill: paint(color), stroke: paint("paper") }),
    ),
  });
  const others = items.map(({ sign, x, y, color, dash, strokeWidth = 2, opacity = 1 }) => {
    const left = round(area.left + x);
    const middle = round(area.top + y);
    if (sign === "line")
      return (
        `<path d="M${left} ${middle}h22" fill="none" stroke="${paint(color)}" stroke-width="${strokeWidth}"` +
        `${dash ? ` stroke-dasharray="${dash}"` : ""}/>`
      );
    if (sign === "dot") return "";
    return `<rect x="${left}" y="${middle - 5}" width="22" height="10" fill="${paint(color)}" fill-opacity="${opacity}"/>`;
  });
  const texts = items.map(({ x, y, text }) =>
    textAt(area.left + x + SIGN - 2, area.top + y + 4, text, { "font-size": SIZE, fill: paint("ink") }),
  );
  const shapes =
    dots.length === 0
      ? ""
      : `<g transform="translate(${round(area.left)},${round(area.top)})">${drawn(element)}</g>`;
  return shapes + others.join("") + texts.join("");
}
