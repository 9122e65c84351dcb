import { useComputed, useSignal } from "@preact/signals";
import { t } from "../../i18n/texts.js";
import { type Births, errorOfCopy, LEARNT, pairs } from "../data/births.js";
import { type Line, maeOf } from "../data/line.js";
import { written } from "../numbers.js";
import { Experiment } from "../parts/Experiment.js";
import { Measures } from "../parts/Measures.js";
import { Result } from "../parts/Result.js";
import { RunButton } from "../parts/RunButton.js";
import { Slider } from "../parts/Slider.js";
import { Legend } from "../pictures/Legend.js";
import { Scatter } from "../pictures/Scatter.js";
import { useExperiment } from "../use-experiment.js";

const BIRTHS = [5500, 16_500] as const;

export function LineStep({ births }: { births: Births }) {
  const texts = t().tour.line;
  const chosen = useSignal<Line>({ w: 0, b: 11_000 });
  const days = useComputed(() => pairs(births, LEARNT, 1)).value;
  const { phase, progress, result, message, run, reset } = useExperiment("line", ({ w, b }) => {
    chosen.value = { w, b };
  });
  const line = phase === "running" && progress ? progress : chosen.value;
  const move = (to: Partial<Line>): void => {
    chosen.value = { ...line, ...to };
    reset();
  };
  const loss = written(maeOf(line, days));
  const [w, b] = [written(line.w, 3), written(line.b)];
  return (
    <Experiment
      picture={
        <>
          <Scatter
            {...{ ...days, line, range: BIRTHS }}
            label={texts.picture(w, b, loss)}
            titles={{ x: texts.x, y: texts.y }}
          />
          <Legend
            items={[
              { look: "data dot", text: t().tour.data },
              { look: "fit", text: texts.fit },
            ]}
          />
        </>
      }
    >
      <Slider
        label={texts.w}
        value={line.w}
        range={[-1, 1.5]}
        step={0.01}
        shown={w}
        onInput={(to) => move({ w: to })}
      />
      <Slider
        label={texts.b}
        value={line.b}
        range={[-5000, 20_000]}
        step={50}
        shown={b}
        onInput={(to) => move({ b: to })}
      />
      <Measures
        items={[
          { name: texts.lossNow, value: loss },
          { name: texts.naive, value: written(errorOfCopy(births, LEARNT, 1)) },
        ]}
      />
      <RunButton phase={phase} text={texts.run} onRun={() => run({})} />
      <Result {...{ phase, message }}>
        {result &&
          texts.done({
            ...{ w: written(result.w, 3), b: written(result.b) },
            ...{ train: written(result.train), test: written(result.test), naive: written(result.naive) },
          })}
      </Result>
    </Experiment>
  );
}
