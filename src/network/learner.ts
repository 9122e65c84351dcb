import { type EngineOptions, TrainingEngine } from "../wasm/training-engine.js";
import type { Label } from "../data/dataset.js";
import { OptionError } from "../base/errors.js";
import { parameterCount } from "../spec/layer.js";
import { type Scalers, untrainedScalers } from "../data/scaler.js";
import { type ModelSpec, outputsOf } from "./model-spec.js";
import { leave, type Resident, touch } from "../wasm/residency.js";
import type { State } from "../wasm/state.js";

/**
 * What a Model is made of: its spec, what it learnt, and the instance of the core it works in at the moment, if any.
 *
 * The state rests in ordinary arrays and moves into an instance when there is work. Model, fit and the file format share it.
 */
export class Learner implements Resident {
  readonly spec: ModelSpec;
  readonly outputs: number;
  readonly count: number;
  /** Classes in the order of the outputs; may become known with the first labels. */
  classes: readonly Label[] | undefined;
  /** Those that are known: each from the first training on, or the identity where nothing is standardized. */
  scalers: Partial<Scalers>;
  /** Epochs trained so far. */
  epoch = 0;
  #state: State | undefined;
  #engine: TrainingEngine | undefined;
  #pinned = false;

  constructor(spec: ModelSpec, state?: State) {
    this.spec = spec;
    this.outputs = outputsOf(spec);
    this.count = parameterCount(spec);
    this.classes = spec.classes;
    this.#state = state;
    this.scalers = untrainedScalers(spec, this.outputs);
  }

  /** The state as it is now: a snapshot where the work goes on. */
  get state(): State {
    if (!this.#state) this.engine(false);
    const state = this.#state as State;
    this.#engine?.read(state);
    return state;
  }

  /** One of its own with the same state. */
  copy(): Learner {
    const { parameters, slots, progress } = this.state;
    const vectors = slots.map((slot) => slot.slice());
    const copy = new Learner(this.spec, {
      parameters: parameters.slice(),
      slots: vectors,
      progress: progress.slice(),
    });
    copy.classes = this.classes;
    copy.scalers = this.scalers;
    copy.epoch = this.epoch;
    return copy;
  }

  setParameters(parameters: Float32Array): void {
    this.state.parameters = parameters;
    this.engine(false).writeParameters(parameters);
  }

  /** An instance that holds the state now and can predict, or also train. */
  engine(training: boolean): TrainingEngine {
    const current = this.#engine;
    if (current && (this.#pinned || current.options.training || !training)) {
      if (!this.#pinned) touch(this);
      return current;
    }
    this.checkOut();
    const engine = this.#move(this.build({ training }));
    touch(this);
    return engine;
  }

  /** An instance for a whole fit, which stays until `unpin`. */
  pin(options: EngineOptions): TrainingEngine {
    this.checkOut();
    const engine = this.#move(this.build(options));
    this.#pinned = true;
    return engine;
  }

  unpin(): void {
    this.#pinned = false;
    this.checkOut();
  }

  /** Throws while a fit is under way: two trainings of one model would undo each other. */
  checkIdle(caller: string): void {
    if (!this.#pinned) return;
    throw new OptionError(
      `${caller}: this model is being trained. Wait for that fit to end, or train a second Model.`,
    );
  }

  checkOut(): void {
    if (!this.#engine) return;
    this.#engine.read(this.#state as State);
    this.#engine = undefined;
    leave(this);
  }

  /** A new instance for this architecture; the model does not know of it. */
  build(options: EngineOptions): TrainingEngine {
    return new TrainingEngine(this.spec, options);
  }

  #move(engine: TrainingEngine): TrainingEngine {
    this.#state ??= engine.start(this.spec.seed);
    engine.write(this.#state);
    this.#engine = engine;
    return engine;
  }
}
