import { worst } from "../tests/support/close.js";
import { PREDICT_ROWS, SINGLE_ROWS, type Contestant } from "./contestants.js";
import { startingParameters, type Task } from "./tasks.js";

/**
 * The largest |a - b| / max(1, |b|) of losses, parameters and predictions. The core computes in float32, the baseline in
 * doubles; measured: below 2e-6 on every task.
 */
const TOLERANCE = 1e-5;

/** The largest distance of the parameters as a part of the way that they went; measured: below 6e-6. */
const WAY_TOLERANCE = 1e-4;

/** What an implementation computes from a task's starting parameters, with the rows in their own order. */
export interface Results {
  /** The prediction of each of the first rows by itself. */
  readonly single: readonly ArrayLike<number>[];
  /** The predictions of many rows at once. */
  readonly all: ArrayLike<number>;
  /** The loss of one epoch, and the parameters after it. */
  readonly loss: number;
  readonly parameters: Float32Array;
}

/** Lets a fresh contestant that does not shuffle compute them, and frees it. */
export function resultsOf(contestant: Contestant): Results {
  const results = {
    single: Array.from({ length: SINGLE_ROWS }, (_, row) => Float32Array.from(contestant.predictOne(row))),
    all: contestant.predictAll(),
    loss: contestant.trainEpoch(),
    parameters: contestant.parameters(),
  };
  contestant.free();
  return results;
}

/** @throws Error unless two implementations of a task have the same results */
export function compareResults(
  task: Task,
  core: Results,
  baseline: Results,
  names = "core and baseline",
): void {
  const compare = (what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void => {
    const { index, distance } = worst(actual, expected);
    if (actual.length === expected.length && distance <= TOLERANCE) return;
    throw new Error(
      `${task.name}: ${names} disagree on ${what}: [${index}] of ${actual.length} is ${actual[index]} ` +
        `and ${expected[index]} (of ${expected.length}); distance ${distance}, allowed ${TOLERANCE}. Nothing was timed.`,
    );
  };
  core.single.forEach((prediction, row) =>
    compare(`the prediction of row ${row}`, prediction, baseline.single[row]),
  );
  compare(`the predictions of ${PREDICT_ROWS} rows`, core.all, baseline.all);
  compare("the loss of an epoch", [core.loss], [baseline.loss]);
  compare("the parameters after an epoch", core.parameters, baseline.parameters);
  const start = startingParameters(task);
  const [apart, way] = [distance(core.parameters, baseline.parameters), distance(baseline.parameters, start)];
  if (!(way > 0 && apart <= WAY_TOLERANCE * way)) {
    throw new Error(
      `${task.name}: after an epoch the parameters of ${names} are ${apart} apart, and ${way} from where they ` +
        `began; allowed is the ${WAY_TOLERANCE}th part of that. Nothing was timed.`,
    );
  }
}

/** Euclidean. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i] - b[i]) ** 2;
  return Math.sqrt(squares);
}
