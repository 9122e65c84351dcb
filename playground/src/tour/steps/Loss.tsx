import { useSignal } from "@preact/signals";
import { t } from "../../i18n/texts.js";
import type { Births } from "../data/births.js";
import { type Line, lineAt, maeOf, mseOf } from "../data/line.js";
import { HOLIDAY, november } from "../data/november.js";
import type { LossResult } from "../experiments/loss.js";
import { percent, written } from "../numbers.js";
import { Choice } from "../parts/Choice.js";
import { Experiment } from "../parts/Experiment.js";
import { Measures } from "../parts/Measures.js";
import { Result } from "../parts/Result.js";
import { RunButton } from "../parts/RunButton.js";
import { Legend } from "../pictures/Legend.js";
import { Scatter } from "../pictures/Scatter.js";
import { useExperiment } from "../use-experiment.js";

type Which = "copy" | "mae" | "mse";
const COPY: Line = { w: 1, b: 0 };
/** A usual weekday, at which lines are compared. */
const USUAL = 12_500;

export function LossStep({ births }: { births: Births }) {
  const texts = t().tour.loss;
  const which = useSignal<Which>("copy");
  const withHoliday = useSignal(true);
  const { phase, result, message, run } = useExperiment("loss", () => {
    which.value = "mse";
  });
  const best = result?.[withHoliday.value ? "withHoliday" : "without"];
  const line = which.value === "copy" ? COPY : (best?.[which.value] ?? COPY);
  const days = november(births, withHoliday.value);
  const [mae, mse] = [maeOf(line, days), mseOf(line, days)];
  const options = (["copy", "mae", "mse"] as const).map((value) => ({ value, text: texts[value] }));
  const label = texts.picture(texts[which.value], written(mae), written(mse));
  return (
    <Experiment
      picture={
        <>
          <Scatter
            {...{ ...days, line, label, range: [6500, 14_000], hasSticks: true }}
            titles={{ x: texts.x, y: texts.y }}
            named={withHoliday.value ? { place: HOLIDAY, name: texts.thanksgiving } : undefined}
          />
          <Legend
            items={[
              { look: "data dot", text: t().tour.data },
              { look: "fit", text: texts.fit },
              { look: "error", text: texts.errors },
            ]}
          />
        </>
      }
    >
      <RunButton phase={phase} text={texts.run} onRun={() => run({})} />
      <Choice
        {...{ legend: texts.choose, name: "tour-line", value: which.value, options }}
        isDisabled={result === undefined}
        onChange={(value) => (which.value = value)}
      />
      <label class="tour-check">
        <input
          type="checkbox"
          checked={withHoliday.value}
          onChange={({ currentTarget }) => (withHoliday.value = currentTarget.checked)}
        />
        {texts.holiday}
      </label>
      <Measures
        items={[
          { name: texts.maeNow, value: written(mae) },
          { name: texts.shareOfMae, value: shareOfHoliday(line, births, withHoliday.value, Math.abs) },
          { name: texts.mseNow, value: written(mse) },
          { name: texts.shareOfMse, value: shareOfHoliday(line, births, withHoliday.value, (e) => e * e) },
        ]}
      />
      <Result {...{ phase, message }}>
        {result && texts.done({ mae: movement(result, "mae"), mse: movement(result, "mse") })}
      </Result>
    </Experiment>
  );
}

/** How far the holiday moves a best line down, at a usual weekday. */
function movement({ without, withHoliday }: LossResult, kind: "mae" | "mse"): string {
  return written(lineAt(without[kind], USUAL) - lineAt(withHoliday[kind], USUAL));
}

function shareOfHoliday(
  line: Line,
  births: Births,
  counts: boolean,
  weigh: (error: number) => number,
): string {
  if (!counts) return percent(0);
  const { xs, ys } = november(births, true);
  const errors = Array.from(ys, (y, i) => weigh(y - lineAt(line, xs[i])));
  return percent(errors[HOLIDAY] / errors.reduce((sum, error) => sum + error, 0));
}
