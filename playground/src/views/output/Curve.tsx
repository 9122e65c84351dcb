import { t } from "../../i18n/texts.js";
import { extent } from "../../results/describe.js";
import type { About, CurvePicture } from "../../trainer/messages.js";
import { Canvas, type Draw } from "../drawing/Canvas.js";
import { ClassKeys, LineKey, SeenKeys } from "../drawing/Legend.js";
import { colourOfClass, drawMarker } from "../drawing/markers.js";
import { type AxisSpec, clipped, drawAxes, placeOf, strokeValues } from "../drawing/plot.js";

/** One input: the network's curve through the rows' points; of classes, how likely they are. */
export function Curve({ picture, about, label }: { picture: CurvePicture; about: About; label: string }) {
  const texts = t().results.output;
  const { classes, columns, target } = about;
  const name = !classes
    ? target
    : classes.length === 2
      ? texts.probability(classes[1])
      : texts.eachProbability;
  const { points } = picture;
  return (
    <>
      <div class="frame">
        <Canvas draw={drawing(picture, columns[0], name)} label={label} />
      </div>
      <p class="legend">
        {!picture.byClass && (
          <span>
            <LineKey colour="accent" /> {texts.network}
          </span>
        )}
        {classes && <ClassKeys classes={classes} />}
        <SeenKeys hasUnseen={points.firstUnseen < points.xs.length} />
      </p>
    </>
  );
}

function drawing({ xs, ys, points, byClass }: CurvePicture, xName: string, yName: string): Draw {
  const isClasses = points.classes !== undefined;
  const x: AxisSpec = { from: xs[0], to: xs[xs.length - 1], name: xName };
  const [least, most] = extent(points.ys);
  const margin = 0.12 * (most - least || 1);
  // By the rows, not by the curve: the axis stands still while it trains.
  const y: AxisSpec = isClasses
    ? { from: -0.08, to: 1.08, name: yName }
    : { from: least - margin, to: most + margin, name: yName };
  return (context, size, palette) => {
    const place = placeOf(size, x, y);
    drawAxes(context, palette, place, x, y);
    clipped(context, place, () => {
      for (let i = 0; i < points.xs.length; i++) {
        const label = points.classes?.[i] ?? 0;
        // Of several classes, each row lies where its own class would be certain.
        const height = byClass ? 1 : points.ys[i];
        const [px, py] = [place.x(points.xs[i]), place.y(height)];
        const colour = isClasses ? colourOfClass(palette, label) : palette.quiet;
        drawMarker(context, palette, {
          label,
          x: px,
          y: py,
          r: 3,
          colour,
          isUnseen: i >= points.firstUnseen,
        });
      }
      context.lineWidth = 2.5;
      (byClass ?? [ys]).forEach((values, label) => {
        context.strokeStyle = byClass ? colourOfClass(palette, label) : palette.accent;
        strokeValues(context, place, values, xs);
      });
    });
  };
}
