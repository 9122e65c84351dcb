import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { tick, whole } from "../i18n/numbers.js";
import { t } from "../i18n/texts.js";
import { MOST_POINTS, thin } from "../results/thin.js";
import type { Losses } from "../state.js";
import type { Frame } from "../trainer/messages.js";
import { type Palette, palette } from "./drawing/palette.js";
import { FONT } from "./drawing/plot.js";

/** Both loss curves in an element; it follows the element's size. */
export interface LossCurves {
  draw(losses: Losses, frame: Frame | undefined): void;
  destroy(): void;
}

export interface LossCurvesOptions {
  readonly isLog: boolean;
  /** The error of a guess without a network, where the loss is the same measure: a line. */
  readonly guess?: number;
  /** Told the index of the epoch that is pointed at; undefined for none. */
  readonly point: (index: number | undefined) => void;
}

export function curvesOf(box: HTMLElement, { isLog, guess, point }: LossCurvesOptions): LossCurves {
  const colours = palette.value;

  let frame: Frame | undefined;
  let indices: readonly number[] = [];
  const chart = new uPlot(
    {
      ...{ width: box.clientWidth, height: box.clientHeight },
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: false, range: rangeOfEpochs },
        y: isLog ? { distr: 3, range: aroundInDecades(guess) } : { range: around(guess) },
      },
      axes: [
        axis(colours),
        {
          ...axis(colours),
          size: 62,
          values: (_, ticks) => ticks.map((v) => (v === null ? "" : nameOf(v, ticks))),
        },
      ],
      series: [
        {},
        { stroke: colours.train, width: 2 },
        { stroke: colours.validation, width: 2, dash: [7, 4] },
      ],
      hooks: {
        draw: [
          (plot) => {
            if (guess !== undefined) drawGuess(plot, colours, guess);
            if (frame) drawMarks(plot, colours, frame);
          },
        ],
        setCursor: [
          ({ cursor }) =>
            point(cursor.idx === null || cursor.idx === undefined ? undefined : indices[cursor.idx]),
        ],
      },
    },
    [[], [], []],
    box,
  );
  const observer = new ResizeObserver(
    ([
      {
        contentRect: { width, height },
      },
    ]) => chart.setSize({ width, height }),
  );
  observer.observe(box);
  let request = 0;
  return {
    draw: (losses, next) => {
      frame = next;
      cancelAnimationFrame(request);
      request = requestAnimationFrame(() => {
        indices = thin(losses.epochs.length, MOST_POINTS).indices;
        chart.setData(dataOf(losses, indices, isLog));
      });
    },
    destroy: () => {
      cancelAnimationFrame(request);
      observer.disconnect();
      chart.destroy();
    },
  };
}

/** A logarithm has no place for 0: such an epoch is a gap. */
function dataOf(
  { epochs, train, validation }: Losses,
  indices: readonly number[],
  isLog: boolean,
): uPlot.AlignedData {
  const shown = (value: number | null): number | null =>
    value === null || !Number.isFinite(value) || (isLog && value <= 0) ? null : value;
  return [
    indices.map((i) => epochs[i]),
    indices.map((i) => shown(train[i])),
    indices.map((i) => shown(validation[i])),
  ];
}

/** From 0 on, and at first some epochs more than there are. */
function rangeOfEpochs(_: uPlot, _from: number | null, to: number | null): uPlot.Range.MinMax {
  return [0, Math.max(10, to ?? 0)];
}

/** From 0 to a little above the greatest value; a guess is always seen. */
function around(guess = 0): uPlot.Scale.Range {
  return (_, from, to) => [Math.min(0, from ?? 0), 1.05 * Math.max(guess, to ?? 1)];
}

/** The same of logarithms. */
function aroundInDecades(guess?: number): uPlot.Scale.Range {
  return (_, from, to) => {
    if (from === null || to === null || !(from > 0)) return [0.1, 1];
    const known = guess !== undefined && guess > 0;
    return uPlot.rangeLog(known ? Math.min(from, guess) : from, known ? Math.max(to, guess) : to, 10, false);
  };
}

function axis(colours: Palette): uPlot.Axis {
  return {
    stroke: colours.quiet,
    font: FONT,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, width: 1, size: 4 },
    size: 28,
    gap: 4,
  };
}

function nameOf(value: number, ticks: readonly (number | null)[]): string {
  const known = ticks.filter((other): other is number => other !== null);
  const steps = known.slice(1).map((next, i) => next - known[i]);
  return tick(value, steps.length > 0 ? Math.min(...steps.filter((step) => step > 0)) : value || 1);
}

function drawGuess({ ctx, bbox, valToPos }: uPlot, colours: Palette, value: number): void {
  const y = Math.round(valToPos(value, "y", true));
  ctx.save();
  ctx.strokeStyle = colours.text;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  line(ctx, bbox.left, y, bbox.left + bbox.width, y);
  ctx.restore();
}

function drawMarks(
  { ctx, bbox, valToPos }: uPlot,
  colours: Palette,
  { best, stoppedBy, epoch }: Frame,
): void {
  const { curves } = t().results;
  ctx.save();
  if (best) {
    const [x, y] = [valToPos(best.epoch, "x", true), valToPos(best.loss, "y", true)];
    ctx.strokeStyle = colours.validation;
    ctx.lineWidth = devicePixelRatio;
    line(ctx, x, y, x, bbox.top + bbox.height);
    ctx.beginPath();
    ctx.arc(x, y, 4.5 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fillStyle = colours.surface;
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.fill();
    ctx.stroke();
    const isLeft = x < bbox.left + bbox.width / 2;
    write(
      ctx,
      colours,
      curves.bestAt(whole(best.epoch)),
      x + (isLeft ? 8 : -8) * devicePixelRatio,
      bbox.top + bbox.height - 6 * devicePixelRatio,
      isLeft ? "left" : "right",
    );
  }
  if (stoppedBy === "earlyStopping") {
    const x = valToPos(epoch, "x", true);
    ctx.strokeStyle = colours.quiet;
    ctx.lineWidth = devicePixelRatio;
    line(ctx, x, bbox.top, x, bbox.top + bbox.height);
    write(
      ctx,
      colours,
      curves.early(whole(epoch)),
      x - 6 * devicePixelRatio,
      bbox.top + 14 * devicePixelRatio,
      "right",
    );
  }
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

/** A text with a rim of the ground, so that curves do not cross it. */
function write(
  ctx: CanvasRenderingContext2D,
  colours: Palette,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
): void {
  ctx.setLineDash([]);
  ctx.font = FONT.replace(/^\d+px/, `${12 * devicePixelRatio}px`);
  ctx.textAlign = align;
  ctx.textBaseline = "alphabetic";
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 * devicePixelRatio;
  ctx.strokeStyle = colours.surface;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colours.text;
  ctx.fillText(text, x, y);
}
