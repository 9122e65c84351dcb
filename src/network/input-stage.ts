import type { Steps } from "../base/steps.js";
import type { Blocks } from "../data/blocks.js";
import type { DatasetParts } from "../data/parts.js";
import type { Rows } from "../data/rows.js";
import type { Scaler, ScalerJson } from "../data/scaler.js";

/**
 * What stands between a row as the caller gives it and the network. It is fitted on the training rows, belongs to the model, and lies
 * in its file.
 */
export interface InputStage {
  /** How many numbers the network takes for a row. */
  readonly width: number;
  /** Names of these numbers, where the stage itself gives them. */
  readonly columns?: readonly string[];
  /** What it does to each number last, which `unscaled` folds into the first layer. */
  readonly scaler: Scaler;
  /** The column of a row from whose value its targets are measured; -1 for none. */
  readonly targetOrigin: number;
  /** Whether a number is scaled; those that are not are 0 or 1, or lie between. */
  isScaled(column: number): boolean;
  /** Whether it says nothing of the rows that a number is the same in all of them. */
  mayStay(column: number, value: number): boolean;
  /** The same stage with another scaler. */
  withScaler(scaler: Scaler): InputStage;
  /** The numbers of rows before they are scaled. */
  blocks(rows: Rows): Blocks;
  /** One row into `out`, with nothing allocated; false where it is not of the kind that the stage takes. */
  writeRow(row: unknown, out: Float32Array): boolean;
  /** Rows `from` up to, not including, `to` of a checked table into `out`, `stride` numbers apart. */
  writeRows(rows: Rows, from: number, to: number, out: Float32Array, stride: number): void;
  /** The error of a row that writeRow refused, or that is not finite in float32 once it is written. */
  badRow(caller: string, row: unknown): Error;
  /** The error of the first row from `from` on that is not finite in float32 once it is written. */
  badRows(caller: string, rows: Rows, from: number): Error;
  /**
   * The stage once it has seen the training rows, for one that finds more in them than a scale.
   *
   * @param isWhole whether these rows are all; of a batch alone, what it lacks may come in the next
   */
  fitted?(rows: Rows, count: number, weights: Float64Array | undefined, isWhole: boolean): Steps<InputStage>;
  /**
   * The rows of a dataset as the others take them, for a stage whose rows are no plain numbers. Of those that are matched already, only
   * what the stage has come to know since is looked at.
   */
  match?(caller: string, data: DatasetParts): Rows;
  /** The same of rows as a caller has them. */
  read?(caller: string, rows: unknown): { rows: Rows; count: number };
  toJSON(): ScalerJson;
}
