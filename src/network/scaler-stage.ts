import { fieldsOf, isFloat32, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { type Rows, wrongWidth } from "../data/rows.js";
import { type Scaler, type ScalerJson, scalerJson, scaleRows } from "../data/scaler.js";
import type { InputStage } from "./input-stage.js";

/** Rows of numbers, each brought to mean 0 and standard deviation 1, or left as it is. */
export class ScalerStage implements InputStage {
  readonly scaler: Scaler;

  constructor(scaler: Scaler) {
    this.scaler = scaler;
  }

  get width(): number {
    return this.scaler.mean.length;
  }

  writeRow(row: ArrayLike<unknown>, out: Float32Array): boolean {
    const { mean, deviation, isIdentity } = this.scaler;
    const { width } = this;
    if (typeof row !== "object" || row?.length !== width) return false;
    // Two loops: dividing by 1 would cost as much as dividing.
    if (isIdentity) {
      for (let c = 0; c < width; c++) {
        const cell = row[c];
        if (typeof cell !== "number") return false;
        out[c] = cell;
      }
    } else {
      for (let c = 0; c < width; c++) {
        const cell = row[c];
        if (typeof cell !== "number") return false;
        out[c] = (cell - mean[c]) / deviation[c];
      }
    }
    return true;
  }

  writeRows(rows: Rows, from: number, to: number, out: Float32Array, stride: number): void {
    scaleRows(this.scaler, rows, from, to, out, stride);
  }

  badRow(caller: string, row: unknown): Error {
    const fits = fieldsOf(row).length === this.width;
    const error = fits && this.#badCell(`${caller}: input `, row as ArrayLike<unknown>);
    return error || wrongWidth(caller, row, this.width);
  }

  badRows(caller: string, { values, offset, stride, width }: Rows, from: number): Error {
    for (let row = from; ; row++) {
      const start = offset + row * stride;
      const cells = values.subarray(start, start + width);
      const error = this.#badCell(`${caller}: rows[${row}]`, cells, { row });
      if (error) return error;
    }
  }

  #badCell(row: string, cells: ArrayLike<unknown>, details = {}): DataError | undefined {
    const { mean, deviation } = this.scaler;
    const column = mean.findIndex((value, c) => {
      const cell = cells[c];
      return !isFloat32(typeof cell === "number" && (cell - value) / deviation[c]);
    });
    if (column < 0) return undefined;
    const received = cells[column];
    const why = Number.isFinite(received)
      ? "too far from the training rows for float32"
      : "not a finite number";
    return new DataError(`${row}[${column}] is ${show(received)}, ${why}.`, { ...details, received, column });
  }

  toJSON(): ScalerJson {
    return scalerJson(this.scaler);
  }
}
