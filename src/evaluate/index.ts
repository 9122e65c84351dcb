/**
 * downhill/evaluate: how good a model is, and what its error surface looks like.
 */
export { type Axis, type LossSurface } from "../judge/surface.js";
export { accuracy, auc, confusion, regressionMetrics, type RegressionMetrics } from "../judge/metrics.js";
export { lossSurface } from "./loss-surface.js";
export {
  reliability,
  type Reliability,
  type ReliabilityBin,
  type ReliabilityOptions,
} from "../judge/reliability.js";
export type { ColumnImportance, ColumnName, ImportanceOptions } from "../judge/importance.js";
export { importance } from "./importance.js";
export { descentPlane, type DescentPlane, type DescentPlaneOptions } from "./descent-plane.js";
export { learningCurve, type LearningCurveOptions, type LearningCurvePoint } from "./learning-curve.js";
export { unitShares, type UnitShares, type UnitSharesOptions } from "./unit-shares.js";
