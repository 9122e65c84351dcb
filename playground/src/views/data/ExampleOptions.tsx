import { change } from "../../actions.js";
import { decimal, formatNumber } from "../../i18n/format.js";
import { t } from "../../i18n/texts.js";
import type { ClassicSet, DataChoice } from "../../setup/setup.js";
import { MOST } from "../../setup/check.js";
import { setup } from "../../state.js";
import { Choices, NumberField, Slider } from "./fields.js";

/** How many points there are, and how far they stray. */
export function PlaneOptions({ data }: { data: DataChoice & { kind: ClassicSet } }) {
  const texts = t().data;
  const { rows, noise } = data;
  return (
    <div class="sliders">
      <Slider
        label={texts.rows}
        text={formatNumber(rows)}
        {...{ value: rows, min: 50, max: 2000, step: 50 }}
        onChoose={(value) => change({ data: { ...data, rows: value } })}
      />
      <Slider
        label={texts.noise}
        text={decimal(noise, 2)}
        {...{ value: noise, min: 0, max: 0.5, step: 0.05 }}
        onChoose={(value) => change({ data: { ...data, noise: value } })}
      />
    </div>
  );
}

const PASTS = [1, 7, 14, 28, 56] as const;

/** How far a prediction looks back. */
export function BirthsOptions() {
  return <Past label={t().data.past} />;
}

export function Past({ label }: { label: string }) {
  const { past = 1 } = setup.value;
  const choose = (value: number): void => change({ past: value });
  const { otherNumber } = t().data;
  return (
    <>
      <Choices
        label={label}
        value={past}
        choices={PASTS.map((n) => [n, formatNumber(n)])}
        onChoose={choose}
      />
      <NumberField id="past" label={otherNumber} value={past} min={1} max={MOST.past} onValue={choose} />
    </>
  );
}

export function SpamOptions() {
  return <p class="quiet small">{t().data.spamTwins}</p>;
}
