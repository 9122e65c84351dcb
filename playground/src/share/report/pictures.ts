import type { Losses } from "../../state.js";
import type { OutputPicture, Points } from "../../trainer/messages.js";
import { extentOf, pathOf, plot, PLOT, plotScales, type Scale, scaleOf, escaped } from "./svg.js";

type Format = (value: number) => string;

/** Training and validation loss by epoch. */
export function lossPicture(title: string, { epochs, train, validation }: Losses, format: Format): string {
  const { x, y } = plotScales(extentOf(epochs), extentOf(train, validation));
  const whole = Object.assign((epoch: number) => x(epoch), { ticks: x.ticks.filter(Number.isInteger) });
  const lines =
    `<path class="line train" d="${pathOf(epochs, train, x, y)}"/>` +
    `<path class="line validation" d="${pathOf(epochs, validation, x, y)}"/>`;
  return plot(title, whole, y, format, lines);
}

/** What the network says, beside what is so. */
export function outputPicture(title: string, picture: OutputPicture, format: Format): string {
  switch (picture.shape) {
    case "curve":
      return curve(title, picture, format);
    case "plane":
      return plane(title, picture);
    case "series":
      return series(title, picture, format);
    case "table":
      return table(title, picture, format);
  }
}

type Of<Shape extends OutputPicture["shape"]> = Extract<OutputPicture, { shape: Shape }>;

function curve(title: string, { xs, ys, points }: Of<"curve">, format: Format): string {
  const { x, y } = plotScales(extentOf(xs, points.xs), extentOf(ys, points.ys));
  return plot(
    title,
    x,
    y,
    format,
    `${dots(points, x, y)}<path class="line output" d="${pathOf(xs, ys, x, y)}"/>`,
  );
}

function dots({ xs, ys, classes, firstUnseen }: Points, x: Scale, y: Scale): string {
  const one = (i: number): string => {
    const look = classes ? `class-${classes[i] % 2}` : i < firstUnseen ? "train" : "validation";
    return `<circle class="${look}" cx="${x(xs[i]).toFixed(1)}" cy="${y(ys[i]).toFixed(1)}" r="2.5"/>`;
  };
  return Array.from(xs, (_, i) => one(i)).join("");
}

const SIDE = 360;
/** Shades between the two colours: neighbours of the same shade are one rectangle. */
const SHADES = 24;

function plane(title: string, { side, values, bounds, points }: Of<"plane">): string {
  const [x, y] = [scaleOf(bounds.x, 0, SIDE), scaleOf(bounds.y, SIDE, 0)];
  const most = Math.max(1, ...values);
  const cell = SIDE / side;
  const rectangles: string[] = [];
  for (let row = 0; row < side; row++) {
    const shades = Array.from({ length: side }, (_, i) =>
      Math.round((SHADES * values[row * side + i]) / most),
    );
    for (let from = 0; from < side;) {
      let to = from + 1;
      while (to < side && shades[to] === shades[from]) to++;
      const top = SIDE - (row + 1) * cell;
      rectangles.push(
        `<rect x="${from * cell}" y="${top}" width="${(to - from) * cell}" height="${cell}" fill="${shade(shades[from] / SHADES)}"/>`,
      );
      from = to;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" class="plane" viewBox="0 0 ${SIDE} ${SIDE}" role="img" aria-label="${escaped(title)}"><g shape-rendering="crispEdges">${rectangles.join("")}</g>${dots(points, x, y)}</svg>`;
}

/** From blue over white to orange: the two classes' colours, paler. */
function shade(share: number): string {
  const end = share < 0.5 ? [150, 196, 228] : [245, 190, 140];
  const weight = Math.abs(2 * share - 1);
  const channels = end.map((channel) => Math.round(255 + (channel - 255) * weight));
  return `rgb(${channels.join(" ")})`;
}

function series(title: string, { actual, predicted, from }: Of<"series">, format: Format): string {
  const steps = Array.from(actual, (_, i) => i);
  const { x, y } = plotScales(extentOf(steps), extentOf(actual, predicted));
  const { top, bottom, height } = PLOT;
  const border = `<line class="border" x1="${x(from)}" x2="${x(from)}" y1="${top}" y2="${height - bottom}"/>`;
  const lines = `<path class="line actual" d="${pathOf(steps, actual, x, y)}"/><path class="line output" d="${pathOf(steps, predicted, x, y)}"/>`;
  return plot(title, x, y, format, border + lines);
}

function table(title: string, { actual, predicted }: Of<"table">, format: Format): string {
  const { x, y } = plotScales(extentOf(actual), extentOf(predicted));
  const inside = Array.from(
    actual,
    (value, i) =>
      `<circle class="train" cx="${x(value).toFixed(1)}" cy="${y(predicted[i]).toFixed(1)}" r="2.5"/>`,
  );
  return plot(title, x, y, format, inside.join(""));
}
