import { DataError, dataset, Model, type Dataset } from "../../index.js";
import { formatOf } from "../base/container.js";
import { listed } from "../base/format.js";
import type { Column, Table } from "../read/table.js";
import { readBytes } from "../read/text-file.js";
import { isNotes, type Notes } from "./notes.js";
import { inputRows, seriesCalendar, seriesRows } from "./rows.js";
import { savedFeatures, savedMixedDataset } from "./saved-mixed.js";
import type { ClassName } from "./target.js";

/** A model that `downhill fit` has saved, and what it noted of its training. */
export interface SavedModel {
  readonly model: Model;
  readonly notes: Notes;
}

/** A safetensors file begins with 8 bytes, the length of its header, and the header with a brace. */
const HEADER_START = 8;
const BRACE = "{".charCodeAt(0);

/** @throws DataError for a file that is damaged, foreign, or a model saved by a program of its own */
export function loadModel(path: string): SavedModel {
  const bytes = readBytes(path);
  if (bytes[HEADER_START] !== BRACE) {
    throw new DataError(`${path} is not a model saved by downhill fit --save.`);
  }
  if (formatOf(Buffer.from(bytes)) === "downhill checkpoint") {
    throw new DataError(
      `${path}: this is a checkpoint, a training under way. End it with fit --checkpoint ${path} --resume --save <file>.`,
    );
  }
  const model = parseModel(path, bytes);
  const notes = (model.notes as { cli?: Partial<Notes> } | undefined)?.cli;
  if (!isNotes(notes)) {
    throw new DataError(
      `${path}: this model was not saved by "downhill fit" (of this version), so that it is unknown which columns it ` +
        `reads. Use Model.load in a program.`,
    );
  }
  return { model, notes };
}

function parseModel(path: string, bytes: Uint8Array): Model {
  try {
    return Model.load(bytes);
  } catch (error) {
    if (error instanceof Error) throw new DataError(`${path}: ${error.message}`);
    throw error;
  }
}

/** The rows of a table as a saved model reads them, one after another, [rows x columns]. */
export function savedInputRows(table: Table, notes: Notes): Float64Array {
  const columns = notes.inputs.map((name) => table.column(name));
  return inputRows(table, columns);
}

/** The values of a saved model's series; for a classified one, checked to be 0 and 1. */
export function savedSeriesValues(table: Table, notes: Notes): Float64Array {
  const column = table.column(notes.target);
  const values = table.numbers(column);
  if (notes.task === "regression") return values;
  const row = values.findIndex((value) => value !== 0 && value !== 1);
  if (row < 0) return values;
  throw table.cellError(column, row, "the model was trained on a series of nothing but 0 and 1.");
}

/** All rows of a file as a saved model's dataset, with the answers in it. */
export function savedDataset(model: Model, table: Table, notes: Notes): Dataset {
  if (notes.series !== undefined) {
    return seriesRows(table, savedSeriesValues(table, notes), notes.series, seriesCalendar(table));
  }
  const column = table.column(notes.target);
  const features = savedFeatures(model);
  if (features) {
    const answers = notes.classes ? knownLabels(table, column, notes.classes) : table.numbers(column);
    return savedMixedDataset(table, features, notes, answers);
  }
  const inputs = savedInputRows(table, notes);
  const layout = { inputWidth: notes.inputs.length };
  if (notes.classes === undefined) return dataset({ inputs, targets: table.numbers(column) }, layout);
  return dataset({ inputs, labels: knownLabels(table, column, notes.classes) }, layout);
}

/** The class of each row. @throws DataError naming the first that the training has not seen */
function knownLabels(table: Table, column: Column, classes: readonly ClassName[]): ClassName[] {
  const areNumbers = typeof classes[0] === "number";
  const labels: ClassName[] = areNumbers ? Array.from(table.numbers(column)) : [...table.texts(column)];
  const row = labels.findIndex((label) => !classes.includes(label));
  if (row < 0) return labels;
  const known = classes.map((name) => JSON.stringify(name));
  throw table.cellError(
    column,
    row,
    `the class ${JSON.stringify(labels[row])} was not among the training rows. Known: ${listed(known, 10)}.`,
  );
}
