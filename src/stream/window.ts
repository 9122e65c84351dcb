import type { CheckedRows } from "../network/checked-rows.js";
import { classOf, writeRows } from "../network/checked-rows.js";
import type { TableViews, TrainingEngine } from "../wasm/training-engine.js";
import type { Survey } from "./survey.js";

/** The rows of a stream that are in memory: the core's training table, filled again and again. */
export class Window {
  /** How many rows it has room for. */
  readonly size: number;
  #rows = 0;
  readonly #engine: TrainingEngine;
  readonly #survey: Survey;

  constructor(engine: TrainingEngine, survey: Survey, size: number) {
    this.#engine = engine;
    this.#survey = survey;
    this.size = size;
  }

  /** How many it holds. */
  get rows(): number {
    return this.#rows;
  }

  get isFull(): boolean {
    return this.#rows === this.size;
  }

  clear(): void {
    this.#rows = 0;
  }

  /**
   * Rows as they are to be trained on, each counting what its weight and its class say of the mean 1.
   *
   * @param given their weights as they came; those of `data` were divided
   */
  weighted(data: CheckedRows, given: Float64Array | undefined): CheckedRows {
    const { meanWeight, classWeights } = this.#survey;
    if (meanWeight === undefined) return { ...data, weights: undefined };
    const weights = Float64Array.from({ length: data.rows }, (_, r) => {
      const ofClass = classWeights ? classWeights[classOf(data, r)] : 1;
      return ((given?.[r] ?? 1) * ofClass) / meanWeight;
    });
    return { ...data, weights };
  }

  /**
   * Takes as many rows as there is room for, from number `from` on.
   *
   * @returns how many
   */
  fill(data: CheckedRows, from: number): number {
    const engine = this.#engine;
    const at = this.#rows;
    const to = Math.min(data.rows, from + this.size - at);
    writeRows(engine, engine.train as TableViews, data, this.#survey.stages, from, to, at);
    this.#rows += to - from;
    engine.trainRows = this.#rows;
    return to - from;
  }
}
