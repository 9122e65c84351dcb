import { mean, spreadOf, type Spread } from "../../base/statistics.js";
import type { BirthsErrors, BirthsResult } from "../../lecture/births.js";
import type { SpamResult } from "../../lecture/spam.js";

/** What a row of the lecture says of the networks that it trained: one for each seed, and means over them. */
interface TrainedRow {
  readonly model: string;
  /** How many networks were trained. */
  readonly seeds: number;
  readonly epochs: number;
  /** Of all of them. */
  readonly seconds: number;
}

export interface BirthsRow extends TrainedRow {
  /** Mean absolute errors in births. */
  readonly train: Spread;
  readonly test: Spread;
  readonly bestEpoch: number;
  /** The errors at an epoch on the way, where they were looked at. */
  readonly early?: BirthsErrors;
}

export interface SpamRow extends TrainedRow {
  readonly trainLoss: Spread;
  readonly logLoss: Spread;
  readonly accuracy: number;
  readonly auc: number;
}

/** @param results one for each seed */
export function birthsRow(model: string, results: readonly BirthsResult[], seconds: number): BirthsRow {
  const early = results.flatMap((result) => result.early ?? []);
  return {
    model,
    seeds: results.length,
    epochs: mean(results.map((result) => result.epochs)),
    seconds,
    train: spreadOf(results.map((result) => result.train)),
    test: spreadOf(results.map((result) => result.test)),
    bestEpoch: mean(results.map((result) => result.bestEpoch)),
    early:
      early.length === 0
        ? undefined
        : {
            train: mean(early.map((errors) => errors.train)),
            test: mean(early.map((errors) => errors.test)),
          },
  };
}

/** @param results one for each seed */
export function spamRow(model: string, results: readonly SpamResult[], seconds: number): SpamRow {
  return {
    model,
    seeds: results.length,
    epochs: mean(results.map((result) => result.epochs)),
    seconds,
    trainLoss: spreadOf(results.map((result) => result.trainLoss)),
    logLoss: spreadOf(results.map((result) => result.logLoss)),
    accuracy: mean(results.map((result) => result.accuracy)),
    auc: mean(results.map((result) => result.auc)),
  };
}
