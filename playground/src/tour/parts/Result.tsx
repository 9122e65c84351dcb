import { t } from "../../i18n/texts.js";

interface Props {
  readonly phase: "waiting" | "running" | "done" | "failed";
  /** Once it is done: what was measured. */
  readonly children?: string;
  readonly message?: string;
}

/** What the experiment has found. `data-result` is "done" once it stands there. */
export function Result({ phase, children, message }: Props) {
  const { result, waiting, running } = t().tour;
  const said = phase === "failed" ? message : phase === "done" ? children : undefined;
  return (
    <div class="tour-result" data-result={phase}>
      <h3>{result}</h3>
      <p role="status">{said ?? ""}</p>
      {said === undefined && <p class="quiet">{phase === "running" ? running : waiting}</p>}
    </div>
  );
}
