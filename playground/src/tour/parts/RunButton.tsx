import { t } from "../../i18n/texts.js";

interface Props {
  readonly phase: string;
  readonly text: string;
  readonly onRun: () => void;
}

/** Starts the step's experiment. While it runs the button stays where it is, and keeps the focus. */
export function RunButton({ phase, text, onRun }: Props) {
  const isRunning = phase === "running";
  return (
    <button
      class="primary tour-run"
      data-run
      aria-disabled={isRunning}
      onClick={() => {
        if (!isRunning) onRun();
      }}
    >
      {isRunning ? t().tour.running : text}
    </button>
  );
}
