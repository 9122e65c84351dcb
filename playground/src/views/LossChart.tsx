import { useEffect, useRef, useState } from "preact/hooks";
import { measured, whole } from "../i18n/numbers.js";
import { t } from "../i18n/texts.js";
import { MOST_POINTS, some, thin } from "../results/thin.js";
import { guessBesideLoss } from "../results/verdict.js";
import { about, frame, type Losses, losses, setup } from "../state.js";
import type { LossCurves } from "./loss-plot.js";
import "./LossChart.css";
import { palette } from "./drawing/palette.js";
import { language } from "../state.js";

/** The two loss curves, live. */
export function LossChart() {
  const texts = t().results.curves;
  const [isLog, setLog] = useState(false);
  return (
    <figure class="picture loss">
      <figcaption>
        <h3>{texts.heading(lossName())}</h3>
      </figcaption>
      <Curves isLog={isLog} />
      <label class="check">
        <input
          type="checkbox"
          checked={isLog}
          onChange={({ currentTarget }) => setLog(currentTarget.checked)}
        />
        {texts.log}
      </label>
      <Table />
    </figure>
  );
}

function lossName(): string {
  const { curves } = t().results;
  return about.value?.task === "classification" ? curves.crossEntropy : curves[setup.value.loss];
}

function Curves({ isLog }: { isLog: boolean }) {
  const texts = t().results;
  const box = useRef<HTMLDivElement>(null);
  const curves = useRef<LossCurves | undefined>(undefined);
  const [pointed, setPointed] = useState<number | undefined>(undefined);
  const hasValidation = (about.value?.rows.validation ?? 0) > 0;
  const beside = about.value && guessBesideLoss(about.value, setup.value.loss);
  // What the chart is made for: of another it is made anew.
  const made = [isLog, palette.value, language.value, about.value, setup.value.loss];
  useEffect(() => {
    if (!about.value) return;
    let isWanted = true;
    const options = { isLog, guess: beside?.value, point: setPointed };
    // Loaded once the data are there: before the first epoch there is no curve, and nobody waits for what draws it.
    void import("./loss-plot.js").then(({ curvesOf }) => {
      if (!isWanted) return;
      curves.current = curvesOf(box.current as HTMLElement, options);
      curves.current.draw(losses.value, frame.value);
    });
    return () => {
      isWanted = false;
      curves.current?.destroy();
      curves.current = undefined;
    };
  }, made);
  const all = losses.value;
  useEffect(() => curves.current?.draw(all, frame.value), [all, frame.value]);
  return (
    <>
      <div ref={box} class="chart" role="img" aria-label={said(all)} />
      <p class="legend">
        <Key name="train" label={texts.parts.train} />
        {hasValidation && <Key name="validation" label={texts.parts.validation} />}
        {hasValidation && <Key name="best" label={texts.curves.best} />}
        {beside && (
          <Key
            name="guess"
            label={texts.curves.naive(
              texts.naive[beside.guess.name],
              texts.parts[beside.part],
              measured(beside.value),
            )}
          />
        )}
      </p>
      <p class="quiet numbers readout">{readout(all, pointed)}</p>
    </>
  );
}

function Key({ name, label }: { name: string; label: string }) {
  return (
    <span>
      <i class={`key ${name}`} aria-hidden="true" /> {label}
    </span>
  );
}

/** The epoch that is pointed at, or the last one. */
function readout({ epochs, train, validation }: Losses, pointed = epochs.length - 1): string {
  const { curves } = t().results;
  const i = Math.min(pointed, epochs.length - 1);
  if (i < 0) return curves.empty;
  const { every } = thin(epochs.length, MOST_POINTS);
  const left = every > 1 ? ` (${curves.thinned(whole(every))})` : "";
  const [epoch, loss] = [whole(epochs[i]), measured(train[i])];
  const other = validation[i];
  return (other === null ? curves.at(epoch, loss) : curves.atBoth(epoch, loss, measured(other))) + left;
}

/** The curves in words. */
function said({ epochs, train }: Losses): string {
  const { curves } = t().results;
  if (epochs.length === 0) return curves.empty;
  const last = epochs.length - 1;
  const { best, stoppedBy } = frame.value ?? {};
  return [
    curves.said(whole(epochs[last]), measured(train[0]), measured(train[last])),
    ...(best ? [curves.saidBest(measured(best.loss), whole(best.epoch))] : []),
    ...(stoppedBy === "earlyStopping" ? [curves.saidEarly(whole(epochs[last]))] : []),
  ].join(" ");
}

const ROWS = 12;

/** Some epochs in numbers; written only when it is open. */
function Table() {
  const texts = t().results;
  const [isOpen, setOpen] = useState(false);
  const { epochs, train, validation } = losses.value;
  const hasValidation = (about.value?.rows.validation ?? 0) > 0;
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{texts.curves.table}</summary>
      {isOpen && (
        <table class="numbers epochs">
          <thead>
            <tr>
              <th scope="col">{texts.curves.epoch}</th>
              <th scope="col">{texts.parts.train}</th>
              {hasValidation && <th scope="col">{texts.parts.validation}</th>}
            </tr>
          </thead>
          <tbody>
            {some(epochs.length, ROWS).map((i) => (
              <tr key={i}>
                <th scope="row">{whole(epochs[i])}</th>
                <td>{measured(train[i])}</td>
                {hasValidation && <td>{measured(validation[i] ?? NaN)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
