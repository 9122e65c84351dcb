import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { t } from "../../i18n/texts.js";
import type { Births } from "../data/births.js";
import { errorOfSum, flatPieces, type Piece, type PieceSum, sumAt } from "../data/pieces.js";
import { yearCurve } from "../data/year.js";
import { written } from "../numbers.js";
import { Experiment } from "../parts/Experiment.js";
import { Measures } from "../parts/Measures.js";
import { Result } from "../parts/Result.js";
import { RunButton } from "../parts/RunButton.js";
import { Slider } from "../parts/Slider.js";
import { Legend } from "../pictures/Legend.js";
import { RAMP_WEEKS, Ramps } from "../pictures/Ramps.js";
import { YearCurves } from "../pictures/YearCurves.js";
import { useExperiment } from "../use-experiment.js";

const FINE_WEEKS = Float64Array.from({ length: 521 }, (_, i) => 1 + (51 * i) / 520);

export function PiecesStep({ births }: { births: Births }) {
  const texts = t().tour.pieces;
  const year = useMemo(() => yearCurve(births), [births]);
  const flat = useMemo(() => flatPieces(year), [year]);
  const made = useSignal<PieceSum>(flat);
  const { phase, progress, result, message, run, reset } = useExperiment("pieces", ({ constant, pieces }) => {
    made.value = { constant, pieces };
  });
  const sum = phase === "running" && progress ? progress : made.value;
  const change = (next: PieceSum): void => {
    made.value = next;
    reset();
  };
  const movePiece = (place: number, piece: Piece): void =>
    change({ ...sum, pieces: sum.pieces.map((old, i) => (i === place ? piece : old)) });
  const error = written(errorOfSum(sum, year));
  const alone = written(errorOfSum(flat, year));
  return (
    <Experiment
      picture={
        <>
          <YearCurves
            label={texts.picture(error)}
            titles={{ x: texts.x, y: texts.y }}
            ratio={0.4}
            births={year}
            x={RAMP_WEEKS}
            curves={[{ look: "other", xs: FINE_WEEKS, ys: FINE_WEEKS.map((week) => sumAt(sum, week)) }]}
          />
          <Legend
            items={[
              { look: "data dot", text: t().tour.data },
              { look: "other", text: texts.sum },
              { look: "fit", text: texts.ramps },
            ]}
          />
          <Ramps pieces={sum.pieces} onMove={movePiece} />
        </>
      }
    >
      <Slider
        label={texts.constant}
        value={sum.constant}
        range={[11_000, 14_000]}
        step={10}
        shown={written(sum.constant)}
        onInput={(constant) => change({ ...sum, constant })}
      />
      <Measures
        items={[
          { name: texts.errorNow, value: error },
          { name: texts.constantAlone, value: alone },
        ]}
      />
      <div class="row">
        <RunButton phase={phase} text={texts.run} onRun={() => run(sum)} />
        <button onClick={() => change(flat)}>{texts.reset}</button>
      </div>
      <Result {...{ phase, message }}>
        {result && texts.done({ alone, before: written(result.before), after: written(result.after) })}
      </Result>
    </Experiment>
  );
}
