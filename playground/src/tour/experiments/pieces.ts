import { adam, dataset, dense, Model } from "downhill";
import { errorOfSum, type Piece, type PieceSum } from "../data/pieces.js";
import { WEEK_NUMBERS, WEEKS, yearCurve } from "../data/year.js";
import type { Experiment } from "./experiment.js";

const EPOCHS = 600;
const EPOCHS_BETWEEN_PICTURES = 15;

/** The network sees the year from -1 to 1, and thousands of births around their middle. */
const MIDDLE = (WEEKS + 1) / 2;
const HALF = WEEKS / 2;
const BASE = 12_600;

export interface PiecesResult extends PieceSum {
  /** Root of the mean squared error in births, before and after. */
  readonly before: number;
  readonly after: number;
}

/** Step 6: training goes on from the pieces as a person has left them. */
export const pieces: Experiment<PieceSum, PieceSum, PiecesResult> = async (
  births,
  start,
  { show, signal },
) => {
  const year = yearCurve(births);
  const data = dataset({
    inputs: WEEK_NUMBERS.map((week) => (week - MIDDLE) / HALF),
    targets: year.map((value) => (value - BASE) / 1000),
  });
  const optimizer = adam({ learningRate: { schedule: "cosine", initial: 0.03, epochs: EPOCHS } });
  const layers = [dense(start.pieces.length, "hardSigmoid"), dense(1)];
  const model = new Model({ inputs: 1, layers, loss: "mse", optimizer, standardize: false });
  model.parameters = parametersOf(start);
  await model.fit(data, {
    epochs: EPOCHS,
    batchSize: "all",
    signal,
    onEpoch: ({ epoch }) =>
      epoch % EPOCHS_BETWEEN_PICTURES === 0 ? show(piecesOf(model.parameters)) : undefined,
  });
  const end = piecesOf(model.parameters);
  return { ...end, before: errorOfSum(start, year), after: errorOfSum(end, year) };
};

/** A hard sigmoid rises from 0 to 1 while w x + b goes from -3 to 3. */
function parametersOf({ constant, pieces: all }: PieceSum): number[] {
  const w = all.map(({ left, right }) => (6 * HALF) / (right - left));
  const b = all.map(({ left }, i) => -3 - (w[i] * (left - MIDDLE)) / HALF);
  return [...w, ...b, ...all.map(({ height }) => height / 1000), (constant - BASE) / 1000];
}

function piecesOf(parameters: Float32Array): PieceSum {
  const count = (parameters.length - 1) / 3;
  let constant = BASE + 1000 * parameters[3 * count];
  const found = Array.from({ length: count }, (_, i): Piece => {
    const [w, b, c] = [parameters[i], parameters[count + i], parameters[2 * count + i]];
    const ends = [-3, 3].map((at) => MIDDLE + (HALF * (at - b)) / w);
    if (w > 0) return { left: ends[0], right: ends[1], height: 1000 * c };
    // It falls from c to 0: the same as c and a ramp to -c.
    constant += 1000 * c;
    return { left: ends[1], right: ends[0], height: -1000 * c };
  });
  return { constant, pieces: found };
}
