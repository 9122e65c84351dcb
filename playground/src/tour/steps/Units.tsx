import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { t } from "../../i18n/texts.js";
import { type Births, mean } from "../data/births.js";
import { CLOSE_ENOUGH, UNIT_COUNTS, type UnitKind } from "../data/unit-kinds.js";
import { WEEK_NUMBERS, yearCurve } from "../data/year.js";
import type { UnitsFit, UnitsResult } from "../experiments/units.js";
import { written } from "../numbers.js";
import { Choice } from "../parts/Choice.js";
import { Experiment } from "../parts/Experiment.js";
import { Measures } from "../parts/Measures.js";
import { Result } from "../parts/Result.js";
import { RunButton } from "../parts/RunButton.js";
import { Slider } from "../parts/Slider.js";
import { Legend } from "../pictures/Legend.js";
import { Picture } from "../pictures/Picture.js";
import { dotsOf, pathOf } from "../pictures/scale.js";
import { Shares } from "../pictures/Shares.js";
import { YearCurves } from "../pictures/YearCurves.js";
import { useExperiment } from "../use-experiment.js";

export function UnitsStep({ births }: { births: Births }) {
  const texts = t().tour.units;
  const kind = useSignal<UnitKind>("sigmoid");
  const place = useSignal(2);
  const year = useMemo(() => yearCurve(births), [births]);
  const { phase, progress, shown, result, message, run } = useExperiment("units");
  const fits = result?.fits ?? shown;
  const count = UNIT_COUNTS[place.value];
  const chosen = fits.find((fit) => fit.kind === kind.value && fit.units === count);
  const fit = phase === "running" ? progress : chosen;
  const error = fit ? written(fit.error) : "–";
  return (
    <Experiment
      picture={
        <>
          <YearCurves
            label={texts.picture(fit ? texts[fit.kind] : "", fit?.units ?? 0, error)}
            titles={{ x: texts.x, y: texts.y }}
            ratio={0.4}
            births={year}
            curves={fit ? [{ look: "other", xs: WEEK_NUMBERS, ys: curveOf(fit) }] : []}
          />
          <Shares shares={(fit?.shares ?? []).map(aroundMean)} title={texts.shares} />
          <Errors fits={fits} />
        </>
      }
    >
      <RunButton phase={phase} text={texts.run} onRun={() => run({})} />
      <Choice
        {...{ legend: texts.kind, name: "tour-units", value: kind.value, isDisabled: phase !== "done" }}
        options={(["sigmoid", "relu"] as const).map((value) => ({ value, text: texts[value] }))}
        onChange={(value) => (kind.value = value)}
      />
      <Slider
        label={texts.count}
        value={place.value}
        range={[0, UNIT_COUNTS.length - 1]}
        step={1}
        shown={String(fit?.units ?? count)}
        isDisabled={phase !== "done"}
        onInput={(to) => (place.value = to)}
      />
      <Measures items={[{ name: texts.errorNow, value: error }]} />
      <Result {...{ phase, message }}>{result && sentence(result)}</Result>
    </Experiment>
  );
}

const curveOf = ({ constant, shares }: UnitsFit): Float64Array =>
  WEEK_NUMBERS.map((_, i) => shares.reduce((sum, share) => sum + share[i], constant));

/** What a unit adds to the curve, without what the constant could do as well. */
function aroundMean(share: Float64Array): Float64Array {
  const middle = mean(share);
  return share.map((value) => value - middle);
}

function sentence({ fits, needed: { sigmoid, relu } }: UnitsResult): string {
  const { done, none } = t().tour.units;
  if (sigmoid === undefined || relu === undefined) return none;
  const error = (kind: UnitKind, units: number): string =>
    written(fits.find((fit) => fit.kind === kind && fit.units === units)?.error ?? NaN);
  return done({
    ...{ sigmoid: String(sigmoid), sigmoidError: error("sigmoid", sigmoid) },
    ...{ relu: String(relu), reluError: error("relu", relu) },
  });
}

/** The error over the number of units. */
function Errors({ fits }: { fits: readonly UnitsFit[] }) {
  const texts = t().tour.units;
  return (
    <>
      <Picture
        label={texts.errorPicture}
        ratio={0.3}
        x={{ range: [0.5, 8.5], title: texts.unitsX, at: UNIT_COUNTS }}
        y={{ range: [100, 300], title: texts.errorY, at: [100, 200, 300] }}
      >
        {({ x, y }) => (
          <>
            <path class="line thin dashed third" d={`M${x(0.5)} ${y(CLOSE_ENOUGH)}H${x(8.5)}`} />
            {(["sigmoid", "relu"] as const).map((kind) => {
              const own = fits.filter((fit) => fit.kind === kind);
              const [xs, ys] = [own.map(({ units }) => units), own.map(({ error }) => error)];
              const look = kind === "sigmoid" ? "fit" : "other";
              return (
                <g key={kind}>
                  <path class={`line ${look}`} d={pathOf(xs, ys, x, y)} />
                  <path class={`dots big ${look}`} d={dotsOf(xs, ys, x, y)} />
                </g>
              );
            })}
          </>
        )}
      </Picture>
      <Legend
        items={[
          { look: "fit", text: texts.sigmoid },
          { look: "other", text: texts.relu },
          { look: "third dashed", text: texts.enough },
        ]}
      />
    </>
  );
}
