import { whole } from "../base/format.js";
import { chart, legend, NARROW_CHART, PADDING, round, stepFor } from "./chart-parts.js";
import { html } from "./html.js";

/** The errors after an epoch. */
export interface EpochErrors {
  readonly epoch: number;
  readonly train: number;
  readonly test: number;
}

const HEIGHT = 320;
const TOP = PADDING + 42;
const BOTTOM = 58;

/**
 * Training and test error of each epoch, at least two, with a mark at the epoch whose weights the model has.
 *
 * @param width in pixels
 */
export function curveChart(
  errors: readonly EpochErrors[],
  keptEpoch: number,
  unit: string,
  width: number,
): string {
  const isNarrow = width < NARROW_CHART;
  const [left, right, bottom] = [PADDING + 44, width - PADDING - 6, HEIGHT - BOTTOM];
  const values = errors.flatMap(({ train, test }) => [train, test]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = stepFor(high - low || 1, 6);
  const [from, to] = [Math.floor(low / step) * step, Math.ceil(high / step) * step || step];
  const [first, last] = [errors[0].epoch, errors[errors.length - 1].epoch];
  const x = (epoch: number): number => round(left + ((right - left) * (epoch - first)) / (last - first));
  const y = (value: number): number => round(bottom - ((bottom - TOP) * (value - from)) / (to - from));
  const line = (name: "train" | "test"): string =>
    errors.map((error, i) => `${i === 0 ? "M" : "L"}${x(error.epoch)} ${y(error[name])}`).join("");
  const levels = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
  const epochStep = Math.max(1, stepFor(last - first, isNarrow ? 5 : 8));
  const epochs = Array.from({ length: Math.floor(last / epochStep) }, (_, i) => (i + 1) * epochStep);
  const grid = levels.map(
    (value) =>
      html`<path class="grid" d="M${left} ${y(value)}H${right}" /><text class="soft" x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${whole(value)}</text>`,
  );
  const ticks = epochs
    .filter((epoch) => epoch >= first)
    .map(
      (epoch) =>
        html`<text class="soft" x="${x(epoch)}" y="${bottom + 18}" text-anchor="middle">${whole(epoch)}</text>`,
    );
  const isLate = x(keptEpoch) > (left + right) / 2;
  const kept = html`<path class="mark" d="M${x(keptEpoch)} ${TOP - 6}V${bottom}" /><text class="soft" x="${x(keptEpoch) + (isLate ? -6 : 6)}" y="${TOP}" text-anchor="${isLate ? "end" : "start"}">kept: epoch ${whole(keptEpoch)}</text>`;
  const solid = html`<path class="train-line" d="M0 0H18" />`;
  const dashed = html`<path class="test-line" d="M0 0H18" />`;
  const end = errors[errors.length - 1];
  return chart(
    width,
    HEIGHT,
    "Training and test error by epoch",
    `From epoch ${first} to ${last} the training error goes from ${round(errors[0].train)} to ${round(end.train)}, the test error from ` +
      `${round(errors[0].test)} to ${round(end.test)}.`,
    html`${legend(PADDING, PADDING + 8, solid, dashed, unit)}${grid}<path class="train-line" d="${line("train")}" /><path class="test-line" d="${line("test")}" />${kept}${ticks}<text class="soft" x="${round((left + right) / 2)}" y="${bottom + 40}" text-anchor="middle">Epoch</text>`,
  );
}
