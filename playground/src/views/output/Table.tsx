import { whole } from "../../i18n/numbers.js";
import { t } from "../../i18n/texts.js";
import { extent } from "../../results/describe.js";
import type { About, TablePicture } from "../../trainer/messages.js";
import { Canvas, type Draw } from "../drawing/Canvas.js";
import { ClassKeys, LineKey, MarkerKey } from "../drawing/Legend.js";
import { colourOfClass } from "../drawing/markers.js";
import { type AxisSpec, clipped, drawAxes, placeOf, stroke } from "../drawing/plot.js";
import { Confusion } from "./Confusion.js";

interface Props {
  readonly picture: TablePicture;
  readonly about: About;
  readonly label: string;
}

/** Rows of a table: numbers as points, two classes as histograms of the probability, more as a table of counts. */
export function Table({ picture, about, label }: Props) {
  const { output: texts, parts } = t().results;
  return (
    <>
      {picture.histogram ? (
        <Histogram picture={picture} about={about} label={label} />
      ) : picture.confusion ? (
        <Confusion counts={picture.confusion} classes={about.classes ?? []} label={label} />
      ) : (
        <Scatter picture={picture} about={about} label={label} />
      )}
      <p class="note numbers">{texts.drawnOf(whole(picture.rows), parts[picture.part])}</p>
    </>
  );
}

function Scatter({ picture, about, label }: Props) {
  const texts = t().results.output;
  return (
    <>
      <div class="frame">
        <Canvas draw={scatter(picture, about.target)} label={label} />
      </div>
      <p class="legend">
        <span>
          <MarkerKey label={0} colour="var(--blue)" /> {texts.predicted}
        </span>
        <span>
          <LineKey colour="quiet" dash="4 3" width={1.5} /> {texts.perfect}
        </span>
      </p>
    </>
  );
}

function scatter({ actual, predicted }: TablePicture, target: string): Draw {
  const texts = t().results.output;
  const [least, most] = extent(actual);
  const margin = 0.08 * (most - least || 1);
  const range = { from: least - margin, to: most + margin };
  const x: AxisSpec = { ...range, name: `${target}: ${texts.actual}` };
  const y: AxisSpec = { ...range, name: `${target}: ${texts.predicted}` };
  return (context, size, palette) => {
    const place = placeOf(size, x, y);
    drawAxes(context, palette, place, x, y);
    clipped(context, place, () => {
      context.strokeStyle = palette.quiet;
      context.lineWidth = 1.5;
      context.setLineDash([4, 3]);
      stroke(context, [place.left, place.bottom], [place.right, place.top]);
      context.setLineDash([]);
      context.fillStyle = palette.blue;
      context.globalAlpha = 0.6;
      for (let i = 0; i < actual.length; i++) {
        // What lies beyond the axis is shown at its end.
        const height = Math.min(Math.max(predicted[i], range.from), range.to);
        context.beginPath();
        context.arc(place.x(actual[i]), place.y(height), 2.75, 0, 2 * Math.PI);
        context.fill();
      }
    });
  };
}

function Histogram({ picture, about, label }: Props) {
  const classes = about.classes ?? [];
  return (
    <>
      <div class="frame">
        <Canvas draw={histogram(picture.histogram ?? [], classes)} label={label} />
      </div>
      <p class="legend">
        <ClassKeys classes={classes} />
      </p>
    </>
  );
}

/** The rows of the second class upwards, those of the first downwards, over the probability that they are given. */
function histogram(counts: readonly Float64Array[], classes: readonly string[]): Draw {
  const texts = t().results.output;
  const most = Math.max(1, ...counts.flatMap((bins) => [...bins]));
  // Round, so that the axis seldom moves.
  const top = 2 ** (2 * Math.ceil(Math.log2(most) / 2));
  // Most rows are certain: by their square root the others are seen as well.
  const height = (count: number): number => Math.sign(count) * Math.sqrt(Math.abs(count));
  const x: AxisSpec = { from: 0, to: 1, name: texts.probability(classes[1]) };
  const labels = [-top, -top / 4, 0, top / 4, top].map((at) => ({
    at: height(at),
    text: whole(Math.abs(at)),
  }));
  const end = 1.12 * height(top);
  const y: AxisSpec = { from: -end, to: end, name: texts.count, labels };
  return (context, size, palette) => {
    const place = placeOf(size, x, y);
    drawAxes(context, palette, place, x, y);
    counts.forEach((bins, label) => {
      context.fillStyle = colourOfClass(palette, label);
      bins.forEach((count, k) => {
        const [left, right] = [place.x(k / bins.length) + 1, place.x((k + 1) / bins.length) - 1];
        const end = place.y(height(label === 1 ? count : -count));
        const zero = place.y(0);
        context.fillRect(left, Math.min(end, zero), right - left, Math.abs(end - zero));
      });
    });
    context.strokeStyle = palette.quiet;
    context.lineWidth = 1;
    stroke(context, [place.left, place.y(0)], [place.right, place.y(0)]);
    context.setLineDash([4, 3]);
    stroke(context, [place.x(0.5), place.top], [place.x(0.5), place.bottom]);
    context.setLineDash([]);
    context.fillStyle = palette.text;
    context.textAlign = "left";
    context.textBaseline = "top";
    context.fillText(texts.actualClass(classes[1]), place.left + 6, place.top + 6);
    context.textBaseline = "bottom";
    context.fillText(texts.actualClass(classes[0]), place.left + 6, place.bottom - 6);
  };
}
