import { DivergedError, type Dataset, type Model } from "../../../index.js";
import { interruptible } from "../../base/interrupt.js";
import { mean, spreadOf } from "../../base/statistics.js";
import type { Candidate, Choice } from "../../problem/choice.js";
import { buildModel, countOutputs, type LossName, type NetworkOptions } from "../../problem/network.js";
import { cutAnew, type Problem } from "../../problem/problem.js";
import type { SeriesShape } from "../../problem/rows.js";
import { splitProblem, type SplitOptions } from "../../problem/split.js";
import type { Progress } from "../../show/progress.js";

/** Rows that a candidate sees at most, counted anew in each epoch: a short series has all of its epochs. */
const MOST_ROWS = 300_000;
const FEWEST_EPOCHS = 10;

/** A probability of 0 for what happened would be infinitely wrong, and decide alone. */
const LEAST_PROBABILITY = 1e-7;

/** How candidates are trained. */
interface Training {
  readonly options: SplitOptions &
    NetworkOptions & {
      readonly epochs: number;
      readonly batch: number | "all";
      readonly onDiverge: "throw" | "halve";
    };
  readonly loss: LossName;
  readonly patience: number;
}

/**
 * Chooses how a series is cut: each candidate is trained as the fit would train it, and judged on the validation rows, never on the test
 * rows. The first one wins whose error is not larger than the smallest by more than the standard error of that difference, which is by more
 * than chance: a few validation rows decide little.
 *
 * @param candidates in the order of preference
 * @returns undefined after Ctrl-C
 * @throws DivergedError when the training of all of them diverges
 */
export async function choose(
  problem: Problem,
  candidates: readonly Candidate[],
  training: Training,
  progress: Progress,
): Promise<Choice | undefined> {
  const errors: (Float64Array | undefined)[] = [];
  let failure: unknown;
  for (const [c, candidate] of candidates.entries()) {
    const shape = { ...(problem.series as SeriesShape), ...candidate };
    try {
      const title = `choosing, ${c + 1} of ${candidates.length}`;
      const found = await errorsOf(cutAnew(problem, shape), training, (epochs) => {
        progress.start(title, epochs);
        return (epoch) => progress.update(epoch, []);
      });
      if (found === undefined) return undefined;
      errors.push(found);
    } catch (error) {
      if (!(error instanceof DivergedError)) throw error;
      failure = error;
      errors.push(undefined);
    } finally {
      progress.stop();
    }
  }
  const isSquared = training.loss === "mse";
  const means = errors.map((found) => found && (isSquared ? Math.sqrt(mean(found)) : mean(found)));
  const best = errors[indexOfLeast(means)];
  if (best === undefined) throw failure;
  const winner = errors.findIndex((found) => found !== undefined && isAsGood(found, best));
  return {
    chosen: candidates[winner],
    measure: problem.target.task === "classification" ? "log loss" : isSquared ? "RMSE" : "MAE",
    rows: best.length,
    candidates: candidates.map((candidate, c) => ({ ...candidate, error: means[c] ?? null })),
  };
}

/** How wrong a candidate is about each validation row; undefined after Ctrl-C. */
async function errorsOf(
  problem: Problem,
  { options, loss, patience }: Training,
  begin: (epochs: number) => (epoch: number) => void,
): Promise<Float64Array | undefined> {
  const { train, validation } = splitProblem(problem, options);
  const model = buildModel(train, countOutputs(problem, loss), loss, options);
  const { batch: batchSize, onDiverge } = options;
  const affordable = Math.max(FEWEST_EPOCHS, Math.ceil(MOST_ROWS / train.rows));
  const epochs = Math.min(options.epochs, affordable);
  const earlyStopping = patience > 0 ? { patience } : undefined;
  const tell = begin(epochs);
  const { stoppedBy } = await interruptible((signal) =>
    model.fit(train, {
      ...{ epochs, batchSize, onDiverge, earlyStopping, validation, signal },
      onEpoch: ({ epoch }) => tell(epoch),
    }),
  );
  return stoppedBy === "signal" ? undefined : rowErrors(model, validation as Dataset, loss);
}

/** The loss of each row: the mean over its targets. */
function rowErrors(
  model: Model,
  { inputs, targets, targetWidth, rows }: Dataset,
  loss: LossName,
): Float64Array {
  const predicted = model.predictAll(inputs);
  const errors = new Float64Array(rows);
  for (let i = 0; i < targets.length; i++)
    errors[Math.floor(i / targetWidth)] += errorOf(predicted[i], targets[i], loss) / targetWidth;
  return errors;
}

function errorOf(predicted: number, target: number, loss: LossName): number {
  if (loss === "binaryCrossEntropy")
    return -Math.log(Math.max(LEAST_PROBABILITY, target === 1 ? predicted : 1 - predicted));
  const difference = Math.abs(predicted - target);
  return loss === "mse" ? difference ** 2 : difference;
}

function indexOfLeast(values: readonly (number | undefined)[]): number {
  return values.reduce<number>(
    (least, value, i) => ((value ?? Infinity) < (values[least] ?? Infinity) ? i : least),
    0,
  );
}

/** Whether these errors are larger than the least, of the same rows, by no more than chance. */
function isAsGood(errors: Float64Array, least: Float64Array): boolean {
  const worse = Array.from(errors, (error, row) => error - least[row]);
  const { mean: difference, deviation } = spreadOf(worse);
  return deviation === null || difference <= deviation / Math.sqrt(worse.length);
}
