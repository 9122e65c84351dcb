/** The sizes at which a tile, a tail or a vector of four begins or ends. */

/** Lengths in whole vectors of four, of which such kernels want at least one. */
export const LENGTHS_OF_FOUR = [4, 8, 12, 16, 20, 24, 28, 32, 36] as const;

/** Every length there is, for kernels that take any. */
export const LENGTHS: readonly number[] = Array.from({ length: 34 }, (_, length) => length);

export const ROWS = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33] as const;

/** Inputs and units of a layer. */
export const WIDTHS = [1, 2, 3, 4, 5, 8, 12, 13, 16, 17, 20, 31, 32, 33, 100] as const;

/** Every pair of inputs and units. */
export const SHAPES: readonly (readonly [inputs: number, units: number])[] = WIDTHS.flatMap((inputs) =>
  WIDTHS.map((units) => [inputs, units] as const),
);
