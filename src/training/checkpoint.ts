import type { Dataset } from "../data/dataset.js";
import type { Learner } from "../network/learner.js";
import type { State } from "../wasm/state.js";
import { hasBest, type Watch } from "./early-stopping.js";
import type { FitOptions } from "./fit-options.js";
import type { Halving, StopReason } from "./history.js";
import { Session, type SessionEpoch } from "./session.js";

/** All that a fit depends on besides the model from before it, the data and the options: what `resume` takes. */
export interface SessionCheckpoint {
  /** Epochs of this fit that are done. */
  readonly epochsDone: number;
  /** Epochs that the model has been trained in its whole life. */
  readonly epoch: number;
  /** The row of the epoch under way at which training goes on, where a batch begins; 0 between two epochs, all rows where it is measured. */
  readonly row: number;
  readonly state: State;
  /** The last good state, to which a divergence returns: inside an epoch that at its start. */
  readonly good: State;
  /** The losses of the batches so far, inside an epoch. */
  readonly lossSums: readonly number[];
  readonly watch: Watch;
  readonly watchBefore: Watch;
  /** How often the learning rate was halved, and where. */
  readonly halvings: readonly Halving[];
  /** Why the fit is to end here, where it is. */
  readonly stoppedBy?: StopReason | undefined;
  /** What the fit began with, once that was measured where it had to be. */
  readonly start?: SessionEpoch | undefined;
  /** The parameters of the best epoch so far, where there is validation. */
  readonly best?: Float32Array | undefined;
}

/** All that the rest of the fit depends on, as it is now. Inside a batch it is the state that the batch began with. */
export function checkpointOf(session: Session): SessionCheckpoint {
  const { engine, fit, learner, epochsDone, watch, watchBefore, halvings, rowsDone } = session;
  // Where all rows are done the epoch is being measured, which begins again.
  const isTrained = rowsDone === fit.data.rows;
  const row = isTrained ? rowsDone : rowsDone - (rowsDone % fit.options.batchSize);
  return {
    epochsDone,
    epoch: learner.epoch,
    row,
    // Before an epoch's first update the parameters are those of its start, but the shuffle has used the generator.
    state: rowsDone > 0 && row === 0 ? engine.readEpochStart() : engine.readState(),
    good: engine.readGood(),
    lossSums: row > 0 ? Array.from(engine.epochSums) : [],
    watch,
    watchBefore,
    halvings,
    stoppedBy: session.stoppedBy,
    start: session.measuredStart,
    best: hasBest(watch) ? engine.readBest() : undefined,
  };
}

/**
 * A fit that goes on from a checkpoint of one with the same data and options, to the same bits.
 *
 * @param learner a model as it was before that fit
 */
export function resume(
  caller: string,
  learner: Learner,
  train: Dataset,
  options: FitOptions,
  checkpoint: SessionCheckpoint,
): Session {
  const session = Session.begin(caller, learner, train, options);
  const { engine, fit } = session;
  const { epoch, row, state, good, lossSums, best } = checkpoint;
  session.takeOver(checkpoint);
  learner.epoch = epoch;
  if (best && fit.validation) engine.writeBest(best);
  engine.write(good);
  if (row > 0) {
    engine.core.beginEpoch(fit.options.shuffle);
    engine.core.keepStart();
    engine.epochSums.set(lossSums);
    engine.cursor = row;
  } else {
    engine.core.keepState();
  }
  engine.write(state);
  learner.trained();
  return session;
}
