import { change } from "../actions.js";
import { formatNumber } from "../i18n/format.js";
import { t } from "../i18n/texts.js";
import { setup } from "../state.js";
import { describedBy, Field } from "./Field.js";
import { NumberInput } from "./NumberInput.js";

/** What the slider goes through: even steps of the logarithm, nearly. */
const RATES = [0.00001, 0.0001, 0.001, 0.01, 0.1, 1].flatMap((power) =>
  power < 1 ? [1, 2, 3, 5].map((digit) => Number((digit * power).toPrecision(1))) : [1, 2, 3, 5, 10],
);

/** A slider over the usual values, and a field for any other. */
export function LearningRate() {
  const texts = t().training;
  const { learningRate } = setup.value;
  const set = (rate: number): void => change({ learningRate: rate });
  return (
    <Field id="learning-rate" name={texts.learningRate} explanation={texts.learningRateText}>
      <div class="with-slider">
        <input
          type="range"
          aria-label={texts.learningRate}
          aria-valuetext={formatNumber(learningRate, { maximumSignificantDigits: 6 })}
          min={0}
          max={RATES.length - 1}
          value={nearest(learningRate)}
          onInput={({ currentTarget }) => set(RATES[currentTarget.valueAsNumber])}
        />
        <NumberInput
          id="learning-rate"
          value={learningRate}
          min={1e-7}
          max={100}
          step="any"
          describedBy={describedBy("learning-rate")}
          onValue={set}
        />
      </div>
    </Field>
  );
}

function nearest(rate: number): number {
  const distance = (other: number): number => Math.abs(Math.log(other / rate));
  return RATES.reduce((best, other, i) => (distance(other) < distance(RATES[best]) ? i : best), 0);
}
