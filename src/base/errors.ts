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

/** Numbers of the wrong count: a row too short, a matrix that does not divide, a layer that does not fit. */
export class ShapeError extends RangeError implements ErrorDetails {
  override readonly name: string = "ShapeError";
  declare readonly expected?: unknown;
  declare readonly received?: unknown;
  declare readonly row?: number;
  declare readonly column?: number;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message);
    Object.assign(this, details);
  }
}

/** Data that cannot be used: NaN, an unknown class, a damaged file, nothing at all. */
export class DataError extends TypeError implements ErrorDetails {
  override readonly name: string = "DataError";
  declare readonly expected?: unknown;
  declare readonly received?: unknown;
  declare readonly row?: number;
  declare readonly column?: number;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message);
    Object.assign(this, details);
  }
}

/** An option or a name that the library does not know, or a value outside its range. */
export class OptionError extends TypeError implements ErrorDetails {
  override readonly name: string = "OptionError";
  declare readonly expected?: unknown;
  declare readonly received?: unknown;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message);
    Object.assign(this, details);
  }
}

/** Training left the numbers: a loss, a gradient or a weight is NaN or infinite. The model keeps its last good weights. */
export class DivergedError extends RangeError {
  override readonly name: string = "DivergedError";

  constructor(
    message: string,
    /** The epoch in which it happened, from 1. */
    readonly epoch: number,
    /** The update in which it was seen, from 1, counted over the model's whole life. */
    readonly update: number,
    readonly learningRate: number,
  ) {
    super(message);
  }
}
