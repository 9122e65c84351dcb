import type { Label } from "../data/labels.js";
import type { State } from "../wasm/state.js";
import type { Learner } from "./learner.js";
import { type StagesJson, stagesJson } from "./stages.js";

/**
 * All that training has changed in a model, as plain data: typed arrays, and what JSON holds. With the model's spec it is the whole
 * model: a learner that is given it goes on to the same bits, in another thread and in another runtime too.
 *
 * Between two epochs of a fit it is the last finished one. What else the rest of that fit depends on is in training/checkpoint.ts.
 */
export interface Learnt {
  /** The classes in the order of the outputs, once they are known. */
  readonly classes?: readonly Label[];
  /** The scalers, once they are fitted. */
  readonly stages: StagesJson;
  /** Epochs trained so far, over the model's whole life. */
  readonly epoch: number;
  /** Parameters, the optimizer's vectors, the generator and the counts of steps. */
  readonly state: State;
}

/** What a learner has learnt so far; a copy that shares nothing with it. */
export function learntBy(learner: Learner): Learnt {
  const { classes, stages, epoch, state } = learner.copy();
  return { classes, stages: stagesJson(stages), epoch, state };
}

/** Puts a learner where another of the same spec stood. It keeps the arrays. */
export function teach(learner: Learner, { classes, stages, epoch, state }: Learnt): void {
  learner.state = state;
  learner.restoreStages(stages);
  Object.assign(learner, { classes, epoch });
}
