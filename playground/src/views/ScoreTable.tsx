import { measured, percent, whole } from "../i18n/numbers.js";
import { t } from "../i18n/texts.js";
import { riseOf } from "../results/overfitting.js";
import { bestGuess, type Verdict, verdictOf } from "../results/verdict.js";
import { about, frame, losses } from "../state.js";
import type { About, Frame, Part } from "../trainer/messages.js";
import "./ScoreTable.css";
import { Steady } from "./Steady.js";

const PARTS: readonly Part[] = ["train", "validation", "test"];

/** The network's error on each part of the rows, beside guesses that need no network, and what that says. */
export function ScoreTable() {
  const texts = t().results.scores;
  if (!about.value || !frame.value) return <section class="scores" aria-busy="true" />;
  return (
    <section class="scores" aria-labelledby="scores">
      <h3 id="scores">{texts.heading}</h3>
      <Steady>
        <Findings about={about.value} frame={frame.value} />
      </Steady>
      <Table about={about.value} frame={frame.value} />
    </section>
  );
}

function Table({ about, frame }: { about: About; frame: Frame }) {
  const { scores: texts, parts, naive } = t().results;
  const shown = PARTS.filter((part) => about.rows[part] > 0);
  return (
    <table class="numbers">
      <caption>{about.measure === "MAE" ? texts.caption.MAE(about.target) : texts.caption.errors}</caption>
      <thead>
        <tr>
          <td />
          {shown.map((part) => (
            <th scope="col" key={part}>
              {parts[part]}
              <small>{texts.rows(whole(about.rows[part]))}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr class="mine">
          <th scope="row">{frame.epoch === 0 ? texts.untrained : texts.model}</th>
          {shown.map((part) => (
            <td key={part}>{cell(about, frame, part)}</td>
          ))}
        </tr>
        {about.naive.map(({ name, values }) => (
          <tr key={name}>
            <th scope="row">{naive[name]}</th>
            {shown.map((part) => (
              <td key={part} class={bestGuess(about.naive, part).name === name ? "best" : undefined}>
                {error(about, values[part] as number)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Test rows wait for a pause. */
function cell(about: About, { score }: Frame, part: Part) {
  const value = score[part];
  if (value !== undefined) return error(about, value);
  return <span class="quiet">{part === "test" ? t().results.scores.later : "…"}</span>;
}

/** An error in the measure of the table. */
function error({ measure }: About, value: number): string {
  return measure === "errors" ? percent(value) : measured(value);
}

/** The sentences: how good it is, whether that is better than a guess, whether it overfits. */
function Findings({ about, frame }: { about: About; frame: Frame }) {
  const texts = t().results.scores;
  const verdict = verdictOf(about, frame);
  const rise = riseOf(losses.value);
  const isDone = frame.phase === "done" && frame.best !== undefined;
  return (
    <div class="findings">
      {verdict && (
        <p>
          {quality(about, verdict)} <Comparison about={about} verdict={verdict} />
          {verdict.part === "train" && frame.epoch > 0 && ` ${texts.trainOnly}`}
          {isDone && ` ${texts.weightsOf(whole(frame.weightsOf ?? 0))}`}
        </p>
      )}
      {rise && (
        <p class="rise">
          <span aria-hidden="true">▲ </span>
          {texts[rise.kind](whole(rise.best), percent(rise.rise, 0))}
        </p>
      )}
    </div>
  );
}

function quality(about: About, { part, score }: Verdict): string {
  const { scores: texts, parts } = t().results;
  const say = about.measure === "errors" ? texts.wrong : texts.off;
  return say(error(about, score), parts[part], whole(about.rows[part]));
}

function Comparison({ about, verdict: { gain, guess, naive } }: { about: About; verdict: Verdict }) {
  const { scores: texts, naive: names } = t().results;
  const [name, its] = [names[guess.name], error(about, naive)];
  if (!Number.isFinite(gain)) return <>{texts.perfectGuess(name)}</>;
  const size = percent(Math.abs(gain), 0);
  if (Math.abs(gain) < 0.005) return <>{texts.same(name, its)}</>;
  return gain > 0 ? (
    <strong class="better">{texts.better(size, name, its)}</strong>
  ) : (
    <strong class="worse">{texts.worse(size, name, its)}</strong>
  );
}
