import { DownhillError } from "../base/errors.js";

/** A package that draws is not installed: @observablehq/plot, or outside of a page linkedom. */
export class MissingPeerError extends DownhillError {
  override readonly name: string = "MissingPeerError";
  /** What the runtime said. */
  declare readonly cause?: unknown;

  constructor(
    message: string,
    /** The package that could not be imported. */
    readonly peer: string,
    cause: unknown,
  ) {
    super(message);
    Object.defineProperty(this, "cause", { value: cause, configurable: true });
  }
}
