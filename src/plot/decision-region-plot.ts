import { checkNumber, mustBe, type Range } from "../base/check.js";
import type { Dataset, Model } from "../index.js";
import { classRegions } from "./class-regions.js";
import { type PlotOptions, readOptions } from "./options.js";
import { draw } from "./picture.js";
import { regressionMap } from "./regression-map.js";
import { sceneOf } from "./two-input-scene.js";
import { twoInputs } from "./two-inputs.js";

export interface DecisionRegionPlotOptions extends PlotOptions {
  /** What the two inputs are; default the names of the columns, where they are known. */
  readonly names?: readonly [string, string];
  /** How many predictions there are along each axis, from 10 to 300; default 100. */
  readonly steps?: number;
}

const STEPS: Range = ["a whole number from 10 to 300", (n) => Number.isInteger(n) && n >= 10 && n <= 300];

/**
 * What a model makes of every pair of its two inputs: the regions of its classes, or the values of a regression in bands. The rows of data
 * lie on it, by their actual class or value.
 *
 * Of more than 1,000 rows every k-th is drawn, and the picture says so.
 *
 * @param model a trained Model with two inputs, numbers both; also one of `table`
 * @param data rows that fit it, with labels or targets
 * @returns SVG text
 * @throws OptionError for a model with another number of inputs, inputs that are no numbers, several outputs that are no classes, more than
 *   eight classes, or no training; ShapeError or DataError for data that do not fit it; MissingPeerError
 * @example
 * await decisionRegionPlot(model, flowers, { names: ["petal length (cm)", "petal width (cm)"] })
 */
export async function decisionRegionPlot(
  model: Model,
  data: Dataset,
  options: DecisionRegionPlotOptions = {},
): Promise<string> {
  const caller = "decisionRegionPlot";
  const { names, steps = 100, ...rest } = readOptions(caller, options, ["names", "steps"]);
  checkNumber(caller, "steps", steps, STEPS);
  const rows = twoInputs(caller, model, data);
  const scene = sceneOf(model, data, rows, steps, readNames(caller, names) ?? rows.names);
  const isClassifier = /crossentropy/i.test(String(model.spec.loss));
  const sheet = isClassifier ? classRegions(caller, scene) : regressionMap(caller, scene);
  return await draw({ caller, options: rest, ...sheet });
}

function readNames(caller: string, names: unknown): readonly [string, string] | undefined {
  if (names === undefined) return undefined;
  const isPair =
    Array.isArray(names) && names.length === 2 && names.every((name) => typeof name === "string");
  if (!isPair) throw mustBe(caller, "names", "two strings, one for each input", names);
  return [names[0], names[1]];
}
