import type { Dataset, Model } from "downhill";
import type { Rows } from "./data/rows.js";
import type { Frame, Part } from "./messages.js";
import { Pace } from "./pictures/pace.js";

/** The share of the time that measuring a part of the rows may take while training plays. */
const SHARE = 0.02;

/** How good the model is on each part of the rows, by the measure of About: measured when it pauses, now and then while it plays. */
export class Scores {
  readonly #rows: Rows;
  /** Whether the loss of the validation rows, which is known after each epoch, is the measure. */
  readonly #isLoss: boolean;
  readonly #paces = { train: new Pace(SHARE), validation: new Pace(SHARE) };
  #last: { train?: number; validation?: number } = {};

  constructor(rows: Rows, isLoss: boolean) {
    this.#rows = rows;
    this.#isLoss = isLoss;
  }

  /** The test rows are kept for pauses and the end: whoever watches them while choosing has seen them. */
  of(model: Model, isPlaying: boolean, validationLoss?: number): Frame["score"] {
    const { test } = this.#rows;
    const known = this.#isLoss && isPlaying ? validationLoss : undefined;
    this.#last = {
      train: this.#measure("train", model, isPlaying),
      validation: known ?? this.#measure("validation", model, isPlaying),
    };
    return { ...this.#last, ...(!isPlaying && test && { test: measured(model, test) }) };
  }

  #measure(part: Exclude<Part, "test">, model: Model, isPlaying: boolean): number | undefined {
    const data = this.#rows[part];
    return data && (this.#paces[part].take(() => measured(model, data), !isPlaying) ?? this.#last[part]);
  }
}

function measured(model: Model, data: Dataset): number {
  const scores = model.evaluate(data);
  return "mae" in scores ? scores.mae : 1 - scores.accuracy;
}
