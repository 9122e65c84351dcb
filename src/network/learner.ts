import { TrainingEngine, type EngineOptions } from "../wasm/training-engine.js";
import type { Label } from "../data/labels.js";
import { OptionError } from "../base/errors.js";
import { parameterCount } from "../spec/layer.js";
import type { DatasetParts } from "../data/parts.js";
import type { Rows } from "../data/rows.js";
import type { InputStage } from "./input-stage.js";
import { matchInputs } from "./match-inputs.js";
import { inputStageOf, readStages, type Stages, type StagesJson, untrainedStages } from "./stages.js";
import { type ModelSpec, outputsOf } from "./model-spec.js";
import type { Predictive } from "./predict.js";
import { release, type Resident, type Seat, touch } from "../wasm/residency.js";
import { checkSize } from "../wasm/memory.js";
import type { State } from "../wasm/state.js";
import { coreModule } from "../wasm/core-module.js";

/** A fit that has the state at the moment, as the learner knows it. */
export interface FitUnderWay {
  /** Whether it waits for its own callback or loop, which may ask the model. */
  readonly isPaused: boolean;
  /** Whether nobody can go on with it any more. */
  readonly isAbandoned: boolean;
  /** Whether an epoch has begun that is not done. */
  readonly isWithinEpoch: boolean;
  /** The state in which that epoch began, where the instance does not know it. */
  readonly epochStart?: State;
  end(): unknown;
}

/**
 * What a Model is made of: its spec, what it learnt, and the instances of the core it works in at the moment, if any.
 *
 * The state rests in ordinary arrays and moves into a resident instance when there is work. While a fit is under way the state is in
 * the fit's own instance, and the resident one holds a copy for questions: what is asked in between cannot disturb the fit.
 */
export class Learner implements Predictive, Resident {
  readonly title = "Model";
  readonly spec: ModelSpec;
  readonly outputs: number;
  readonly count: number;
  /** Classes in the order of the outputs; may become known with the first labels. */
  classes: readonly Label[] | undefined;
  /** Those that are known: each from the first training on, or the identity where nothing is standardized. */
  stages: Partial<Stages>;
  /** Epochs trained so far. */
  epoch = 0;
  seat: Seat | undefined;
  #state: State | undefined;
  #resident: TrainingEngine | undefined;
  #fitting: TrainingEngine | undefined;
  /** Whether the fit has trained on since its state was last read, and since the resident instance was given it. */
  #stateIsOld = false;
  #residentIsOld = false;
  #fit: FitUnderWay | undefined;

  constructor(spec: ModelSpec, state?: State) {
    this.spec = spec;
    this.outputs = outputsOf(spec);
    this.count = parameterCount(spec);
    // Before arrays are made for a width that no memory has.
    checkSize(4 * this.count);
    this.classes = spec.classes;
    this.#state = state;
    this.stages = untrainedStages(spec);
  }

