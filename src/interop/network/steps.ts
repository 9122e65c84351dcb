import type { Scaling } from "./network.js";

/** One step of arithmetic upon each column by itself; a list of one number is for all columns. */
export interface Step {
  readonly kind: "add" | "subtract" | "multiply" | "divide";
  readonly values: ArrayLike<number>;
}

/** What steps come to: x factor + term in each column, in float64. */
export interface Affine {
  readonly factor: Float64Array;
  readonly term: Float64Array;
}

export function affineOf(steps: readonly Step[], width: number): Affine {
  const factor = new Float64Array(width).fill(1);
  const term = new Float64Array(width);
  for (const step of steps) {
    for (let c = 0; c < width; c++) {
      const value = at(step, c);
      if (step.kind === "add") term[c] += value;
      if (step.kind === "subtract") term[c] -= value;
      if (step.kind === "multiply") {
        factor[c] *= value;
        term[c] *= value;
      }
      if (step.kind === "divide") {
        factor[c] /= value;
        term[c] /= value;
      }
    }
  }
  return { factor, term };
}

/** The steps as (x - mean) / deviation: a subtraction and a division after it are kept to the bit. Deviations may come out as 0 or less. */
export function scalingOf(steps: readonly Step[], width: number): Scaling {
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width).fill(1);
  for (const step of steps) {
    for (let c = 0; c < width; c++) {
      const value = at(step, c);
      if (step.kind === "subtract") mean[c] += value * deviation[c];
      if (step.kind === "add") mean[c] -= value * deviation[c];
      if (step.kind === "divide") deviation[c] *= value;
      if (step.kind === "multiply") deviation[c] /= value;
    }
  }
  return { mean, deviation };
}

/** Whether the model's scaler can be this: every mean finite, every deviation finite and above 0. */
export function isScaling({ mean, deviation }: Scaling): boolean {
  return mean.every(Number.isFinite) && deviation.every((value) => value > 0 && Number.isFinite(value));
}

/** Whether it changes nothing. */
export function isIdentity({ mean, deviation }: Scaling): boolean {
  return mean.every((value) => value === 0) && deviation.every((value) => value === 1);
}

function at({ values }: Step, column: number): number {
  return values.length === 1 ? values[0] : values[column];
}
