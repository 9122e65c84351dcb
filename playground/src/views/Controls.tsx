import { playOrPause, restart, step, stop } from "../actions.js";
import { t } from "../i18n/texts.js";
import { frame, phase } from "../state.js";

/** Play, pause, one epoch, stop, again. */
export function Controls() {
  const { play, pause, step: one, stop: end, restart: again, epoch } = t().training;
  const isDone = phase.value === "done";
  return (
    <div class="panel row" style={{ gridArea: "controls" }} role="group" aria-label={t().training.heading}>
      <button class="primary" disabled={isDone} onClick={playOrPause}>
        {phase.value === "playing" ? pause : play}
      </button>
      <button disabled={isDone || phase.value === "playing"} onClick={step}>
        {one}
      </button>
      <button disabled={isDone || !frame.value?.epoch} onClick={stop}>
        {end}
      </button>
      <button onClick={restart}>{again}</button>
      <output>
        {epoch} {frame.value?.epoch ?? 0}
      </output>
    </div>
  );
}
