import type { Dataset } from "../data/dataset.js";
import { checkDataset } from "../data/is-dataset.js";
import { scaleRows } from "../data/scaler.js";
import type { Model } from "../model.js";
import { LEARNER, readable } from "../network/inside.js";
import { knownStages } from "../network/stages.js";

/** Rows as a model's network sees them. */
export interface EncodedRows {
  /** The names of the columns: `wind`, `wind:missing`, `city=Oslo`, `day:weekday=1`. */
  readonly columns: readonly string[];
  /** [rows x columns], float64; the network has them rounded to float32. */
  readonly values: Float64Array;
}

/**
 * The rows of a dataset as the network of a trained model sees them: categories as 0 and 1, missing cells filled, standardized.
 *
 * @throws OptionError for a model that was not trained; DataError for rows that it does not take
 */
export function encode(model: Model, data: Dataset): EncodedRows {
  const caller = "encode";
  const learner = readable(model, caller);
  const { inputs } = knownStages(caller, model[LEARNER].stages);
  const { rows } = data;
  const encoded = inputs.blocks(learner.match(caller, checkDataset(caller, data))).rows(0, rows);
  const { width } = inputs;
  const columns =
    inputs.columns ?? learner.spec.columns ?? Array.from({ length: width }, (_, c) => String(c));
  return { columns, values: scaleRows(inputs.scaler, encoded, 0, rows, new Float64Array(rows * width)) };
}
