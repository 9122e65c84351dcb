import type { Steps } from "../base/steps.js";
import { allAtOnce, type Blocks } from "../data/blocks.js";
import { scalerSteps } from "../data/fit-scaler.js";
import { measuredBlocks } from "../data/measured.js";
import type { Rows } from "../data/rows.js";
import type { Scaler } from "../data/scaler.js";
import type { InputStage } from "./input-stage.js";

/** What is found in the rows that a model is fitted on. `ofConstant` is the deviation of a constant column. */
export interface Statistics {
  /** A stage that has seen them; `isWhole` says whether they are all. */
  fitted(stage: InputStage, isWhole: boolean): Steps<InputStage>;
  /** Mean and deviation of each input of the network. */
  inputs(stage: InputStage, ofConstant: number): Steps<Scaler>;
  /** The same of each target. Only where there are targets. */
  targets(stage: InputStage, ofConstant: number): Steps<Scaler>;
}

/** Rows that stages are fitted on. */
interface FittedRows {
  readonly inputRows: Rows;
  readonly targetRows: Rows | undefined;
  readonly rows: number;
  /** How much each counts. */
  readonly weights: Float64Array | undefined;
}

/** Those of rows that are all there. */
export function statisticsOf(data: FittedRows): Statistics {
  const { inputRows, rows, weights } = data;
  return {
    *fitted(stage, isWhole) {
      return stage.fitted ? yield* stage.fitted(inputRows, rows, weights, isWhole) : stage;
    },
    inputs: (stage, ofConstant) => scalerSteps(stage.blocks(inputRows), rows, weights, ofConstant),
    targets: (stage, ofConstant) => scalerSteps(targetBlocks(stage, data), rows, weights, ofConstant),
  };
}

function targetBlocks(
  { targetOrigin: origin }: InputStage,
  { inputRows: inputs, targetRows }: Pick<FittedRows, "inputRows" | "targetRows">,
): Blocks {
  const rows = targetRows as Rows;
  return origin < 0 ? allAtOnce(rows) : measuredBlocks({ rows, inputs, origin, count: rows.width });
}

/** Rows as the scalers see them. */
export function unscaledRows(
  stage: InputStage,
  { inputRows, targetRows, rows }: Pick<FittedRows, "inputRows" | "targetRows" | "rows">,
): { inputRows: Rows; targetRows: Rows | undefined } {
  return {
    inputRows: stage.blocks(inputRows).rows(0, rows),
    targetRows: targetRows && targetBlocks(stage, { inputRows, targetRows }).rows(0, rows),
  };
}
