import { checkName, checkNumber, checkOptions, mustBe, type Range } from "../base/check.js";

/** Light, dark, or whichever of them the reader's system prefers. */
export type Theme = "auto" | "light" | "dark";
export const THEMES: readonly Theme[] = ["auto", "light", "dark"];

/** What every plot takes. */
export interface PlotOptions {
  /** The heading; "" for none. It is the picture's name for those who do not see it, too. Default: what kind of plot it is. */
  readonly title?: string;
  /** Width in pixels, from 240 to 4000; default 640. */
  readonly width?: number;
  /** Height in pixels, from 160 to 4000; default: what fits the kind of plot and the width. */
  readonly height?: number;
  /** "light", "dark", or "auto" for one SVG that follows the reader's system; default "auto". */
  readonly theme?: Theme;
}

const SHARED = ["title", "width", "height", "theme"] as const;
const PIXELS = (least: number): Range => [`a number from ${least} to 4000`, (n) => n >= least && n <= 4000];
export const LEAST_WIDTH = 240;
const LEAST_HEIGHT = 160;

/** The options of a plot, checked as far as all plots share them. @param own names that this kind of plot takes besides */
export function readOptions<Options extends PlotOptions>(
  caller: string,
  options: Options,
  own: readonly (Exclude<keyof Options, keyof PlotOptions> & string)[] = [],
): Options & { readonly width: number; readonly theme: Theme } {
  checkOptions(caller, options, [...own, ...SHARED]);
  const { title, width = 640, height, theme = "auto" } = options;
  checkText(caller, "title", title);
  checkNumber(caller, "width", width, PIXELS(LEAST_WIDTH));
  if (height !== undefined) checkNumber(caller, "height", height, PIXELS(LEAST_HEIGHT));
  checkName(caller, "theme", theme, THEMES);
  return { ...options, width, theme };
}

/** Throws unless `value` is a text or left out. */
export function checkText(caller: string, name: string, value: unknown): asserts value is string | undefined {
  if (value !== undefined && typeof value !== "string") throw mustBe(caller, name, "a string", value);
}
