import type { Dataset } from "../data/dataset.js";
import { type ColumnImportance, importanceOf, type ImportanceOptions } from "../judge/importance.js";
import type { Model } from "../model.js";
import { readable } from "../network/inside.js";

/**
 * Permutation importance: by how much the model's loss grows when the values of a column are shuffled among the rows, so that they no
 * longer tell anything of their row (Breiman 2001; Fisher, Rudin & Dominici 2019). Model and data stay as they are.
 *
 * Of rows of `table`, a column is a column of the table: all that is made of it (categories, a calendar, where it is missing) is shuffled
 * together. Of `windows`, each column of the window is one. Rows are shuffled among all rows, those of weight 0 apart; the loss counts
 * rows by weight.
 *
 * Columns that tell the same share their importance: with one shuffled, the model has the other, and both seem to matter little. It says
 * what this model uses, not what is worth knowing; ask with rows that the model was not trained on. About 0 is no importance; below 0 is
 * chance, or what the model has learnt of noise.
 *
 * @returns from the most important on; equal ones in the order of the columns
 * @throws OptionError for a column that there is not, or a model that was not trained; DataError for a single row, or where a loss is not
 *   finite; ShapeError or DataError for data that do not fit the model
 * @example
 * importance(model, test, { repeats: 10 }) // [{ column: "temperature", mean: 4.1, deviation: 0.3 }, ...]
 */
export function importance(model: Model, data: Dataset, options: ImportanceOptions = {}): ColumnImportance[] {
  return importanceOf(readable(model, "importance"), data, options);
}
