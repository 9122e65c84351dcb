import { tick } from "../../i18n/numbers.js";
import type { Palette } from "./palette.js";
import { ticksBetween } from "./ticks.js";

/** Room around the place where data are drawn: the same always, so that nothing moves while it trains. */
export const MARGIN = { left: 56, right: 12, top: 10, bottom: 40 } as const;

export const FONT =
  '12px system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", sans-serif';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface AxisSpec {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  /** Values with a text of their own, where round numbers will not do. */
  readonly labels?: readonly { readonly at: number; readonly text: string }[];
}

/** Where values lie, in CSS pixels. */
export interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export function placeOf({ width, height }: Size, x: AxisSpec, y: AxisSpec): Place {
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  return {
    ...{ left, right, top, bottom },
    x: (value) => left + ((value - x.from) / (x.to - x.from || 1)) * (right - left),
    y: (value) => bottom - ((value - y.from) / (y.to - y.from || 1)) * (bottom - top),
  };
}

/** Both axes with ticks, names and a frame. */
export function drawAxes(
  context: CanvasRenderingContext2D,
  palette: Palette,
  place: Place,
  x: AxisSpec,
  y: AxisSpec,
): void {
  const { left, right, top, bottom } = place;
  context.font = FONT;
  context.fillStyle = palette.quiet;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1);
  context.textAlign = "center";
  context.textBaseline = "top";
  const labels = labelsOf(x, (right - left) / 70);
  for (const { at, text: whole } of labels) {
    const across = place.x(at);
    const text = fitting(context, whole, (right - left) / labels.length);
    stroke(context, [across, bottom], [across, bottom + 4]);
    context.fillText(
      text,
      Math.min(across, right + MARGIN.right - context.measureText(text).width / 2),
      bottom + 6,
    );
  }
  context.fillText(fitting(context, x.name, right - left), (left + right) / 2, bottom + 23);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { at, text } of labelsOf(y, (bottom - top) / 34)) {
    const along = place.y(at);
    stroke(context, [left - 4, along], [left, along]);
    context.fillText(text, left - 6, Math.min(Math.max(along, top + 4), bottom - 2));
  }
  nameBesides(context, fitting(context, y.name, bottom - top), (top + bottom) / 2);
}

function nameBesides(context: CanvasRenderingContext2D, name: string, middle: number): void {
  context.save();
  context.translate(1, middle);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.fillText(name, 0, 0);
  context.restore();
}

function labelsOf({ from, to, labels }: AxisSpec, about: number): readonly { at: number; text: string }[] {
  if (labels) return labels;
  const { values, step } = ticksBetween(from, to, about);
  return values.map((at) => ({ at, text: tick(at, step) }));
}

/** A text, or as much of it as has room. */
export function fitting(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 0 && context.measureText(`${text.slice(0, end)}…`).width > room) end--;
  return `${text.slice(0, end)}…`;
}

export function stroke(
  context: CanvasRenderingContext2D,
  ...points: readonly (readonly [number, number])[]
): void {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
}

/** A line through values, each at its `xs`, or at its number where there are none; it is broken where one is no number. */
export function strokeValues(
  context: CanvasRenderingContext2D,
  { x, y }: Place,
  values: ArrayLike<number>,
  xs?: ArrayLike<number>,
): void {
  context.lineJoin = "round";
  context.beginPath();
  let isDown = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const across = x(xs ? xs[i] : i);
    if (!Number.isFinite(value)) isDown = false;
    else if (isDown) context.lineTo(across, y(value));
    else {
      context.moveTo(across, y(value));
      isDown = true;
    }
  }
  context.stroke();
}

/** Draws inside the frame alone. */
export function clipped(
  context: CanvasRenderingContext2D,
  { left, right, top, bottom }: Place,
  draw: () => void,
): void {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  draw();
  context.restore();
}
