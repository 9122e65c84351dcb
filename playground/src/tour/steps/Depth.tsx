import { useSignal } from "@preact/signals";
import { t } from "../../i18n/texts.js";
import { type Births, errorOfCopy, JUDGED, LEARNT } from "../data/births.js";
import { WIDTHS, type Widths } from "../data/widths.js";
import type { DepthResult, DepthScore } from "../experiments/depth.js";
import { written } from "../numbers.js";
import { Choice } from "../parts/Choice.js";
import { Experiment } from "../parts/Experiment.js";
import { Result } from "../parts/Result.js";
import { RunButton } from "../parts/RunButton.js";
import { type Bar, Bars } from "../pictures/Bars.js";
import { useExperiment } from "../use-experiment.js";

export function DepthStep({ births }: { births: Births }) {
  const texts = t().tour.depth;
  const widths = useSignal<Widths>("same");
  const { phase, shown, result, message, run, reset } = useExperiment("depth");
  const scores = result?.scores ?? shown;
  const barsOf = (part: "train" | "test"): Bar[] => [
    {
      name: texts.lastWeek,
      value: errorOfCopy(births, part === "test" ? JUDGED : LEARNT, 7),
      isNaive: true,
    },
    ...WIDTHS[widths.value].map((units, i) => barOf(i + 1, units, part, scores[i])),
  ];
  return (
    <Experiment
      picture={
        <>
          <Bars caption={texts.train} most={500} bars={barsOf("train")} />
          <Bars caption={texts.test} most={500} bars={barsOf("test")} />
        </>
      }
    >
      <Choice
        {...{ legend: texts.choose, name: "tour-widths", value: widths.value }}
        options={(["same", "wide"] as const).map((value) => ({ value, text: texts[value] }))}
        onChange={(value) => {
          widths.value = value;
          reset();
        }}
      />
      <RunButton phase={phase} text={texts.run} onRun={() => run({ widths: widths.value })} />
      <Result {...{ phase, message }}>{result && sentence(result)}</Result>
    </Experiment>
  );
}

function barOf(layers: number, units: number, part: "train" | "test", score?: DepthScore): Bar {
  const texts = t().tour.depth;
  return {
    name: texts.layers(layers, units),
    note: texts.parameters(score ? written(score.parameters) : "–"),
    value: score?.[part],
    dots: score?.[part === "train" ? "trains" : "tests"],
  };
}

/** A gain of so many times what chance does is one. */
const CLEAR = 2;

/** The numbers, and whether they say anything: what depth gains, beside what another start changes. */
function sentence({ scores, naive }: DepthResult): string {
  const texts = t().tour.depth;
  const numbers = texts.done({
    tests: scores.map(({ test }) => written(test)),
    trains: scores.map(({ train }) => written(train)),
    naive: written(naive),
  });
  const gain = scores[0].test - Math.min(...scores.slice(1).map(({ test }) => test));
  const spread = Math.max(...scores.map(({ tests }) => Math.max(...tests) - Math.min(...tests)));
  if (gain <= 0) return numbers + texts.noGain;
  const say = gain > CLEAR * spread ? texts.gain : texts.noise;
  return numbers + say({ gain: written(gain), spread: written(spread) });
}
