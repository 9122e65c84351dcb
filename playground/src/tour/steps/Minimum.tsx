import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { t } from "../../i18n/texts.js";
import type { Births } from "../data/births.js";
import { asBirths, birthsAt, FLAT, type Hill, hill, hillAt, hillLoss } from "../data/hill.js";
import { yearCurve } from "../data/year.js";
import type { Walk } from "../experiments/minimum.js";

import { written } from "../numbers.js";
import { Experiment } from "../parts/Experiment.js";
import { Measures } from "../parts/Measures.js";
import { Result } from "../parts/Result.js";
import { RunButton } from "../parts/RunButton.js";
import { Slider } from "../parts/Slider.js";
import { Clipped } from "../pictures/Clipped.js";
import { Legend } from "../pictures/Legend.js";
import { Picture } from "../pictures/Picture.js";
import { pathOf } from "../pictures/scale.js";
import { YearCurves } from "../pictures/YearCurves.js";
import { useExperiment } from "../use-experiment.js";

const WS = Float64Array.from({ length: 161 }, (_, i) => -6 + (12 * i) / 160);

/** w of the ball that starts on the right, and of the other. */
interface Balls {
  readonly right: number;
  readonly left: number;
}

export function MinimumStep({ births }: { births: Births }) {
  const texts = t().tour.minimum;
  const start = useSignal(5);
  const points = useMemo(() => hill(yearCurve(births)), [births]);
  const { phase, shown, result, message, run, reset } = useExperiment("minimum");
  const balls = ballsOf(start.value, shown, result);
  const [left, right] = [written(balls.left, 2), written(balls.right, 2)];
  const errorOf = (w: number): number => asBirths(hillLoss(w, points));
  return (
    <Experiment
      picture={
        <>
          <YearCurves
            label={texts.picture(left, right)}
            titles={{ x: texts.x, y: texts.y }}
            ratio={0.45}
            weeks={points.weeks}
            births={points.ys.map(birthsAt)}
            x={[20, 53]}
            y={[11_900, 13_900]}
            curves={[
              { look: "other", xs: points.weeks, ys: points.xs.map((x) => hillAt(balls.left, x)) },
              { look: "fit", xs: points.weeks, ys: points.xs.map((x) => hillAt(balls.right, x)) },
            ]}
          />
          <LossCurve points={points} balls={balls} label={texts.lossPicture(left, right)} />
          <Legend
            items={[
              { look: "data dot", text: t().tour.data },
              { look: "other dot", text: texts.left },
              { look: "fit dot", text: texts.right },
            ]}
          />
        </>
      }
    >
      <Slider
        label={texts.start}
        value={start.value}
        range={[0.5, 5.5]}
        step={0.5}
        shown={written(start.value, 1)}
        onInput={(to) => {
          start.value = to;
          reset();
        }}
      />
      <Measures
        items={[
          { name: texts.leftNow, value: left },
          { name: texts.leftError, value: written(errorOf(balls.left)) },
          { name: texts.rightNow, value: right },
          { name: texts.rightError, value: written(errorOf(balls.right)) },
        ]}
      />
      <RunButton phase={phase} text={texts.run} onRun={() => run({ starts: [start.value, -start.value] })} />
      <Result {...{ phase, message }}>{result && sentence(result)}</Result>
    </Experiment>
  );
}

function ballsOf(
  start: number,
  shown: readonly { readonly walk: number; readonly w: number }[],
  result?: readonly Walk[],
): Balls {
  if (result) return { right: result[0].w, left: result[1].w };
  const last = (walk: number): number | undefined => shown.filter((step) => step.walk === walk).at(-1)?.w;
  return { right: last(0) ?? start, left: last(1) ?? -start };
}

function sentence(walks: readonly Walk[]): string {
  const { done, same } = t().tour.minimum;
  const [low, high] = [...walks].sort((a, b) => a.loss - b.loss);
  const error = ({ loss }: Walk): string => written(asBirths(loss));
  if (Math.abs(high.w - low.w) < 0.1) return same({ w: written(low.w, 2), error: error(low) });
  return done({
    ...{ low: written(low.w, 2), lowError: error(low), high: written(high.w, 2), highError: error(high) },
    slope: written(FLAT, 5),
  });
}

function LossCurve({ points, balls, label }: { points: Hill; balls: Balls; label: string }) {
  const texts = t().tour.minimum;
  const loss = (w: number): number => asBirths(hillLoss(w, points));
  const losses = useMemo(() => WS.map(loss), [points]);
  return (
    <Picture
      {...{ label, ratio: 0.45 }}
      x={{ range: [-6.3, 6.3], title: texts.lossX }}
      y={{ range: [380, 720], title: texts.lossY }}
    >
      {(place) => (
        <Clipped place={place}>
          <path class="line data" d={pathOf(WS, losses, place.x, place.y)} />
          <circle class="ball other" r={8} cx={place.x(balls.left)} cy={place.y(loss(balls.left))} />
          <circle class="ball fit" r={8} cx={place.x(balls.right)} cy={place.y(loss(balls.right))} />
        </Clipped>
      )}
    </Picture>
  );
}
