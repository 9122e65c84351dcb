/**
 * downhill/predict: saved models that predict, without the code that trains them.
 */
export { fromJSON, load } from "./predictor.js";
export type { Predictor } from "./predictor.js";
export type { Dataset, Label, Numbers, Table } from "./data/dataset.js";
export { DataError, DownhillError, OptionError, ShapeError, type ErrorDetails } from "./base/errors.js";
export type { Extension, Extensions, Json, LoadOptions, Notes } from "./files/attachments.js";
export type { ModelJson } from "./files/manifest.js";
export type { Classification } from "./network/predict.js";
export type { Cell, Row, RowTable } from "./data/rows.js";
