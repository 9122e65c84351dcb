/* What the tour and the trainer say to each other, inside messages of the kind "tour". */
import type { ExperimentName } from "./all.js";

export type Ask =
  | { readonly kind: "births" }
  /** An earlier experiment is no longer wanted. */
  | {
      readonly kind: "run";
      readonly run: number;
      readonly name: ExperimentName;
      readonly choices: object;
      /** Milliseconds that each picture stays. */
      readonly pace: number;
    }
  | { readonly kind: "stop" };

export type Report =
  | { readonly kind: "births"; readonly births: Float64Array }
  | { readonly kind: "noBirths"; readonly message: string }
  | RunReport;

/** What is said of a run. */
export type RunReport =
  | { readonly kind: "progress"; readonly run: number; readonly progress: unknown }
  | { readonly kind: "done"; readonly run: number; readonly result: unknown }
  | { readonly kind: "failed"; readonly run: number; readonly message: string };
