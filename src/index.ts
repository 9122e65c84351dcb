/**
 * downhill: finds a function from data, anywhere JavaScript runs.
 */
// First, as the learner is in model.ts and so on down to wasm/inlined.ts: the core's text then opens a bundle. Amid the code it
// would cost gzip 0.8 KB more.
export { lossSurface, Model } from "./model.js";
export { dataset } from "./dataset.js";
export type { Dataset, DatasetOptions, DatasetSource } from "./dataset.js";
export type { Label, Labels, Numbers, Split, SplitOptions, Table } from "./dataset.js";
export { DataError, DivergedError, OptionError, ShapeError, type ErrorDetails } from "./errors.js";
export type { ClassificationEvaluation, Evaluation, RegressionEvaluation } from "./evaluation.js";
export type { FitOptions } from "./fit-options.js";
export type { Json, ModelJson, Notes } from "./format.js";
export type { Epoch, History, Signal, StopReason } from "./history.js";
export {
  dense,
  dropout,
  type Activation,
  type DenseSpec,
  type DropoutSpec,
  type Initializer,
  type LayerSpec,
} from "./layer.js";
export { huber, type HuberSpec, type LossSpec } from "./loss.js";
export { accuracy, auc, confusion, regressionMetrics, type RegressionMetrics } from "./metrics.js";
export type { Classification } from "./predict.js";
export { adagrad, adam, adamw, rmsprop, sgd, type OptimizerSpec } from "./optimizer.js";
export type { CosineSchedule, LearningRate, StepSchedule } from "./schedule.js";
export type { ModelOptions, ModelSpec } from "./spec.js";
export type { Axis, LossSurface } from "./surface.js";
export { windows, type WindowOptions } from "./windows.js";
