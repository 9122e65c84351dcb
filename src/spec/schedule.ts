import { cosineOfHalfTurns } from "../base/cosine.js";
import {
  checkCount,
  checkName,
  checkNumber,
  checkOptions,
  isObject,
  NOT_NEGATIVE,
  POSITIVE,
  show,
} from "../base/check.js";

/** Falls by `factor` every `every` epochs: initial * factor^floor((epoch - 1) / every). */
export interface StepSchedule {
  readonly schedule: "step";
  readonly initial: number;
  /** Epochs between two falls, >= 1. */
  readonly every: number;
  /** What the rate is multiplied by, > 0. */
  readonly factor: number;
}

/**
 * Rises in a line over the first `warmup` epochs to `initial`, then falls along half a cosine to `final` at epoch
 * `epochs` and stays there (Loshchilov & Hutter 2017, without restarts).
 */
export interface CosineSchedule {
  readonly schedule: "cosine";
  readonly initial: number;
  /** Default 0. */
  readonly final?: number;
  /** The epoch that reaches `final`, > warmup. */
  readonly epochs: number;
  /** Default 0. */
  readonly warmup?: number;
}

/** A learning rate: one number, or a schedule over epochs as plain JSON. */
export type LearningRate = number | StepSchedule | CosineSchedule;

/** Throws unless `rate` is a positive number or a whole schedule. `caller` names the optimizer. */
export function checkLearningRate(caller: string, rate: unknown): asserts rate is LearningRate {
  if (!isObject(rate)) {
    checkNumber(caller, "learningRate", rate, ["a number above 0 or a schedule", POSITIVE[1]]);
    return;
  }
  const here = `${caller}: learningRate`;
  const { schedule, initial, every, factor, final = 0, epochs, warmup = 0 } = rate as Record<string, unknown>;
  checkName(`${here} schedule ${show(schedule)}`, "schedule", schedule, ["step", "cosine"]);
  checkNumber(here, "initial", initial, POSITIVE);
  if (schedule === "step") {
    checkOptions(here, rate, ["schedule", "initial", "every", "factor"]);
    checkCount(here, "every", every, 1);
    checkNumber(here, "factor", factor, POSITIVE);
    return;
  }
  checkOptions(here, rate, ["schedule", "initial", "final", "epochs", "warmup"]);
  checkCount(here, "warmup", warmup, 0);
  checkCount(here, "epochs", epochs, warmup + 1);
  checkNumber(here, "final", final, NOT_NEGATIVE);
}

/**
 * The learning rate of one epoch.
 *
 * Uses + - * / only, no Math.cos or Math.pow, whose last digits differ between engines.
 *
 * @param epoch from 1
 */
export function learningRateAt(rate: LearningRate, epoch: number): number {
  if (typeof rate === "number") return rate;
  if (rate.schedule === "step")
    return rate.initial * power(rate.factor, Math.floor((epoch - 1) / rate.every));
  const { initial, final = 0, epochs, warmup = 0 } = rate;
  if (epoch <= warmup) return (initial * epoch) / warmup;
  const progress = Math.min(1, (epoch - warmup) / (epochs - warmup));
  return final + (initial - final) * 0.5 * (1 + cosineOfHalfTurns(progress));
}

/** base^exponent by repeated squaring, exponent a whole number >= 0. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, e = exponent; e > 0; square *= square, e = Math.floor(e / 2)) {
    if (e % 2 === 1) result *= square;
  }
  return result;
}
