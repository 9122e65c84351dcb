import { DownhillError } from "../../index.js";
import type { Section } from "./document.js";
import { html, raw, type Content, type Html } from "./html.js";

/** A picture with what there is to see in it. */
export interface Figure {
  readonly title: string;
  /** A sentence or two. */
  readonly caption: Content;
  /** SVG as wide as a page, and as wide as a phone: scaled down, one picture's letters could not be read there. */
  readonly wide: string;
  readonly narrow: string;
}

/** Widths of the two, in pixels. */
export const WIDE = 720;
export const NARROW = 348;

/** What a picture is drawn in: its heading stands in the page. */
export interface Size {
  readonly width: number;
  readonly title: "";
}

/** Draws a figure in both widths. @param draw at a width */
export async function figureOf(
  title: string,
  caption: Content,
  draw: (size: Size) => string | Promise<string>,
): Promise<Figure> {
  const [wide, narrow] = [await draw({ width: WIDE, title: "" }), await draw({ width: NARROW, title: "" })];
  return { title, caption, wide, narrow };
}

/**
 * A figure, or in its place why it could not be drawn: a result that no picture can hold, such as a loss beyond all bounds, must not cost the
 * page that an hour of training was for.
 */
export async function drawn(make: () => Promise<Figure | undefined>): Promise<Figure | undefined> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof DownhillError)) throw error;
    return { title: "A picture that could not be drawn", caption: error.message, wide: "", narrow: "" };
  }
}

/** Of the two pictures a page shows the one that fits, and hides the other from everybody. */
export function figureHtml({ title, caption, wide, narrow }: Figure): Html {
  return html`<h3>${title}</h3>
<figure>
${wide !== "" && html`<div class="wide">${raw(wide)}</div>\n<div class="narrow">${raw(narrow)}</div>\n`}<figcaption>${caption}</figcaption>
</figure>
`;
}

/** A section of figures; nothing where there are none. */
export function figureSection(title: string, figures: readonly Figure[]): Section | undefined {
  return figures.length > 0 ? { title, content: figures.map(figureHtml) } : undefined;
}
