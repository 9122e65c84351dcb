import { OptionError } from "../base/errors.js";
import type { DatasetParts, DataSource } from "../data/parts.js";
import { type Rows, wrongWidth } from "../data/rows.js";
import { matchColumns } from "./columns.js";
import type { InputStage } from "./input-stage.js";
import type { NetworkSpec } from "./model-spec.js";

/** The inputs of a dataset as the model's stage takes them. */
export function matchInputs(
  caller: string,
  model: { readonly spec: NetworkSpec; readonly inputStage: InputStage },
  data: DatasetParts,
): Rows {
  const { spec } = model;
  const stage = model.inputStage;
  if (stage.match) return stage.match(caller, data);
  if (data.source?.isRaw) throw rawRows(caller);
  const { width } = data.inputRows;
  if (width !== spec.inputs) throw wrongWidth(caller, { length: width }, spec.inputs);
  return matchColumns(caller, spec.columns, data);
}

/** The mark of rows that the model's own stage has matched or read. */
export const MATCHED: DataSource = { isRaw: true, isMatched: true };

/** The error of a table's rows for a model of plain numbers. */
function rawRows(caller: string): OptionError {
  return new OptionError(
    `${caller}: these rows are a table's, but the model takes plain numbers. Build it with inputs: the table's training rows.`,
    { expected: "rows of numbers", received: "a table's rows" },
  );
}
