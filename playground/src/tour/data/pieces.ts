import { mean } from "./births.js";
import { WEEK_NUMBERS } from "./year.js";

/** A hard sigmoid as a ramp: 0 until `left`, then straight to `height` at `right`, and that from there on. */
export interface Piece {
  /** Week in which the ramp begins, and in which it ends: left < right. */
  readonly left: number;
  readonly right: number;
  /** Births. */
  readonly height: number;
}

/** A constant and pieces. */
export interface PieceSum {
  readonly constant: number;
  readonly pieces: readonly Piece[];
}

/** Where a person begins: the mean, and four pieces that are still flat. */
export function flatPieces(year: Float64Array): PieceSum {
  const ramps = [
    [2, 8],
    [17, 26],
    [31, 37],
    [39, 45],
  ];
  return { constant: mean(year), pieces: ramps.map(([left, right]) => ({ left, right, height: 0 })) };
}

export function pieceAt({ left, right, height }: Piece, week: number): number {
  return height * Math.min(1, Math.max(0, (week - left) / (right - left)));
}

export function sumAt({ constant, pieces }: PieceSum, week: number): number {
  return pieces.reduce((sum, piece) => sum + pieceAt(piece, week), constant);
}

/** Root of the mean squared error over the weeks, in births. */
export function errorOfSum(sum: PieceSum, year: Float64Array): number {
  return Math.sqrt(mean(year, (births, i) => (births - sumAt(sum, WEEK_NUMBERS[i])) ** 2));
}
