import { html, type Html } from "./html.js";

// What the small charts of a page share. They take their colours from the page that they stand in.

/** Room around a chart. */
export const PADDING = 16;
/** Where there is less, names and ticks need another place. */
export const NARROW_CHART = 500;

/** An svg element with its name and its description. */
export function chart(
  width: number,
  height: number,
  title: string,
  description: string,
  marks: Html,
): string {
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${title}</title>
<desc>${description}</desc>
${marks}
</svg>`.text;
}

/** A round distance of ticks over a range, which holds at most so many of them. */
export function stepFor(range: number, ticks: number): number {
  const power = 10 ** Math.floor(Math.log10(range / ticks));
  const factor = [1, 2, 5, 10].find((candidate) => range / (candidate * power) <= ticks) ?? 10;
  return factor * power;
}

/** To a tenth: of a pixel, or of a birth. */
export function round(value: number): number {
  return Number(value.toFixed(1));
}

/** `train` and `test` are classes of the page's style sheet. */
export function legend(left: number, y: number, train: Html, test: Html, unit: string): Html {
  return html`<g transform="translate(${left} ${y})">${train}<text class="soft" x="24" y="4">training</text></g><g transform="translate(${left + 92} ${y})">${test}<text class="soft" x="24" y="4">test, in ${unit}</text></g>`;
}
