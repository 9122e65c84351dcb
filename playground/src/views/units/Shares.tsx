import { measured } from "../../i18n/numbers.js";
import { t } from "../../i18n/texts.js";
import { extent } from "../../results/describe.js";
import { about } from "../../state.js";
import type { UnitsPicture } from "../../trainer/messages.js";
import { Canvas, type Draw } from "../drawing/Canvas.js";
import { LineKey } from "../drawing/Legend.js";
import { type AxisSpec, clipped, drawAxes, placeOf, strokeValues } from "../drawing/plot.js";

/** What each unit of the last hidden layer adds to the output, and what they add up to. */
export function Shares({ picture }: { picture: UnitsPicture }) {
  const { units: texts, output } = t().results;
  const { constant = 0, scale } = picture;
  const text = scale === "logit" ? texts.sharesLogit : texts.sharesSum;
  const { columns = [""], target = "" } = about.value ?? {};
  const total = totalOf(picture);
  const said = text(measured(constant));
  return (
    <div>
      <h4>{texts.shares}</h4>
      <div class="picture beside">
        <div class="frame shares">
          <Canvas
            draw={drawing(picture, total, columns[0], scale === "logit" ? texts.logit : target)}
            label={said}
          />
        </div>
        <div>
          <p class="legend">
            <span>
              <LineKey colour="accent" width={3} /> {output.network}
            </span>
            <span>
              <LineKey colour="quiet" width={1.25} /> {texts.unit}
            </span>
          </p>
          <p class="note numbers">{said}</p>
        </div>
      </div>
    </div>
  );
}

function totalOf({ shares = [], constant = 0, xs = new Float64Array() }: UnitsPicture): Float64Array {
  return xs.map((_, i) => shares.reduce((sum, share) => sum + share[i], constant));
}

function drawing(
  { xs = new Float64Array(), shares = [] }: UnitsPicture,
  total: Float64Array,
  xName: string,
  yName: string,
): Draw {
  const x: AxisSpec = { from: xs[0], to: xs[xs.length - 1], name: xName };
  const ends = [...shares.map(extent), extent(total), [0, 0]];
  const [least, most] = [Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))];
  const margin = 0.06 * (most - least || 1);
  const y: AxisSpec = { from: least - margin, to: most + margin, name: yName };
  return (context, size, palette) => {
    const place = placeOf(size, x, y);
    drawAxes(context, palette, place, x, y);
    clipped(context, place, () => {
      context.strokeStyle = palette.quiet;
      context.lineWidth = 1.25;
      context.globalAlpha = shares.length > 12 ? 0.55 : 0.85;
      for (const share of shares) strokeValues(context, place, share, xs);
      context.globalAlpha = 1;
      context.strokeStyle = palette.accent;
      context.lineWidth = 3;
      strokeValues(context, place, total, xs);
    });
  };
}
