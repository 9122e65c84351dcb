import type { BusyMeter } from "../machine.js";
import { type RoundOptions, timed, timeInRounds } from "../rounds.js";
import { median, spread } from "../statistics.js";
import { trainingFlops } from "../tasks.js";
import { type Curve, rowsOfPiece } from "./curves.js";
import { fitExponent, fitLine } from "./fit.js";
import { checkLearns, createTrainer } from "./trainer.js";

/** What one point costs. */
export interface Cost {
  readonly x: number;
  /** Nanoseconds of a row and of a piece, and floating-point operations of a piece. */
  readonly row: number;
  readonly piece: number;
  readonly work: number;
  /** How many times what the line says. */
  readonly ofLine: number;
  readonly spread: number;
}

export interface Measured {
  readonly curve: Curve;
  readonly costs: readonly Cost[];
  /** The line: nanoseconds of a piece that does no work, and of one operation. */
  readonly fixed: number;
  readonly slope: number;
  /** The power of the work that the cost grows with, over all points and over the last quarter of them. */
  readonly exponents: readonly [number, number];
}

/** Times an epoch of every point in turn, after checking that each learns. */
export async function measureCurve(curve: Curve, options: RoundOptions, busy: BusyMeter): Promise<Measured> {
  const works = curve.xs.map((x) => {
    const { epoch, restart, free } = createTrainer(curve.task(x));
    checkLearns(`${curve.name} ${x}`, epoch);
    return { name: String(x), run: () => void epoch(), prepare: restart, free };
  });
  const times = await timeInRounds(
    works.map((work) => timed(work, options, busy)),
    options.rounds,
  );
  for (const { free } of works) free();

  const points = curve.xs.map((x) => {
    const task = curve.task(x);
    const milliseconds = times.get(String(x)) as Float64Array;
    const row = (median(milliseconds) * 1e6) / task.rows;
    const rows = rowsOfPiece(curve, task);
    return { x, row, piece: row * rows, work: trainingFlops(task) * rows, spread: spread(milliseconds) };
  });
  const [all, pieces] = [points.map(({ work }) => work), points.map(({ piece }) => piece)];
  const [fixed, slope] = fitLine(all, pieces);
  const quarter = -Math.ceil(points.length / 4);
  return {
    ...{ curve, fixed, slope },
    exponents: [fitExponent(all, pieces), fitExponent(all.slice(quarter), pieces.slice(quarter))],
    costs: points.map((point) => ({ ...point, ofLine: point.piece / (fixed + slope * point.work) })),
  };
}
