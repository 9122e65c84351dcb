import { measured, whole } from "../../i18n/numbers.js";
import { t } from "../../i18n/texts.js";
import type { UnitsPicture } from "../../trainer/messages.js";
import { Canvas, type Draw } from "../drawing/Canvas.js";
import { type ColourScale, diverging } from "../drawing/colour-scale.js";
import { imageOf } from "../drawing/heat.js";
import { Ramp } from "../drawing/Legend.js";
import { palette } from "../drawing/palette.js";
import { type AxisSpec, drawAxes, MARGIN, placeOf } from "../drawing/plot.js";
import { ticksBetween } from "../drawing/ticks.js";

/** Inputs that are named as those with the largest weights. */
const NAMED = 5;
/** Columns that have room for their names. */
const NAMED_COLUMNS = 10;

/** The weights of the first layer as a field of colours: a row a unit, a column an input. */
export function Weights({ picture }: { picture: UnitsPicture }) {
  const texts = t().results.units;
  const [rows] = picture.layers;
  const [units] = picture.units;
  const { columns = [], side } = picture;
  const most = Math.max(1e-9, ...rows.flatMap((row) => Array.from(row, Math.abs)));
  const scale = diverging(palette.value, -most, most);
  const strongest = texts.saidWeights(strongestOf(rows, columns).join(", "));
  return (
    <div>
      <h4>
        {texts.weights(whole(units), whole(side))}{" "}
        {rows.length < units && <span class="quiet">{texts.first(whole(rows.length))}</span>}
      </h4>
      <div class="frame weights" style={{ height: `${heightOf(rows.length)}px` }}>
        <Canvas draw={drawing(picture, rows, scale)} label={strongest} />
      </div>
      <p class="legend">
        <Ramp scale={scale} from={measured(-most, 2)} to={measured(most, 2)} />
      </p>
      <p class="note">
        {strongest} {texts.weightsHint}
      </p>
    </div>
  );
}

function heightOf(units: number): number {
  return MARGIN.top + MARGIN.bottom + Math.max(96, 10 * units);
}

/** The inputs whose weights are the largest together, by their squares. */
function strongestOf(rows: readonly Float32Array[], columns: readonly string[]): string[] {
  return columns
    .map((name, c) => ({ name, size: rows.reduce((sum, row) => sum + row[c] ** 2, 0) }))
    .sort((a, b) => b.size - a.size)
    .slice(0, NAMED)
    .map(({ name }) => name);
}

function drawing(
  { side, columns = [] }: UnitsPicture,
  rows: readonly Float32Array[],
  scale: ColourScale,
): Draw {
  const { inputs, unit } = t().results.units;
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [side, rows.length];
  const x: AxisSpec = {
    from: 0,
    to: side,
    name: side <= NAMED_COLUMNS ? inputs : `${inputs}: ${columns[0]} … ${columns[side - 1]}`,
    labels: side <= NAMED_COLUMNS ? named(columns) : middles(side, 8),
  };
  const y: AxisSpec = { from: 0, to: rows.length, name: unit, labels: middles(rows.length, 5) };
  return (context, size, palette) => {
    const image = imageOf(side, rows.length, (k) => scale.at(rows[Math.floor(k / side)][k % side]));
    (sheet.getContext("2d") as CanvasRenderingContext2D).putImageData(image, 0, 0);
    const place = placeOf(size, x, y);
    context.imageSmoothingEnabled = false;
    context.drawImage(sheet, place.left, place.top, place.right - place.left, place.bottom - place.top);
    drawAxes(context, palette, place, x, y);
  };
}

function named(columns: readonly string[]): { at: number; text: string }[] {
  return columns.map((text, c) => ({ at: c + 0.5, text }));
}

/** Counted from 1, each at the middle of its cell. */
function middles(count: number, about: number): { at: number; text: string }[] {
  const { values } = ticksBetween(1, count, Math.min(about, count - 1));
  return values.filter(Number.isInteger).map((value) => ({ at: value - 0.5, text: whole(value) }));
}
