import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { runExperiment, stopExperiment } from "./client.js";
import type { ChoicesOf, ExperimentName, ProgressOf, ResultOf } from "./experiments/all.js";

/** How far an experiment is. */
export interface Live<Name extends ExperimentName> {
  readonly phase: "waiting" | "running" | "done" | "failed";
  /** What it showed last, and all that it showed. */
  readonly progress?: ProgressOf<Name>;
  readonly shown: readonly ProgressOf<Name>[];
  readonly result?: ResultOf<Name>;
  readonly message?: string;
}

export interface Experimenting<Name extends ExperimentName> extends Live<Name> {
  readonly run: (choices: ChoicesOf<Name>) => void;
  /** Back to before it was run: the choices have changed. */
  readonly reset: () => void;
}

/** An experiment of a step; it ends when the step is left. @param onDone is told the result */
export function useExperiment<Name extends ExperimentName>(
  name: Name,
  onDone?: (result: ResultOf<Name>) => void,
): Experimenting<Name> {
  const live = useSignal<Live<Name>>({ phase: "waiting", shown: [] });
  useEffect(() => stopExperiment, []);
  const run = (choices: ChoicesOf<Name>): void => {
    live.value = { phase: "running", shown: [] };
    runExperiment(name, choices, (report) => {
      if (report.kind === "progress") {
        const progress = report.progress as ProgressOf<Name>;
        live.value = { phase: "running", progress, shown: [...live.value.shown, progress] };
      } else if (report.kind === "done") {
        const result = report.result as ResultOf<Name>;
        live.value = { ...live.value, phase: "done", result };
        onDone?.(result);
      } else live.value = { phase: "failed", shown: [], message: report.message };
    });
  };
  const reset = (): void => {
    if (live.value.phase === "running") stopExperiment();
    live.value = { phase: "waiting", shown: [] };
  };
  return { ...live.value, run, reset };
}
