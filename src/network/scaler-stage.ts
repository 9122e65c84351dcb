import { fieldsOf, isFloat32, show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { allAtOnce, type Blocks } from "../data/blocks.js";
import { type Measured, measuredBlocks, scaleMeasured } from "../data/measured.js";
import { type Rows, wrongWidth } from "../data/rows.js";
import { type Scaler, type ScalerJson, scalerJson, scaleRows } from "../data/scaler.js";
import type { InputStage } from "./input-stage.js";
import type { Series } from "./series.js";

/**
 * Rows of numbers, each brought to mean 0 and standard deviation 1, or left as it is. Of windows of a series the newest value may be
 * subtracted first.
 */
export class ScalerStage implements InputStage {
  readonly scaler: Scaler;
  readonly targetOrigin: number;
  readonly #origin: number;
  readonly #firstIndicator: number;

  /** @param measuresTargets whether targets, too, are measured from the newest value: numbers can be, classes not */
  constructor(scaler: Scaler, { origin, firstIndicator }: Series, measuresTargets: boolean) {
    this.scaler = scaler;
    this.#origin = origin;
    this.#firstIndicator = firstIndicator;
    this.targetOrigin = measuresTargets ? origin : -1;
  }

  isScaled(column: number): boolean {
    return column < this.#firstIndicator;
  }

  mayStay(column: number, value: number): boolean {
    // The newest value less itself, and what the calendar never says.
    return column === this.#origin || (!this.isScaled(column) && value === 0);
  }

  withScaler(scaler: Scaler): InputStage {
    const series = { origin: this.#origin, firstIndicator: this.#firstIndicator };
    return new ScalerStage(scaler, series, this.targetOrigin >= 0);
  }

  blocks(rows: Rows): Blocks {
    return this.#origin < 0 ? allAtOnce(rows) : measuredBlocks(this.#measured(rows));
  }

  #measured(rows: Rows): Measured {
    const origin = this.#origin;
    return { rows, inputs: rows, origin, count: origin + 1 };
  }

  get width(): number {
    return this.scaler.mean.length;
  }

  writeRow(row: ArrayLike<unknown>, out: Float32Array): boolean {
    const { mean, deviation, isIdentity } = this.scaler;
    const { width } = this;
    if (typeof row !== "object" || row?.length !== width) return false;
    if (this.#origin >= 0) return this.#writeMeasured(row, out);
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

  #writeMeasured(row: ArrayLike<unknown>, out: Float32Array): boolean {
    const { mean, deviation } = this.scaler;
    const origin = this.#origin;
    const zero = row[origin] as number;
    for (let c = 0; c < mean.length; c++) {
      const cell = row[c];
      if (typeof cell !== "number") return false;
      out[c] = (cell - (c <= origin ? zero : 0) - mean[c]) / deviation[c];
    }
    return true;
  }

  writeRows(rows: Rows, from: number, to: number, out: Float32Array, stride: number): void {
    if (this.#origin < 0) scaleRows(this.scaler, rows, from, to, out, stride);
    else scaleMeasured(this.scaler, this.#measured(rows), from, to, out, stride);
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
    const origin = this.#origin;
    const newest = cells[origin];
    // One that is not finite would be looked for in all that are measured from it.
    const zero = Number.isFinite(newest) ? (newest as number) : 0;
    const column = mean.findIndex((value, c) => {
      const cell = cells[c];
      return !isFloat32(typeof cell === "number" && (cell - (c < origin ? zero : 0) - value) / deviation[c]);
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
