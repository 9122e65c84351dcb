import type { Rows } from "../data/rows.js";
import type { Scaler, ScalerJson } from "../data/scaler.js";

/**
 * What stands between a row as the caller gives it and the network. It is fitted on the training rows, belongs to the model, and lies
 * in its file.
 */
export interface InputStage {
  /** How many numbers the network takes for a row. */
  readonly width: number;
  /** What it does to each number last, which `unscaled` folds into the first layer. */
  readonly scaler: Scaler;
  /** One row into `out`, with nothing allocated; false where it is not of the kind that the stage takes. */
  writeRow(row: unknown, out: Float32Array): boolean;
  /** Rows `from` up to, not including, `to` of a checked table into `out`, `stride` numbers apart. */
  writeRows(rows: Rows, from: number, to: number, out: Float32Array, stride: number): void;
  /** The error of a row that writeRow refused, or that is not finite in float32 once it is written. */
  badRow(caller: string, row: unknown): Error;
  /** The error of the first row from `from` on that is not finite in float32 once it is written. */
  badRows(caller: string, rows: Rows, from: number): Error;
  toJSON(): ScalerJson;
}
