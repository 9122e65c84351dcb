import type { Dataset } from "../data/dataset.js";
import { type Axis, type LossSurface, surfaceOf } from "../judge/surface.js";
import type { Model } from "../model.js";
import { readable } from "../network/inside.js";

/**
 * The error surface: the loss over a grid of two parameters (by index into `parameters`) or directions through them, the others as
 * they are. The model is left as it was.
 *
 * @param data the rows whose mean loss is taken, without dropout
 * @returns the loss at each point, in the target's unit (mse in its square)
 * @throws OptionError, ShapeError or DataError for an axis or data that do not fit the model
 * @example
 * const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", standardize: false });
 * lossSurface(model, data, { parameter: 0, from: -1, to: 3, steps: 41 }, { parameter: 1, from: -5, to: 5, steps: 41 });
 */
export function lossSurface(model: Model, data: Dataset, x: Axis, y: Axis): LossSurface {
  const caller = "lossSurface";
  return surfaceOf(caller, readable(model, caller), data, x, y);
}
