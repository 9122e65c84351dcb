/**
 * What went wrong, where, what was expected and how to mend it.
 *
 * The text answers those questions for a person; the fields answer them for a program.
 */
export interface ErrorDetails {
  /** What would have been right: a width, a list of names, a range. */
  expected?: unknown;
  /** What came instead. */
  received?: unknown;
  /** 0-based row of the data, where one is to blame. */
  row?: number;
  /** 0-based column of the data, where one is to blame. */
  column?: number;
}

/** Every error that downhill throws on purpose: `catch (error) { if (error instanceof DownhillError) ... }`. */
export class DownhillError extends Error implements ErrorDetails {
  override readonly name: string = "DownhillError";
  declare readonly expected?: unknown;
  declare readonly received?: unknown;
  declare readonly row?: number;
  declare readonly column?: number;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message);
    Object.assign(this, details);
  }
}

/** Numbers of the wrong count: a row too short, a matrix that does not divide, a layer that does not fit. */
export class ShapeError extends DownhillError {
  override readonly name: string = "ShapeError";
}

/** Data that cannot be used: NaN, an unknown class, a damaged file, nothing at all. */
export class DataError extends DownhillError {
  override readonly name: string = "DataError";
}

/** An option or a name that the library does not know, or a value outside its range. */
export class OptionError extends DownhillError {
  override readonly name: string = "OptionError";
}

/** Training diverged: a loss, a gradient or a weight became NaN or infinite. The model keeps its last good weights. */
export class DivergedError extends DownhillError {
  override readonly name: string = "DivergedError";

  constructor(
    message: string,
    /** The epoch in which it happened, from 1. */
    readonly epoch: number,
    /** The update in which it was seen, from 1, counted over the model's whole life. */
    readonly update: number,
    readonly learningRate: number,
    /** The row and column of the input or target that is to blame, where one is. */
    details: ErrorDetails = {},
  ) {
    super(message, details);
  }
}
