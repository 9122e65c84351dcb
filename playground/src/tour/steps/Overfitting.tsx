import { useSignal } from "@preact/signals";
import { t } from "../../i18n/texts.js";
import { type Beginning, VALIDATED } from "../data/beginnings.js";
import { type Births, errorOfCopy } from "../data/births.js";
import type { Losses } from "../experiments/overfitting.js";
import { written } from "../numbers.js";
import { Choice } from "../parts/Choice.js";
import { Experiment } from "../parts/Experiment.js";
import { Measures } from "../parts/Measures.js";
import { Result } from "../parts/Result.js";
import { RunButton } from "../parts/RunButton.js";
import { Clipped } from "../pictures/Clipped.js";
import { Legend } from "../pictures/Legend.js";
import { Picture } from "../pictures/Picture.js";
import { pathOf } from "../pictures/scale.js";
import { useExperiment } from "../use-experiment.js";

const EPOCHS = 300;
const HIGHEST = 1000;

export function OverfittingStep({ births }: { births: Births }) {
  const texts = t().tour.overfitting;
  const beginning = useSignal<Beginning>("few");
  const { phase, progress, result, message, run, reset } = useExperiment("overfitting");
  const losses = result?.losses ?? progress ?? [];
  const here = losses.at(-1);
  const naive = errorOfCopy(births, VALIDATED, 7);
  const [train, validation] = [here?.train, here?.validation].map((value) =>
    value === undefined ? "–" : written(value),
  );
  return (
    <Experiment
      picture={
        <>
          <Curves
            {...{ losses, naive, best: result?.best }}
            label={texts.picture(String(here?.epoch ?? 0), train, validation, written(naive))}
          />
          <Legend
            items={[
              { look: "fit", text: texts.train },
              { look: "other", text: texts.validation },
              { look: "data dashed", text: texts.naive },
            ]}
          />
        </>
      }
    >
      <Choice
        {...{ legend: texts.choose, name: "tour-days", value: beginning.value }}
        options={(["few", "year", "many"] as const).map((value) => ({ value, text: texts[value] }))}
        onChange={(value) => {
          beginning.value = value;
          reset();
        }}
      />
      <Measures
        items={[
          { name: texts.epoch, value: String(here?.epoch ?? 0) },
          { name: texts.trainNow, value: train },
          { name: texts.validationNow, value: validation },
        ]}
      />
      <RunButton phase={phase} text={texts.run} onRun={() => run({ beginning: beginning.value })} />
      <Result {...{ phase, message }}>
        {result &&
          texts.done({
            ...{ days: written(result.days), parameters: written(result.parameters) },
            ...{ train: written(result.last.train), validation: written(result.last.validation) },
            ...{ best: written(result.best.validation), bestEpoch: String(result.best.epoch) },
            naive: written(result.naive),
          })}
      </Result>
    </Experiment>
  );
}

interface CurvesProps {
  readonly losses: readonly Losses[];
  readonly naive: number;
  readonly best?: Losses;
  readonly label: string;
}

function Curves({ losses, naive, best, label }: CurvesProps) {
  const texts = t().tour.overfitting;
  const epochs = losses.map(({ epoch }) => epoch);
  const below = (part: "train" | "validation"): number[] =>
    losses.map((loss) => Math.min(loss[part], 2 * HIGHEST));
  return (
    <Picture
      {...{ label }}
      x={{ range: [0, EPOCHS], title: texts.x }}
      y={{ range: [0, HIGHEST], title: texts.y }}
    >
      {(place) => (
        <>
          <path class="line thin dashed data" d={`M${place.left} ${place.y(naive)}H${place.right}`} />
          <Clipped place={place}>
            <path class="line fit" d={pathOf(epochs, below("train"), place.x, place.y)} />
            <path class="line other" d={pathOf(epochs, below("validation"), place.x, place.y)} />
          </Clipped>
          {best && (
            <>
              <path class="line thin third" d={`M${place.x(best.epoch)} ${place.bottom}V${place.top}`} />
              <circle class="ball third" r={7} cx={place.x(best.epoch)} cy={place.y(best.validation)} />
              <text class="strong" x={place.x(best.epoch) + 10} y={place.top + 14}>
                {texts.best}: {best.epoch}
              </text>
            </>
          )}
        </>
      )}
    </Picture>
  );
}
