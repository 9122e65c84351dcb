import { whole } from "../../i18n/numbers.js";
import { t } from "../../i18n/texts.js";
import { extent } from "../../results/describe.js";
import type { About, SeriesPicture } from "../../trainer/messages.js";
import { Canvas, type Draw } from "../drawing/Canvas.js";
import { LineKey } from "../drawing/Legend.js";
import type { Palette } from "../drawing/palette.js";
import {
  type AxisSpec,
  clipped,
  drawAxes,
  fitting,
  FONT,
  type Place,
  placeOf,
  stroke,
  strokeValues,
} from "../drawing/plot.js";
import { ticksBetween } from "../drawing/ticks.js";

/** A series: what came and what was predicted, around the border of what the network was trained on. */
export function Series({ picture, about, label }: { picture: SeriesPicture; about: About; label: string }) {
  const texts = t().results.output;
  return (
    <>
      <div class="frame">
        <Canvas draw={drawing(picture, about.target)} label={label} />
      </div>
      <p class="legend">
        <span>
          <LineKey colour="quiet" width={1.5} /> {texts.actual}
        </span>
        <span>
          <LineKey colour="orange" width={2.5} /> {texts.predicted}
        </span>
      </p>
      {picture.testFrom !== undefined && <p class="note">{texts.testLater}</p>}
    </>
  );
}

function drawing({ actual, predicted, from, testFrom, first }: SeriesPicture, target: string): Draw {
  const texts = t().results.output;
  const last = actual.length - 1;
  const { values } = ticksBetween(first, first + last, 5);
  const labels = values.map((row) => ({ at: row - first, text: whole(row) }));
  const x: AxisSpec = { from: 0, to: last, name: texts.row, labels };
  // By what came, not by what is predicted: the axis stands still while it trains.
  const [least, most] = extent(actual);
  const margin = 0.1 * (most - least || 1);
  const y: AxisSpec = { from: least - margin, to: most + 1.6 * margin, name: target };
  return (context, size, palette) => {
    const place = placeOf(size, x, y);
    drawBorder(context, palette, place, from, last, texts.border, 14);
    if (testFrom !== undefined) drawBorder(context, palette, place, testFrom, last, texts.testBorder, 30);
    drawAxes(context, palette, place, x, y);
    clipped(context, place, () => {
      context.strokeStyle = palette.quiet;
      context.lineWidth = 1.25;
      strokeValues(context, place, actual);
      context.strokeStyle = palette.orange;
      context.lineWidth = 2;
      strokeValues(context, place, predicted);
    });
  };
}

/** The ground is another from here on. */
function drawBorder(
  context: CanvasRenderingContext2D,
  palette: Palette,
  place: Place,
  from: number,
  last: number,
  name: string,
  down: number,
): void {
  if (from <= 0 || from > last) return;
  const at = place.x(from - 0.5);
  context.fillStyle = palette.sunken;
  context.fillRect(at, place.top, place.right - at, place.bottom - place.top);
  context.strokeStyle = palette.quiet;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  stroke(context, [at, place.top], [at, place.bottom]);
  context.setLineDash([]);
  context.fillStyle = palette.text;
  context.font = FONT;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(fitting(context, name, place.right - at - 8), at + 5, place.top + down);
}
