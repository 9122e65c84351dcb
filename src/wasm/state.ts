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

/** Where `progress` has the counts of steps. */
export const UPDATES = 5;
export const STEPS = 6;
