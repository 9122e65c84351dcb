/**
 * downhill/predict: saved models that predict, without the code that trains them.
 */
export { fromJSON, load } from "./predictor.js";
export type { Predictor } from "./predictor.js";
export type { Dataset, Label, Numbers, Table } from "./dataset.js";
export { DataError, OptionError, ShapeError, type ErrorDetails } from "./errors.js";
export type { Json, ModelJson, Notes } from "./format.js";
export type { Classification } from "./predict.js";
