import { depth } from "./depth.js";
import { descent } from "./descent.js";
import { line } from "./line.js";
import { loss } from "./loss.js";
import { minimum } from "./minimum.js";
import { overfitting } from "./overfitting.js";
import { pieces } from "./pieces.js";
import { units } from "./units.js";
import { windows } from "./windows.js";

/** Every experiment of the tour, by name. */
export const EXPERIMENTS = {
  ...{ line, loss, descent, minimum },
  ...{ windows, pieces, units, depth, overfitting },
};

export type ExperimentName = keyof typeof EXPERIMENTS;
export type ChoicesOf<Name extends ExperimentName> = Parameters<(typeof EXPERIMENTS)[Name]>[1];
export type ProgressOf<Name extends ExperimentName> = Parameters<
  Parameters<(typeof EXPERIMENTS)[Name]>[2]["show"]
>[0];
export type ResultOf<Name extends ExperimentName> = Awaited<ReturnType<(typeof EXPERIMENTS)[Name]>>;
