import { playOrPause, restart, step, stop } from "../actions.js";
import { formatNumber } from "../i18n/format.js";
import { t } from "../i18n/texts.js";
import { about, frame, phase, reached, setup, shortcuts } from "../state.js";
import "./Controls.css";

/** Play, pause, one epoch, stop, again; how far it is. */
export function Controls() {
  return (
    <div class="controls-bar">
      <div class="panel controls" role="group" aria-label={t().training.controls}>
        <Buttons />
        <Progress />
        <Keys />
        <Said />
      </div>
    </div>
  );
}

function Buttons() {
  const texts = t().training;
  const isReady = about.value !== undefined;
  const isPlaying = phase.value === "playing";
  const canGoOn = isReady && phase.value !== "done";
  return (
    <div class="buttons">
      <button class="primary" disabled={!canGoOn} onClick={playOrPause} aria-keyshortcuts="Space">
        <Sign of={isPlaying ? "M4 2h4v12H4zM10 2h4v12h-4z" : "M4 2l11 6-11 6z"} />
        {isPlaying ? texts.pause : texts.play}
      </button>
      <button disabled={!canGoOn || isPlaying} onClick={step} aria-keyshortcuts=".">
        <Sign of="M2 2l8 6-8 6zM11 2h3v12h-3z" />
        {texts.step}
      </button>
      <button disabled={!canGoOn || !frame.value?.epoch} onClick={stop}>
        <Sign of="M3 3h10v10H3z" />
        {texts.stop}
      </button>
      <button disabled={!isReady || !frame.value?.epoch} onClick={restart}>
        <Sign of="M8 2a6 6 0 1 1-5.7 4.1l1.9.6A4 4 0 1 0 8 4v2.6L3.6 3.3 8 0z" />
        {texts.restart}
      </button>
    </div>
  );
}

function Sign({ of }: { of: string }) {
  return (
    <svg class="sign" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={of} fill="currentColor" />
    </svg>
  );
}

function Progress() {
  const texts = t().training;
  const { epoch, hash } = reached.value;
  return (
    <div class="how-far numbers">
      <span>
        {texts.epoch} <strong class="epoch">{formatNumber(epoch)}</strong>{" "}
        <span class="quiet">{texts.ofAtMost(formatNumber(setup.value.epochs))}</span>
      </span>
      <span class="quiet hash">
        <abbr title={texts.hash}>{texts.hashShort}</abbr> <code>{hash ?? texts.whilePaused}</code>
      </span>
    </div>
  );
}

function Keys() {
  const texts = t().training;
  return (
    <details class="keys">
      <summary>{texts.keys}</summary>
      <div>
        <p>{texts.keysText}</p>
        <label class="check">
          <input
            type="checkbox"
            checked={shortcuts.value}
            onChange={({ currentTarget }) => (shortcuts.value = currentTarget.checked)}
          />
          {texts.keysOn}
        </label>
      </div>
    </details>
  );
}

/** Said when training rests, not at each frame. */
function Said() {
  const { said } = t().training;
  const { epoch, stoppedBy } = reached.value;
  // Where training failed, the alert says so.
  const hasFailed = phase.value === "done" && stoppedBy === undefined;
  const isResting = phase.value !== "playing" && epoch > 0 && !hasFailed;
  const text = stoppedBy === undefined ? said.paused : said[stoppedBy as keyof typeof said];
  return (
    <p class="spoken" role="status">
      {isResting ? text?.(formatNumber(epoch)) : ""}
    </p>
  );
}
