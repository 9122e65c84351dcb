import { NetworkField } from "./record.js";

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

/** Where in `progress` the counts of steps are. */
export const UPDATES = NetworkField.updates;
export const STEPS = NetworkField.steps;
