import { worst } from "../tests/support/close.js";
import { createBaseline, createCore, PREDICT_ROWS, SINGLE_ROWS } from "./contestants.js";
import { startingParameters, type Task } from "./tasks.js";

/**
 * The largest |a - b| / max(1, |b|) of losses, parameters and predictions. The core computes in float32, the baseline in
 * doubles; measured: below 2e-6 on every task.
 */
const TOLERANCE = 1e-5;

/** The largest distance of the parameters as a part of the way that they went; measured: below 6e-6. */
const WAY_TOLERANCE = 1e-4;

/**
 * Throws unless core and baseline do the same: from the same parameters and with the rows in the same order, predictions
 * of one row and of many, the loss of one epoch, and the parameters after it.
 */
export function checkAgreement(
  task: Task,
  core = createCore(task, { shuffle: false }),
  baseline = createBaseline(task, { shuffle: false }),
): void {
  const compare = (what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void => {
    const { index, distance } = worst(actual, expected);
    if (actual.length === expected.length && distance <= TOLERANCE) return;
    throw new Error(
      `${task.name}: core and baseline disagree on ${what}: [${index}] of ${actual.length} is ${actual[index]} ` +
        `and ${expected[index]} (of ${expected.length}); distance ${distance}, allowed ${TOLERANCE}. Nothing was timed.`,
    );
  };
  for (let row = 0; row < SINGLE_ROWS; row++) {
    compare(`the prediction of row ${row}`, core.predictOne(row), baseline.predictOne(row));
  }
  compare(`the predictions of ${PREDICT_ROWS} rows`, core.predictAll(), baseline.predictAll());
  compare("the loss of an epoch", [core.trainEpoch()], [baseline.trainEpoch()]);
  const [actual, expected] = [core.parameters(), baseline.parameters()];
  compare("the parameters after an epoch", actual, expected);
  const way = distance(expected, startingParameters(task));
  if (!(way > 0 && distance(actual, expected) <= WAY_TOLERANCE * way)) {
    throw new Error(
      `${task.name}: after an epoch the parameters of core and baseline are ${distance(actual, expected)} apart, and ` +
        `${way} from where they began; allowed is the ${WAY_TOLERANCE}th part of that. Nothing was timed.`,
    );
  }
  core.free();
  baseline.free();
}

/** Euclidean. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i] - b[i]) ** 2;
  return Math.sqrt(squares);
}
