import { signal } from "@preact/signals";
import "./classes.css";

/** Names of tokens in style.css and classes.css that pictures are drawn with. */
const TOKENS = [
  "surface",
  "sunken",
  "line",
  "text",
  "quiet",
  "accent",
  "blue",
  "orange",
  "train",
  "validation",
  "good",
  "bad",
] as const;

export type Rgb = readonly [red: number, green: number, blue: number];

/** The tokens as they are in the present theme. */
export type Palette = Readonly<Record<(typeof TOKENS)[number], string>> & {
  readonly classes: readonly string[];
};

/** How many classes have a colour of their own; the next begin again, with another marker. */
export const CLASS_COLOURS = 8;

/** Changes with the theme, and whoever draws with it draws anew. */
export const palette = signal<Palette>(read());

const renew = (): void => {
  palette.value = read();
};
new MutationObserver(renew).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", renew);
// Where style sheets are loaded beside the program, the first look may have been too early.
addEventListener("load", renew);

/** A token's own text may be light-dark(...): only as the colour of an element is it one colour. */
function read(): Palette {
  const probe = document.body.appendChild(document.createElement("span"));
  const colourOf = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(TOKENS.map((token) => [token, colourOf(token)]));
  const classes = Array.from({ length: CLASS_COLOURS }, (_, k) => colourOf(`class-${k + 1}`));
  probe.remove();
  return { ...colours, classes } as unknown as Palette;
}

/** The parts of a colour as getComputedStyle writes it: rgb(0, 114, 178). */
export function rgbOf(colour: string): Rgb {
  const [red, green, blue] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** A colour between two: 0 is the first, 1 the second. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [0, 1, 2].map((k) => a[k] + (b[k] - a[k]) * share) as unknown as Rgb;
}
