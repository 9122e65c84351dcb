import type { Births } from "../data/births.js";

/** Who watches an experiment. */
export interface Watch<Progress> {
  /** Shows how far it is. The experiment waits for it, so that the eye can follow what takes a few milliseconds. */
  readonly show: (progress: Progress) => Promise<void> | void;
  /** Aborted when nobody wants the result any more. */
  readonly signal?: AbortSignal;
}

/** One live experiment: the same births and choices give the same result, in the trainer and in Node. */
export type Experiment<Choices, Progress, Result> = (
  births: Births,
  choices: Choices,
  watch: Watch<Progress>,
) => Promise<Result>;
