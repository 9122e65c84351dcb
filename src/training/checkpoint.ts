import type { Dataset } from "../data/dataset.js";
import type { Learner } from "../network/learner.js";
import type { State } from "../wasm/state.js";
import { hasBest, type Watch } from "./early-stopping.js";
import type { FitOptions } from "./fit-options.js";
import { Session } from "./session.js";

/** All that a fit depends on besides the model's spec, scaler and classes, the data and the options: what `resume` takes. */
export interface SessionCheckpoint {
  /** Epochs of this fit that are done. */
  readonly epochsDone: number;
  /** Epochs that the model has been trained in its whole life. */
  readonly epoch: number;
  /** The row of the epoch under way at which training goes on, where a batch begins; 0 between two epochs. */
  readonly row: number;
  readonly state: State;
  /** Only inside an epoch: the state at its start, to which a divergence returns, and the losses of its batches so far. */
  readonly underWay?: { readonly start: State; readonly lossSums: readonly number[] };
  readonly watch: Watch;
  /** The parameters of the best epoch so far, where there is validation. */
  readonly best?: Float32Array;
}

/** All that the rest of the fit depends on, as it is now. Inside a batch it is the state that the batch began with. */
export function checkpointOf({ engine, fit, learner, epochsDone, watch }: Session): SessionCheckpoint {
  const { cursor } = engine;
  const row = cursor - (cursor % fit.options.batchSize);
  // Before an epoch's first update the parameters are those of its start, but the shuffle has used the generator.
  const state = cursor > 0 && row === 0 ? engine.readEpochStart() : engine.readState();
  return {
    epochsDone,
    epoch: learner.epoch,
    row,
    state,
    ...(row > 0 && { underWay: { start: engine.readEpochStart(), lossSums: Array.from(engine.epochSums) } }),
    watch,
    ...(hasBest(watch) && { best: engine.readBest() }),
  };
}

/** A fit that goes on from a checkpoint of one with the same model, data and options, to the same bits. */
export function resume(
  caller: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
  { epochsDone, epoch, row, state, underWay, watch, best }: SessionCheckpoint,
): Session {
  const session = Session.begin(caller, learner, train, options);
  const { engine, fit } = session;
  session.epochsDone = epochsDone;
  session.watch = watch;
  learner.epoch = epoch;
  if (best && fit.validation) engine.writeBest(best);
  if (underWay) {
    engine.write(underWay.start);
    engine.core.beginEpoch(fit.options.shuffle);
    engine.core.keepStart();
    engine.epochSums.set(underWay.lossSums);
    engine.cursor = row;
  }
  engine.write(state);
  learner.trained();
  return session;
}
