import type { Theme } from "./options.js";

/**
 * The colours by what they are for: in the light theme, in the dark one.
 *
 * Lines, points and classes are the hues of Okabe and Ito ("Color Universal Design", 2008), lighter or darker so that each has a contrast of
 * at least 3 : 1 to its paper and two are told apart with any kind of colour vision; ink and soft, which texts have, have 4.5 : 1. No two are
 * the same in the light theme: the style sheet knows them by their value. tests/plot/colors.test.ts holds all of this.
 */
export const COLORS = {
  paper: ["#ffffff", "#14171c"],
  ink: ["#1c2128", "#e9edf2"],
  soft: ["#57606a", "#a4aeba"],
  grid: ["#e4e8ec", "#2a3038"],
  axis: ["#848d97", "#6e7883"],
  blue: ["#0068a6", "#4aa8e0"],
  vermillion: ["#bf4600", "#ff7a2e"],
  green: ["#008f68", "#2cc598"],
  purple: ["#c46ba3", "#e9a6cf"],
  orange: ["#c48a00", "#f2c14e"],
  sky: ["#409bd3", "#a3dbf8"],
  brown: ["#6b4423", "#b98a5f"],
  gray: ["#555d66", "#8d97a2"],
  // Under text: never darker than ink can be read on, whatever its opacity.
  right: ["#4f9fd0", "#1f6a9c"],
  wrong: ["#e88b4f", "#8f4a1c"],
  // Eight heights, the lowest nearest to the paper.
  ramp0: ["#f0f6fb", "#1b232c"],
  ramp1: ["#dae8f4", "#1d3244"],
  ramp2: ["#bfd7eb", "#20435f"],
  ramp3: ["#9cc3e1", "#25577c"],
  ramp4: ["#73a9d4", "#306d9a"],
  ramp5: ["#4a8cc1", "#4486b6"],
  ramp6: ["#2a6ea8", "#66a2d2"],
  ramp7: ["#124f89", "#93c3ea"],
} as const;

export type Color = keyof typeof COLORS;

/** Lines and classes, in the order in which they are given out. */
export const SERIES: readonly Color[] = [
  "blue",
  "vermillion",
  "green",
  "purple",
  "orange",
  "sky",
  "brown",
  "gray",
];
export const RAMP: readonly Color[] = [
  "ramp0",
  "ramp1",
  "ramp2",
  "ramp3",
  "ramp4",
  "ramp5",
  "ramp6",
  "ramp7",
];

/** What stands for a colour in the marks, until `dressed` puts in its value. */
export function paint(color: Color): string {
  return `var(--dh-${color})`;
}

/**
 * Puts the colours into a drawing.
 *
 * The attributes get the values of the light or the dark theme. "auto" adds a style sheet that turns them into CSS variables with a value for
 * each theme: what knows no style sheet (a page that forbids them, a drawing program) shows the light one.
 *
 * @param inside what is to stand within the svg element, with `paint` for colours
 * @returns the same with values, the style sheet, and the class that it is for, which follows from the content
 */
export function dressed(inside: string, theme: Theme): { inside: string; style: string; name: string } {
  const place = theme === "dark" ? 1 : 0;
  const found = new Set<string>();
  const text = inside.replace(/(fill|stroke)="var\(--dh-(\w+)\)"/g, (_, attribute: string, color: Color) => {
    found.add(`${color} ${attribute}`);
    return `${attribute}="${COLORS[color][place]}"`;
  });
  const name = `dh-${hashOf(theme + text)}`;
  return { inside: text, style: theme === "auto" ? styleSheet(name, found) : "", name };
}

/** @param found pairs of colour and attribute, as in "blue fill" */
function styleSheet(name: string, found: ReadonlySet<string>): string {
  const pairs = [...found].sort().map((pair) => pair.split(" ") as [Color, string]);
  const colors = [...new Set(pairs.map(([color]) => color))];
  const variables = (place: 0 | 1): string =>
    `.${name}{${colors.map((color) => `--dh-${color}:${COLORS[color][place]}`).join(";")}}`;
  const rules = pairs.map(
    ([color, attribute]) => `.${name} [${attribute}="${COLORS[color][0]}"]{${attribute}:var(--dh-${color})}`,
  );
  return `<style>${variables(0)}@media (prefers-color-scheme:dark){${variables(1)}}${rules.join("")}</style>`;
}

/** FNV-1a over the UTF-16 code units, 32 bits, in base 36. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
