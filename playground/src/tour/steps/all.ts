import type { ComponentType } from "preact";
import type { Births } from "../data/births.js";
import { DepthStep } from "./Depth.js";
import { DescentStep } from "./Descent.js";
import { LineStep } from "./Line.js";
import { LossStep } from "./Loss.js";
import { MinimumStep } from "./Minimum.js";
import { OverfittingStep } from "./Overfitting.js";
import { PiecesStep } from "./Pieces.js";
import { UnitsStep } from "./Units.js";
import { WindowsStep } from "./Windows.js";

/** A step's experiment, and the name of its texts. */
export interface StepEntry {
  readonly name:
    "line" | "loss" | "descent" | "minimum" | "windows" | "pieces" | "units" | "depth" | "overfitting";
  readonly Step: ComponentType<{ births: Births }>;
}

/** In the lecture's order. */
export const STEP_ENTRIES: readonly StepEntry[] = [
  { name: "line", Step: LineStep },
  { name: "loss", Step: LossStep },
  { name: "descent", Step: DescentStep },
  { name: "minimum", Step: MinimumStep },
  { name: "windows", Step: WindowsStep },
  { name: "pieces", Step: PiecesStep },
  { name: "units", Step: UnitsStep },
  { name: "depth", Step: DepthStep },
  { name: "overfitting", Step: OverfittingStep },
];
