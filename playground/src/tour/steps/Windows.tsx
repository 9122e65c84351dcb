import { t } from "../../i18n/texts.js";
import { type Births, errorOfCopy, JUDGED } from "../data/births.js";
import { PASTS } from "../data/pasts.js";
import { written } from "../numbers.js";
import { Experiment } from "../parts/Experiment.js";
import { Result } from "../parts/Result.js";
import { RunButton } from "../parts/RunButton.js";
import { Bars } from "../pictures/Bars.js";
import { useExperiment } from "../use-experiment.js";

export function WindowsStep({ births }: { births: Births }) {
  const texts = t().tour.windows;
  const { phase, shown, result, message, run } = useExperiment("windows");
  const [yesterday, lastWeek] = [1, 7].map((back) => errorOfCopy(births, JUDGED, back));
  const scores = result?.scores ?? shown;
  const bars = PASTS.map((past) => ({
    name: texts.past(past),
    note: texts.parameters(past + 1),
    value: scores.find((score) => score.past === past)?.test,
  }));
  const guesses = [
    { name: texts.yesterday, note: texts.noTraining, value: yesterday, isNaive: true },
    { name: texts.lastWeek, note: texts.noTraining, value: lastWeek, isNaive: true },
  ];
  return (
    <Experiment picture={<Bars caption={texts.caption} most={1700} bars={[...guesses, ...bars]} />}>
      <RunButton phase={phase} text={texts.run} onRun={() => run({})} />
      <Result {...{ phase, message }}>
        {result &&
          texts.done({
            scores: result.scores.map(({ test }) => written(test)),
            ...{ yesterday: written(result.yesterday), lastWeek: written(result.lastWeek) },
          })}
      </Result>
    </Experiment>
  );
}
