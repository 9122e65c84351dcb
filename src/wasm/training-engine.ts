import { coreModule } from "./core-module.js";
import { OPTIMIZERS, type OptimizerSpec, slotCount } from "../spec/optimizer.js";
import { type Binary, type ForwardCore, instantiate } from "./core.js";
import { ForwardEngine } from "./forward-engine.js";
import type { Network } from "./layout.js";
import type { CoreMemory } from "./memory.js";
import { NetworkField, type OptimizerNames, PROGRESS, TABLE_BYTES, TableField } from "./record.js";
import type { State } from "./state.js";

/** What assembly/index.ts exports. A network is the address of its record. */
export interface TrainingCore extends ForwardCore {
  arrangeLoss(network: number, delta: number): void;
  arrangeTraining(network: number, slots: number): void;
  addTrainingTable(network: number, rows: number, labels: boolean, weights: boolean): void;
  addValidationTable(network: number, rows: number, labels: boolean, weights: boolean): void;
  /** A vector laid out like the parameters inside, into theta. */
  readVector(network: number, vector: number): void;
  /** Draws the starting parameters into theta from a seed of 64 bits. */
  start(network: number, low: number, high: number): void;
  /**
   * Adds the block's loss to `lossSums`, and where asked for its gradient; row 0 of a batch clears both.
   *
   * @param scale 1 / (sum of all weights x loss sums)
   * @param mode of MODE
   * @param labels whether the rows come with labels, in place of targets, and with weights
   */
  addBlock(
    network: number,
    rows: number,
    batchRow: number,
    scale: number,
    mode: number,
    labels: boolean,
    weights: boolean,
  ): void;
  /** One step of the optimizer with the gradient that stands there. False, and no step, when that or a weight is not finite. */
  step(network: number, learningRate: number): number;
  /** Keeps the state as the good one, to which a failure goes back. */
  keepState(network: number): void;
  /** Notes the generator and puts the rows in the epoch's order; `train` does so itself where an epoch begins. */
  beginEpoch(network: number, shuffles: boolean): void;
  /** Keeps the vectors as those that the epoch under way began with; `train` does so itself once their first loss is finite. */
  keepStart(network: number): void;
  /** Leaves the epoch under way for the state that it began with. */
  undoEpoch(network: number): void;
  /**
   * One epoch over the training table, its losses into `epochSums`, or a slice of it: `cursor` says where, and is 0 after the epoch.
   * A slice ends with the first batch that brings it to `budget` rows, where a batch has more rows than that with the first block.
   * Where it fails, `failedUpdate` says so.
   *
   * @param clipNorm the longest a gradient may be; 0 for any
   * @returns rows done
   */
  train(
    network: number,
    budget: number,
    learningRate: number,
    batchSize: number,
    shuffles: boolean,
    clipNorm: number,
  ): number;
  /**
   * The mean loss of each output over the validation table, without dropout, into `lossSums`; or a slice of the way there, of at least
   * `budget` rows in whole blocks: the next call goes on. What comes in between must leave the blocks and sums as they are.
   *
   * @returns whether it is done
   */
  measureValidation(network: number, budget: number): number;
  /** As measureValidation: the gradient of the mean loss over the training table, without dropout, which `normOfGradients` is then of. */
  measureGradient(network: number, budget: number): number;
  normOfGradients(network: number): number;
  /** Keeps the parameters as those of the best epoch. */
  keepBest(network: number): void;
  /** Brings back the parameters that keepBest kept. */
  restoreBest(network: number): void;
}

/** The part of a model that training's memory depends on. */
export interface Architecture extends Network {
  readonly optimizer: OptimizerSpec;
}

/** What rows bring along: class labels in place of targets, and weights. */
export interface RowShape {
  readonly labels: boolean;
  readonly weights: boolean;
}

/** Rows that stay in memory for a whole fit. */
export interface TableShape extends RowShape {
  readonly rows: number;
}

