/* The tour's end of the trainer. */
import { worker } from "../trainer-client.js";
import type { FromTrainer, ToTrainer } from "../trainer/messages.js";
import type { ExperimentName } from "./experiments/all.js";
import type { Ask, RunReport } from "./experiments/messages.js";
import { births, birthsFailure } from "./state.js";

/** Milliseconds that each picture of an experiment stays, so that the eye can follow. */
const PACE_MS = 30;

type Hear = (report: RunReport) => void;
let run = 0;
let hear: Hear | undefined;

const ask = (what: Ask): void => worker.postMessage({ kind: "tour", ask: what } satisfies ToTrainer);

export function askForBirths(): void {
  birthsFailure.value = undefined;
  if (births.value === undefined) ask({ kind: "births" });
}

/** Ends the experiment that is running and begins another. */
export function runExperiment(name: ExperimentName, choices: object, listener: Hear): void {
  hear = listener;
  const wantsStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  ask({ kind: "run", run: ++run, name, choices, pace: wantsStill ? 0 : PACE_MS });
}

export function stopExperiment(): void {
  hear = undefined;
  ask({ kind: "stop" });
}

worker.addEventListener("message", ({ data }: MessageEvent<FromTrainer>) => {
  if (data.kind !== "tour") return;
  const { report } = data;
  if (report.kind === "births") births.value = report.births;
  else if (report.kind === "noBirths") birthsFailure.value = report.message;
  else if (report.run === run) hear?.(report);
});