  /** The state as it is now; inside an epoch of a fit, as the epoch began. */
  get state(): State {
    const fitting = this.#fitting;
    if (!fitting) {
      if (!this.#state) this.engine(false);
      const state = this.#state as State;
      this.#resident?.read(state);
      return state;
    }
    if (this.#stateIsOld) {
      const { isWithinEpoch, epochStart } = this.#fit ?? {};
      this.#state = isWithinEpoch ? (epochStart ?? fitting.readEpochStart()) : fitting.readState();
      this.#stateIsOld = false;
    }
    return this.#state as State;
  }

  /** Takes over a state from elsewhere, arrays and all. Not while a fit's own instance has it. */
  set state(state: State) {
    this.checkOut();
    this.#state = state;
  }

  /** What rows must be, also before it is fitted on any. A method, as other entries do not know all kinds of rows. */
  get inputStage(): InputStage {
    return inputStageOf(this);
  }

  /** The inputs of a dataset as that takes them. A method, so that other entries need no copy of what refuses rows. */
  match(caller: string, data: DatasetParts): Rows {
    return matchInputs(caller, this, data);
  }

  /** Takes over stages from elsewhere. */
  restoreStages(json: StagesJson): void {
    this.stages = readStages(this.spec, json);
  }

  /** The compiled core, for whoever runs it in another thread: it need not be compiled twice. */
  get core(): object {
    return coreModule();
  }

  /** @throws OptionError within an epoch of a fit, which would go on from them, and what is asked of the model would not show them */
  setParameters(parameters: Float32Array): void {
    if (this.#fit?.isWithinEpoch)
      throw new OptionError(
        "Model.parameters: an epoch is under way. Assign them in onEpoch, or after the fit.",
      );
    this.state.parameters = parameters;
    this.#fitting?.writeParameters(parameters);
    this.engine(false).writeParameters(parameters);
  }

  /** An instance that holds the state and can predict, or also compute gradients and train. */
  engine(training: boolean): TrainingEngine {
    let engine = this.#resident;
    if (!engine || (training && !engine.options.training)) {
      this.checkOut();
      engine = this.build({ training });
      this.#moveInto(engine);
      this.#resident = engine;
      this.#residentIsOld = false;
    } else if (this.#residentIsOld) {
      engine.write(this.state);
      this.#residentIsOld = false;
    }
    touch(this);
    return engine;
  }

  /** An instance for a whole fit, which has the state until `unpin`. */
  pin(options: EngineOptions, fit: FitUnderWay): TrainingEngine {
    this.checkOut();
    const engine = this.build(options);
    this.#moveInto(engine);
    engine.core.keepState();
    this.#fitting = engine;
    this.lend(fit);
    return engine;
  }

  /** Notes a fit that trains a copy elsewhere, until `unpin`. */
  lend(fit: FitUnderWay): void {
    this.#fit = fit;
  }

  /** Notes that the fit under way has changed the state. */
  trained(): void {
    this.#stateIsOld = true;
    this.#residentIsOld = true;
  }

  unpin(): void {
    this.checkOut();
    this.#fitting?.read(this.#state as State);
    this.#fitting = undefined;
    this.#fit = undefined;
    this.#stateIsOld = false;
  }

  /** The fit that has the state at the moment. */
  get fit(): FitUnderWay | undefined {
    return this.#isFitting() ? this.#fit : undefined;
  }

  /** Throws while a fit is under way: two trainings of one model would undo each other. */
  checkIdle(caller: string): void {
    if (!this.#isFitting()) return;
    throw new OptionError(
      `${caller}: this model is being trained. Await that fit (or end the loop over its epochs), or train a clone.`,
    );
  }

  /** Whether the model can be asked: no fit is under way, or it is its own callback or loop that asks. */
  get isReadable(): boolean {
    return this.#fit === undefined || this.#fit.isPaused || !this.#isFitting();
  }

  /** The error of a question that is asked while a fit is under way. */
  unreadable(caller: string): OptionError {
    return new OptionError(
      `${caller}: this model is being trained. Await that fit (or end the loop over its epochs), or ask model.snapshot().`,
    );
  }

  #isFitting(): boolean {
    // Whoever ran the fit is gone, such as an iterator that was dropped in the middle.
    if (this.#fit?.isAbandoned) this.#fit.end();
    return this.#fit !== undefined;
  }

  checkOut(): void {
    if (!this.#resident) return;
    // A copy for questions has nothing to bring back.
    if (!this.#fitting) this.#resident.read(this.#state as State);
    this.#resident = undefined;
    release(this);
  }

  /** A copy with the same state that shares nothing. */
  copy(): Learner {
    const { parameters, slots, progress } = this.state;
    const vectors = slots.map((slot) => slot.slice());
    const copy = new Learner(this.spec, {
      parameters: parameters.slice(),
      slots: vectors,
      progress: progress.slice(),
    });
    copy.classes = this.classes;
    copy.stages = this.stages;
    copy.epoch = this.epoch;
    return copy;
  }

  /** A new instance for this architecture; the model does not know of it. */
  build(options: EngineOptions): TrainingEngine {
    return new TrainingEngine(this.spec, options);
  }

  #moveInto(engine: TrainingEngine): void {
    this.#state ??= engine.start(this.spec.seed);
    engine.write(this.state);
  }
}