/** What an instance is for: prediction alone needs neither gradients nor tables. */
export interface EngineOptions {
  /** Default the core as it is shipped. */
  readonly binary?: Binary<TrainingCore>;
  readonly training: boolean;
  readonly train?: TableShape;
  readonly validation?: TableShape;
}

/** Rows of a table or a block, as views into the core's memory. */
export interface TableViews {
  /** [rows x inputStride] */
  readonly inputs: Float32Array;
  /** [rows x outputStride], or empty when there are labels. */
  readonly targets: Float32Array;
  readonly labels: Int32Array;
  /** [rows], or empty when all weigh 1. */
  readonly weights: Float32Array;
}

// The core knows optimizers by their places in a list: its list is that of src/spec.
const optimizers: OptimizerNames = OPTIMIZERS;
/** The numbers that some optimizers have; one that an optimizer lacks is 0 in the core. */
const NO_NUMBERS = { momentum: 0, nesterov: false, weightDecay: 0, beta1: 0, beta2: 0, alpha: 0, epsilon: 0 };

/** The core as it is shipped, upon a memory. */
function shippedCore(memory: CoreMemory): TrainingCore {
  return instantiate(coreModule(), memory);
}

/**
 * A model at work: an instance of the core with a memory of its own, which never grows.
 */
export class TrainingEngine extends ForwardEngine<TrainingCore> {
  readonly options: EngineOptions;
  /** The block that predictions, losses and gradients of given rows go through: BLOCK rows. */
  readonly block: TableViews;
  readonly train: TableViews | undefined;
  readonly validation: TableViews | undefined;
  /** The last batch's sum of losses for each output; cross-entropy has one for all. */
  readonly lossSums: Float64Array;
  /** The epoch's sums of (batch loss x batch rows). */
  readonly epochSums: Float64Array;
  /** Where training stands, as State has it. */
  readonly progress: Uint32Array;
  readonly #slots: readonly number[];

  /** @throws DataError where this needs more memory than can be had */
  constructor(model: Architecture, options: EngineOptions) {
    const { binary = shippedCore, training, train, validation } = options;
    super(binary, model, (core, network) => {
      core.arrangeLoss(network, typeof model.loss === "string" ? 0 : model.loss.delta);
      if (training) core.arrangeTraining(network, slotCount(model.optimizer));
      if (train) core.addTrainingTable(network, train.rows, train.labels, train.weights);
      if (validation) {
        core.addValidationTable(network, validation.rows, validation.labels, validation.weights);
      }
    });
    const { buffer, words } = this;
    const sums = words[NetworkField.sums];
    this.options = options;
    this.block = this.#viewsOf(words[NetworkField.block]);
    this.train = train && this.#viewsOf(words[NetworkField.training]);
    this.validation = validation && this.#viewsOf(words[NetworkField.validation]);
    this.lossSums = new Float64Array(buffer, words[NetworkField.batchSums], sums);
    this.epochSums = new Float64Array(buffer, words[NetworkField.epochSums], sums);
    this.progress = words.subarray(0, PROGRESS);
    this.#slots = [words[NetworkField.slot0], words[NetworkField.slot1]].filter(Boolean);
    this.#describe(model.optimizer);
  }

  /** Steps of the optimizer so far. */
  get updates(): number {
    return this.words[NetworkField.updates];
  }

  /** How many rows of the training table an epoch takes: the first ones, all unless this is set. Between two epochs. */
  set trainRows(count: number) {
    new Uint32Array(this.buffer, this.words[NetworkField.training])[TableField.rows] = count;
  }

  /** The row of the epoch that comes next; 0 between epochs. */
  get cursor(): number {
    return this.words[NetworkField.cursor];
  }

  set cursor(row: number) {
    this.words[NetworkField.cursor] = row;
  }

  /**
   * The update in which the last call of `train` failed, or 0: the loss or a weight was not finite, and the state is the last good one:
   * that before the epoch, or where the epoch's first loss failed already, that before the one before.
   */
  get failedUpdate(): number {
    return this.words[NetworkField.failedUpdate];
  }

