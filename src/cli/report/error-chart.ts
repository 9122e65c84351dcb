import { whole } from "../base/format.js";
import { chart, legend, NARROW_CHART, PADDING, round, stepFor } from "./chart-parts.js";
import { html } from "./html.js";

/** Errors of a model, in one unit. */
export interface TrainAndTest {
  readonly name: string;
  readonly train: number;
  readonly test: number;
}

/** What the chart shows besides the models: an error to beat. */
export interface Mark {
  readonly name: string;
  readonly value: number;
}

/** Height of a model's line, and of what is above and below all of them. */
const LINE = 34;
const NARROW_LINE = 44;
const TOP = PADDING + 30;
const BOTTOM = 46 + PADDING;
/** Pixels of a letter at the size of the names, on average. */
const LETTER = 7.2;

/**
 * Errors side by side: a line for each model, with a ring where the training rows are and a dot where the test rows are. How far they lie
 * apart is what has been learnt by heart.
 *
 * @param width in pixels; where it is little, the names stand above their lines
 */
export function errorChart(models: readonly TrainAndTest[], mark: Mark, unit: string, width: number): string {
  const isNarrow = width < NARROW_CHART;
  const longest = Math.max(...models.map(({ name }) => name.length));
  const left = PADDING + (isNarrow ? 6 : Math.ceil(longest * LETTER) + 14);
  const right = width - PADDING - 12;
  const line = isNarrow ? NARROW_LINE : LINE;
  const bottom = TOP + models.length * line;
  const most = Math.max(mark.value, ...models.flatMap(({ train, test }) => [train, test]));
  const step = stepFor(most, isNarrow ? 4 : 6);
  const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
  const x = (value: number): number => round(left + ((right - left) * value) / most);
  const rows = models.map(({ name, train, test }, i) => {
    const y = TOP + i * line + (isNarrow ? line - 14 : line / 2);
    const label = isNarrow
      ? html`<text x="${PADDING}" y="${y - 13}">${name}</text>`
      : html`<text x="${left - 14}" y="${y + 4}" text-anchor="end">${name}</text>`;
    return html`${label}<path class="pair" d="M${x(train)} ${y}H${x(test)}" /><circle class="train" cx="${x(train)}" cy="${y}" r="5.5" /><circle class="test" cx="${x(test)}" cy="${y}" r="6" />`;
  });
  const grid = ticks.map(
    (tick) =>
      html`<path class="grid" d="M${x(tick)} ${TOP - 4}V${bottom}" /><text class="soft" x="${x(tick)}" y="${bottom + 18}" text-anchor="middle">${whole(tick)}</text>`,
  );
  const markAt = x(mark.value);
  // The mark's name stands above it, as far as the picture has room.
  const nameAt = Math.max(PADDING, Math.min(markAt - 6, width - PADDING - mark.name.length * LETTER));
  const marked = html`<path class="mark" d="M${markAt} ${TOP - 10}V${bottom}" /><text class="soft" x="${round(nameAt)}" y="${TOP - 17}">${mark.name}</text>`;
  const ring = html`<circle class="train" cx="11" cy="0" r="5.5" />`;
  const dot = html`<circle class="test" cx="11" cy="0" r="6" />`;
  const said = models
    .map(({ name, train, test }) => `${name}: ${round(train)} and ${round(test)}`)
    .join("; ");
  return chart(
    width,
    bottom + BOTTOM,
    "Errors on training and test rows",
    `${said}. ${mark.name}.`,
    html`${grid}${marked}${rows}${legend(left - 6, bottom + 40, ring, dot, unit)}`,
  );
}
