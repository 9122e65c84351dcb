import { change } from "../../actions.js";
import { formatNumber, percent } from "../../i18n/format.js";
import { t } from "../../i18n/texts.js";
import { about, failure, setup } from "../../state.js";
import { Slider } from "./fields.js";

/** Validation and test at most this each: together they leave something to train on. */
const MOST = 0.45;

/** Shares of the rows that are not trained on. */
export function Shares() {
  const texts = t().data;
  const { validation, test, past, data } = setup.value;
  const isSeries = past !== undefined || data.kind === "births";
  return (
    <div role="group" aria-label={texts.shares} class="shares">
      <h3 aria-hidden="true">{texts.shares}</h3>
      <div class="sliders">
        {(["validation", "test"] as const).map((name) => (
          <Slider
            key={name}
            label={texts[name]}
            text={percent(setup.value[name])}
            {...{ value: setup.value[name], min: 0, max: MOST, step: 0.05 }}
            onChoose={(value) => change({ [name]: value })}
          />
        ))}
      </div>
      <Parts />
      {(validation > 0 || test > 0) && <p class="quiet small">{isSeries ? texts.inOrder : texts.shuffled}</p>}
    </div>
  );
}

/** How many rows each part has; the line keeps its place while they are counted. */
function Parts() {
  if (failure.value?.where === "data") return null;
  const { train, validation, test } = about.value?.rows ?? {};
  const shown = (rows: number | undefined): string => (rows === undefined ? "…" : formatNumber(rows));
  return <p class="small numbers">{t().data.parts(shown(train), shown(validation), shown(test))}</p>;
}