  /** Draws the starting parameters from a seed: a whole number, positive or not. */
  start(seed: number): State {
    this.core.start(seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0);
    return { parameters: this.theta.slice(), slots: [], progress: this.progress.slice() };
  }

  /** Copies a model's state in. Slots are left at zero where the state has none. */
  write({ parameters, slots, progress }: State): void {
    this.writeParameters(parameters);
    this.#slots.forEach((slot, i) => this.#write(slot, slots[i] ?? new Float32Array(parameters.length)));
    this.progress.set(progress);
  }

  /** Copies a model's state out; an instance without slots leaves those of the state as they were. */
  read(state: State): void {
    const { slots } = state;
    Object.assign(state, this.readState());
    if (this.#slots.length === 0) state.slots = slots;
  }

  /** The state as it is, for an instance that trains. */
  readState(): State {
    return {
      parameters: this.#read(this.words[NetworkField.parameters]),
      slots: this.#slots.map((slot) => this.#read(slot)),
      progress: this.progress.slice(),
    };
  }

  /** The state in which the epoch under way began. */
  readEpochStart(): State {
    const { words } = this;
    // Before the first update the vectors are still what they were.
    const { parameters, slots } = words[NetworkField.startIsKept] > 0 ? this.readGood() : this.readState();
    const progress = new Uint32Array(this.buffer, words[NetworkField.epochStart], PROGRESS).slice();
    return { parameters, slots, progress };
  }

  /** The last good state, to which a failure returns. */
  readGood(): State {
    const { words } = this;
    const bytes = 4 * words[NetworkField.parameterCount];
    const [parameters, ...slots] = [0, ...this.#slots].map((_, i) =>
      this.#read(words[NetworkField.lastGood] + i * bytes),
    );
    // Its counts stand before those of the epoch's start.
    const at = words[NetworkField.epochStart] - 4 * PROGRESS;
    return { parameters, slots, progress: new Uint32Array(this.buffer, at, PROGRESS).slice() };
  }

  /** The parameters that keepBest kept. */
  readBest(): Float32Array {
    return this.#read(this.words[NetworkField.best]);
  }

  /** Has restoreBest bring back these parameters. */
  writeBest(parameters: Float32Array): void {
    this.#write(this.words[NetworkField.best], parameters);
  }

  readGradient(): Float32Array {
    return this.#read(this.words[NetworkField.gradients]);
  }

  #read(vector: number): Float32Array {
    this.core.readVector(vector);
    return this.theta.slice();
  }

  #write(vector: number, values: Float32Array): void {
    this.theta.set(values);
    this.core.writeVector(vector);
  }

  /** The optimizer and its numbers into the record. */
  #describe(optimizer: OptimizerSpec): void {
    const { words, buffer, network } = this;
    const floats = new Float32Array(buffer, network);
    const doubles = new Float64Array(buffer, network);
    const numbers = { ...NO_NUMBERS, ...optimizer };
    words[NetworkField.optimizer] = optimizers.indexOf(optimizer.type);
    words[NetworkField.nesterov] = Number(numbers.nesterov);
    floats[NetworkField.momentum] = numbers.momentum;
    floats[NetworkField.weightDecay] = numbers.weightDecay;
    floats[NetworkField.epsilon] = numbers.epsilon;
    doubles[NetworkField.beta1] = numbers.beta1;
    doubles[NetworkField.beta2] = numbers.beta2;
    doubles[NetworkField.alpha] = numbers.alpha;
  }

  #viewsOf(address: number): TableViews {
    const { buffer } = this;
    const table = new Uint32Array(buffer, address, TABLE_BYTES / 4);
    const rows = table[TableField.rows];
    const targets = table[TableField.targets];
    const labels = table[TableField.labels];
    const weights = table[TableField.weights];
    return {
      inputs: new Float32Array(buffer, table[TableField.inputs], rows * this.inputStride),
      targets: new Float32Array(buffer, targets, targets && rows * this.outputStride),
      labels: new Int32Array(buffer, labels, labels && rows),
      weights: new Float32Array(buffer, weights, weights && rows),
    };
  }
}
