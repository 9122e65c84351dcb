import { OptionError } from "../base/errors.js";
import type { Area } from "./chart.js";
import { type LegendItem, legendOf } from "./legend.js";
import { loadPeers, type Peers } from "./peers.js";
import type { PlotOptions, Theme } from "./options.js";
import { escaped, textAt } from "./svg.js";
import { dressed, paint } from "./theme.js";
import { widthOf, wrapped } from "./words.js";

/** All of a picture but its marks. */
export interface Sheet {
  readonly caller: string;
  readonly options: PlotOptions & { readonly width: number; readonly theme: Theme };
  /** The heading where the caller gave none, and the picture's name where that is "". */
  readonly title: string;
  /** What the picture shows, in a sentence or two, below the heading. */
  readonly summary: string;
  /** More of it, for those who cannot see the picture. */
  readonly details?: readonly string[];
  readonly legend?: readonly LegendItem[];
  /** The height of what stands below heading and legend, where the caller gave none. @param width that of the same */
  readonly height: (width: number) => number;
  /** Draws that, within `area`. */
  readonly body: (peers: Peers, area: Area) => string;
}

const PADDING = 16;
const TITLE = 16;
const SUMMARY = 12;
/** Less could not be read. */
const LEAST_BODY = 90;

/**
 * Draws a picture: paper, heading, summary, legend and body in one svg element, with its name and its description for those who cannot see
 * it.
 *
 * @throws MissingPeerError; OptionError for a height that leaves no room below the heading
 */
export async function draw(sheet: Sheet): Promise<string> {
  const { caller, options, title, summary, details = [], legend = [] } = sheet;
  const { width, theme } = options;
  const inner = width - 2 * PADDING;
  const heading = options.title ?? title;
  const titleLines = wrappedTitle(heading, inner);
  const summaryLines = wrapped(summary, SUMMARY, inner);
  const signs = legendOf(legend, inner);
  const texts: string[] = [];
  let y = PADDING;
  for (const line of titleLines) {
    y += TITLE + 3;
    texts.push(textAt(PADDING, y - 5, line, { "font-size": TITLE, "font-weight": 600, fill: paint("ink") }));
  }
  for (const line of summaryLines) {
    y += SUMMARY + 4;
    texts.push(textAt(PADDING, y - 4, line, { "font-size": SUMMARY, fill: paint("soft") }));
  }
  y += 6;
  const legendTop = y;
  y += signs.height + 6;
  const { height = Math.round(y + sheet.height(inner) + PADDING / 2) } = options;
  const area = { left: PADDING, top: y, width: inner, height: height - y - PADDING / 2 };
  if (area.height < LEAST_BODY) {
    const least = Math.ceil(y + LEAST_BODY + PADDING / 2);
    throw new OptionError(
      `${caller}: height ${height} leaves no room below heading and legend. Give at least ${least}, or a shorter title.`,
      { expected: least, received: height },
    );
  }
  const peers = await loadPeers(caller);
  const inside =
    `<rect width="${width}" height="${height}" fill="${paint("paper")}"/>` +
    texts.join("") +
    signs.draw(peers, { ...area, top: legendTop, height: signs.height }) +
    sheet.body(peers, area);
  return page(
    inside,
    width,
    height,
    theme,
    heading === "" ? title : heading,
    [summary, ...details].join(" "),
  );
}

function page(
  inside: string,
  width: number,
  height: number,
  theme: Theme,
  name: string,
  text: string,
): string {
  const { inside: drawing, style, name: className } = dressed(inside, theme);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="${className}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" ` +
    `style="max-width:100%;height:auto">` +
    `<title>${escaped(name)}</title><desc>${escaped(text)}</desc>${style}${drawing}</svg>\n`
  );
}

/** Bold letters are wider. */
function wrappedTitle(title: string, width: number): string[] {
  return widthOf(title, TITLE * 1.08) <= width
    ? wrapped(title, TITLE, width)
    : wrapped(title, TITLE * 1.08, width);
}
