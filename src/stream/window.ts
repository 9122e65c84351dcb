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
   * Takes as many rows as there is room for, from number `from` on.
   *
   * @param weights as they were given; those of `data` were divided
   * @returns how many
   */
  fill(data: CheckedRows, weights: Float64Array | undefined, from: number): number {
    const engine = this.#engine;
    const at = this.#rows;
    const to = Math.min(data.rows, from + this.size - at);
    const { meanWeight, classWeights, stages } = this.#survey;
    const counts =
      meanWeight === undefined
        ? undefined
        : Float64Array.from({ length: data.rows }, (_, r) => {
            const ofClass = classWeights ? classWeights[classOf(data, r)] : 1;
            return ((weights?.[r] ?? 1) * ofClass) / meanWeight;
          });
    writeRows(engine, engine.train as TableViews, { ...data, weights: counts }, stages, from, to, at);
    this.#rows += to - from;
    engine.trainRows = this.#rows;
    return to - from;
  }
}
