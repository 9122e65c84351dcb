import { playgroundFragment, tourStep } from "../state.js";
import { tell } from "../trainer-client.js";

export const STEPS = 9;

/** Goes to a step of the tour, 1 to 9; the address follows. */
export function setStep(step: number): void {
  tell({ kind: "pause" }); // the experiments want the processor
  tourStep.value = Math.min(STEPS, Math.max(1, Math.round(step) || 1));
}

/** To the playground, as it was left: its address is followed. */
export function leaveTour(): void {
  location.hash = playgroundFragment.value;
}
