import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { t } from "../../i18n/texts.js";
import type { Births } from "../data/births.js";
import { leastSquares, mseOf } from "../data/line.js";
import { RATES, START, surfaceOf, thousands } from "../data/thousands.js";
import type { DescentResult, Spot } from "../experiments/descent.js";
import { inPowers, written } from "../numbers.js";
import { Choice } from "../parts/Choice.js";
import { Experiment } from "../parts/Experiment.js";
import { Measures } from "../parts/Measures.js";
import { Result } from "../parts/Result.js";
import { RunButton } from "../parts/RunButton.js";
import { Legend } from "../pictures/Legend.js";
import { SurfaceMap } from "../pictures/SurfaceMap.js";
import { useExperiment } from "../use-experiment.js";

/** A loss within so much of the lowest has arrived. */
const ARRIVED = 1.01;

export function DescentStep({ births }: { births: Births }) {
  const texts = t().tour.descent;
  const rate = useSignal("0.05");
  const { days, surface } = useMemo(() => {
    const all = thousands(births);
    return { days: all, surface: surfaceOf(all) };
  }, [births]);
  const best = leastSquares(days);
  const least = mseOf(best, days);
  const { phase, shown, result, message, run, reset } = useExperiment("descent");
  const path: readonly Spot[] = result?.path ?? [{ ...START, loss: mseOf(START, days) }, ...shown];
  const here = path[path.length - 1];
  const label = texts.picture(String(path.length - 1), inPowers(here.w), inPowers(here.b));
  return (
    <Experiment
      picture={
        <>
          <SurfaceMap {...{ surface, path, best, label }} titles={{ x: texts.x, y: texts.y }} />
          <Legend
            items={[
              { look: "data", text: texts.contours },
              { look: "other", text: texts.path },
              { look: "third cross", text: texts.least },
            ]}
          />
        </>
      }
    >
      <Choice
        {...{ legend: texts.rate, name: "tour-rate", value: rate.value }}
        options={RATES.map((value) => ({ value: String(value), text: String(value) }))}
        onChange={(value) => {
          rate.value = value;
          reset();
        }}
      />
      <Measures
        items={[
          { name: texts.step, value: String(path.length - 1) },
          { name: texts.lossNow, value: inPowers(here.loss) },
          { name: texts.lowest, value: written(least, 3) },
        ]}
      />
      <RunButton phase={phase} text={texts.run} onRun={() => run({ learningRate: Number(rate.value) })} />
      <Result {...{ phase, message }}>{result && sentence(result, rate.value, least)}</Result>
    </Experiment>
  );
}

function sentence({ path, diverged }: DescentResult, rate: string, lowest: number): string {
  const { arrived, underWay, diverged: left } = t().tour.descent;
  const { w, b, loss: last } = path[path.length - 1];
  const [loss, least] = [inPowers(last), written(lowest, 3)];
  if (diverged) return left({ rate, loss, first: inPowers(path[0].loss) });
  if (last > ARRIVED * lowest) return underWay({ rate, loss, least });
  return arrived({ rate, loss, least, w: written(w, 3), b: written(b, 3) });
}
