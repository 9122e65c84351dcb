import { useEffect } from "preact/hooks";
import { measured, percent, whole } from "../i18n/numbers.js";
import { t } from "../i18n/texts.js";
import { contour, levelsOf, type Piece } from "../results/contours.js";
import { heightAt } from "../results/surface-facts.js";
import { keepShown } from "../shown.js";
import { picture as state } from "../state.js";
import type { SurfacePicture as Picture } from "../trainer/messages.js";
import { Canvas, type Draw } from "./drawing/Canvas.js";
import { imageOf } from "./drawing/heat.js";
import { LineKey } from "./drawing/Legend.js";
import { mix, type Palette, rgbOf } from "./drawing/palette.js";
import "./drawing/Picture.css";
import { type AxisSpec, clipped, drawAxes, fitting, type Place, placeOf } from "./drawing/plot.js";

/** The loss over a plane of the parameters, and the path that training has walked on it. */
export function SurfacePicture() {
  useEffect(() => keepShown("surface"), []);
  const picture = state.surface.value;
  const texts = t().results.surface;
  if (!picture) return <p class="note waiting">{texts.waiting}</p>;
  return (
    <div class="picture beside">
      <div class="frame">
        <Canvas draw={drawing(picture)} label={said(picture)} />
      </div>
      <div>
        <p class="legend">
          <span>
            <LineKey colour="orange" /> {texts.path}
          </span>
          <span>{texts.lines}</span>
        </p>
        <p class="note numbers">
          {picture.explained ? texts.plane(percent(sum(picture.explained), 0)) : texts.parameters}{" "}
          {texts.rows(whole(picture.rows))} {texts.seldom}
        </p>
      </div>
    </div>
  );
}

function sum([first, second]: readonly [number, number]): number {
  return first + second;
}

function said(picture: Picture): string {
  const { path, loss, here } = picture;
  const least = Math.min(
    ...loss.map((row) => row.reduce((least, value) => Math.min(least, value), Infinity)),
  );
  return t().results.surface.said(
    measured(heightAt(picture, path[0]), 3),
    measured(here, 3),
    measured(least, 3),
  );
}

/** Lines of equal loss. */
const LINES = 14;

function drawing(picture: Picture): Draw {
  const { xs, ys, loss, path, explained } = picture;
  const texts = t().results.surface;
  const x: AxisSpec = {
    from: xs[0],
    to: xs[xs.length - 1],
    name: explained ? texts.first(percent(explained[0], 0)) : texts.weight,
  };
  const y: AxisSpec = {
    from: ys[0],
    to: ys[ys.length - 1],
    name: explained ? texts.second(percent(explained[1], 0)) : texts.bias,
  };
  const levels = levelsOf(loss, LINES);
  const lines = levels.map((level) => contour(loss, level));
  return (context, size, palette) => {
    const place = placeOf(size, x, y);
    clipped(context, place, () => {
      drawGround(context, palette, place, picture, levels);
      context.strokeStyle = palette.quiet;
      context.globalAlpha = 0.45;
      context.lineWidth = 1;
      for (const line of lines) strokePieces(context, place, line, picture);
      context.globalAlpha = 1;
      drawPath(context, palette, place, path);
    });
    drawAxes(context, palette, place, x, y);
    drawEnds(context, palette, place, path);
  };
}

/** The lower the darker; by rank, so that a steep rim does not make all the rest one colour. */
function drawGround(
  context: CanvasRenderingContext2D,
  palette: Palette,
  { left, right, top, bottom }: Place,
  { loss }: Picture,
  levels: readonly number[],
): void {
  const width = loss[0].length;
  const [ground, low] = [rgbOf(palette.surface), rgbOf(palette.blue)];
  const image = imageOf(width, loss.length, (k) => {
    const value = loss[Math.floor(k / width)][k % width];
    return mix(ground, low, 0.6 * (1 - rankOf(value, levels)));
  });
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [width, loss.length];
  (sheet.getContext("2d") as CanvasRenderingContext2D).putImageData(image, 0, 0);
  // The grid's values are at its lines, and half a cell beyond the outer ones is drawn.
  const [w, h] = [(right - left) / (width - 1), (bottom - top) / (loss.length - 1)];
  context.drawImage(sheet, left - w / 2, top - h / 2, width * w, loss.length * h);
}

/** From 0 below all levels to 1 above all; in between by how far it is from one to the next. */
function rankOf(value: number, levels: readonly number[]): number {
  const above = levels.findIndex((level) => level > value);
  if (above < 0) return 1;
  if (above === 0) return 0;
  const share = (value - levels[above - 1]) / (levels[above] - levels[above - 1]);
  return (above - 1 + share) / Math.max(1, levels.length - 1);
}

function strokePieces(
  context: CanvasRenderingContext2D,
  place: Place,
  pieces: readonly Piece[],
  { xs, ys }: Picture,
): void {
  const [dx, dy] = [xs[1] - xs[0], ys[1] - ys[0]];
  context.beginPath();
  for (const [x1, y1, x2, y2] of pieces) {
    context.moveTo(place.x(xs[0] + x1 * dx), place.y(ys[0] + y1 * dy));
    context.lineTo(place.x(xs[0] + x2 * dx), place.y(ys[0] + y2 * dy));
  }
  context.stroke();
}

/** Not back to the weights of the best epoch: that is no step that was walked. */
function drawPath(
  context: CanvasRenderingContext2D,
  palette: Palette,
  place: Place,
  path: Picture["path"],
): void {
  const walked = path.filter(({ epoch }, i) => i === 0 || epoch >= path[i - 1].epoch);
  for (const [colour, width] of [
    [palette.surface, 5],
    [palette.orange, 2.5],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.beginPath();
    for (const { x, y } of walked) context.lineTo(place.x(x), place.y(y));
    context.stroke();
  }
}

function drawEnds(
  context: CanvasRenderingContext2D,
  palette: Palette,
  place: Place,
  path: Picture["path"],
): void {
  const { start, now } = t().results.surface;
  const ends = [
    { ...path[0], name: start, fill: palette.surface },
    { ...path[path.length - 1], name: now, fill: palette.orange },
  ];
  for (const { x, y, name, fill } of ends) {
    const [px, py] = [place.x(x), place.y(y)];
    context.beginPath();
    context.arc(px, py, 5.5, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.strokeStyle = palette.text;
    context.lineWidth = 1.75;
    context.fill();
    context.stroke();
    const isLeft = px < (place.left + place.right) / 2;
    context.textAlign = isLeft ? "left" : "right";
    context.textBaseline = "middle";
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = palette.surface;
    const text = fitting(context, name, 120);
    const at = px + (isLeft ? 10 : -10);
    context.strokeText(text, at, py);
    context.fillStyle = palette.text;
    context.fillText(text, at, py);
  }
}
