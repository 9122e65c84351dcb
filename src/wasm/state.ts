import { PROGRESS as record } from "./record.js";

/** What a model knows besides its spec: everything that training changes. Vectors are in the outside order. */
export interface State {
  parameters: Float32Array;
  /** The optimizer's vectors, as many as it keeps. */
  slots: Float32Array[];
  /**
   * Where training stands, [7]: the generator's four words and dropout's; the steps of the optimizer so far; and those that the
   * slots hold.
   */
  progress: Uint32Array;
}

/** How many numbers `progress` has, and where in it the counts of steps are. */
export const PROGRESS = record.size / 4;
export const UPDATES = record.fields.updates[1] / 4;
export const STEPS = record.fields.steps[1] / 4;
