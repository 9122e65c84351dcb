/**
 * downhill/evaluate: how good a model is, and what its error surface looks like.
 */
export { type Axis, type LossSurface } from "../judge/surface.js";
export { accuracy, auc, confusion, regressionMetrics, type RegressionMetrics } from "../judge/metrics.js";
export { lossSurface } from "./loss-surface.js";
