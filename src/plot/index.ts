/**
 * downhill/plot: results as pictures, in SVG text.
 */
export { confusionPlot, type ConfusionPlotOptions } from "./confusion-plot.js";
export { decisionRegionPlot, type DecisionRegionPlotOptions } from "./decision-region-plot.js";
export { type ColumnImportance, importancePlot, type ImportancePlotOptions } from "./importance-plot.js";
export {
  type LearningCurvePoint,
  learningCurvePlot,
  type LearningCurvePlotOptions,
} from "./learning-curve-plot.js";
export { lossPlot, type LossPlotOptions } from "./loss-plot.js";
export { lossSurfacePlot, type LossSurfacePlotOptions } from "./loss-surface-plot.js";
export { MissingPeerError } from "./missing-peer-error.js";
export type { PlotOptions, Theme } from "./options.js";
export { predictionPlot, type PredictionPlotOptions, type PredictionRows } from "./prediction-plot.js";
export { type Reliability, type ReliabilityBin, reliabilityPlot } from "./reliability-plot.js";
export { residualPlot, type ResidualPlotOptions, type ResidualRows } from "./residual-plot.js";
export { type UnitShares, unitSharesPlot, type UnitSharesPlotOptions } from "./unit-shares-plot.js";
export { weightPlot, type WeightPlotOptions } from "./weight-plot.js";
