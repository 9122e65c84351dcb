import { depth } from "./tour/depth.js";
import { descent } from "./tour/descent.js";
import { line } from "./tour/line.js";
import { loss } from "./tour/loss.js";
import { minimum } from "./tour/minimum.js";
import { overfitting } from "./tour/overfitting.js";
import { pieces } from "./tour/pieces.js";
import { units } from "./tour/units.js";
import { windows } from "./tour/windows.js";

export const tour = {
  heading: "The lecture in nine steps",
  stepOf: (step: number, all: number) => `Step ${step} of ${all}`,
  steps: "Steps of the tour",
  previous: "Back",
  next: "Next",
  finish: "To the playground",
  controls: "Experiment",
  running: "Running …",
  waiting: "What is measured will stand here.",
  result: "Result",
  loading: "Reading the births …",
  noBirths: "The births could not be read:",
  again: "Try again",
  birthsADay: "births a day",
  data: "real days",
  ...{ line, loss, descent, minimum, windows, pieces, units, depth, overfitting },
};
