/**
 * downhill: finds a function from data, anywhere JavaScript runs.
 */
// First, as the learner is in model.ts and so on down to wasm/inlined.ts: the core's text then opens a bundle. Amid the code it
// would cost gzip 0.8 KB more.
export { Model } from "./model.js";
export { concat } from "./data/concat.js";
export { dataset } from "./data/dataset.js";
export { Dataset } from "./data/dataset.js";
export type { DatasetOptions, DatasetSource } from "./data/dataset.js";
export type { Label, Labels, Numbers, Split, SplitOptions, Table } from "./data/dataset.js";
export type { Cell, Row, RowTable } from "./data/rows.js";
export {
  DataError,
  DivergedError,
  DownhillError,
  OptionError,
  ShapeError,
  type ErrorDetails,
} from "./base/errors.js";
export type {
  ClassificationEvaluation,
  ClassificationMetrics,
  Evaluation,
  RegressionEvaluation,
} from "./judge/evaluate.js";
export type { FitControl, FitOptions, PlainFitOptions, ResumeOptions } from "./training/fit-options.js";
export type { Extension, Extensions, Json, LoadOptions, Notes } from "./files/attachments.js";
export type { ModelJson } from "./files/manifest.js";
export type { Epoch, Halving, History, Progress, Signal, StopReason } from "./training/history.js";
export {
  dense,
  dropout,
  type Activation,
  type DenseSpec,
  type DropoutSpec,
  type Initializer,
  type LayerSpec,
} from "./spec/layer.js";
export { huber, type HuberSpec, type LossSpec } from "./spec/loss.js";
// Their place is downhill/evaluate; here for programs that import them from here.
export {
  accuracy,
  auc,
  confusion,
  lossSurface,
  regressionMetrics,
  type Axis,
  type LossSurface,
  type RegressionMetrics,
} from "./evaluate/index.js";
export type { Classification } from "./network/predict.js";
export { adagrad, adam, adamw, rmsprop, sgd, type OptimizerSpec } from "./spec/optimizer.js";
export type { CosineSchedule, LearningRate, StepSchedule } from "./spec/schedule.js";
export type { ModelOptions, ModelSpec } from "./network/model-spec.js";
export { nextWindow, windows } from "./data/windows.js";
export type { WindowOptions } from "./data/window-options.js";
export type { CalendarField } from "./cells/calendar.js";
export type { Encoding, SeriesEncoding } from "./spec/encoding.js";
