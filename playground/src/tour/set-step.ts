import { tourStep } from "../state.js";
import { tell } from "../trainer-client.js";

export const STEPS = 9;

/** Goes to a step of the tour, 1 to 9; the address follows. undefined: back to the playground. */
export function setStep(step: number | undefined): void {
  tell({ kind: "pause" }); // the experiments want the processor
  tourStep.value = step === undefined ? undefined : Math.min(STEPS, Math.max(1, Math.round(step) || 1));
}
