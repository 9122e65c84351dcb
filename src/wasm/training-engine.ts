import { coreModule } from "./core-module.js";
import { type AnyOptimizer, type OptimizerSpec, slotCount } from "../spec/optimizer.js";
import { type Binary, type ForwardCore, instantiate } from "./core.js";
import { ForwardEngine } from "./forward-engine.js";
import type { Network } from "./layout.js";
import type { CoreMemory } from "./memory.js";
import { OPTIMIZER, TABLE } from "./record.js";
import { recordClass } from "./record-view.js";
import { PROGRESS, type State } from "./state.js";

/** What assembly/index.ts exports. A network is the address of its record, and so is a table. */
interface TrainingCore extends ForwardCore {
  arrangeLoss(network: number, delta: number): void;
  /** A number that an optimizer does not know is left out, and never looked at; weightDecay is adam's too. */
  arrangeTraining(
    network: number,
    ...values: [
      ...[slots: number, optimizer: number, momentum?: number, nesterov?: boolean, weightDecay?: number],
      ...[beta1?: number, beta2?: number, epsilon?: number],
    ]
  ): void;
  addTable(network: number, validation: boolean, rows: number, labels: boolean, weights: boolean): number;
  start(network: number, low: number, high: number): void;
  /**
   * Adds the block's loss to `lossSums`, and where asked for its gradient; row 0 of a batch clears both.
   *
   * @param scale 1 / (sum of all weights x loss sums)
   * @param labels whether the rows come with labels, in place of targets, and with weights
   */
  addBlock(
    network: number,
    ...values: [
      ...[rows: number, batchRow: number, scale: number, mode: Mode, labels: boolean, weights: boolean],
    ]
  ): void;
  /** One step of the optimizer with the gradient that stands there. False, and no step, when that or a weight is not finite. */
  step(network: number, learningRate: number): number;
  /**
   * One epoch over the training table, into `epochSums`, or so many rows of it.
   *
   * @returns 0, or the number of the update in which the loss, as `lossSums` tell, or a weight left the numbers: then the state is
   *   that before the epoch
   */
  train(
    network: number,
    ...options: [budget: number, learningRate: number, batchSize: number, shuffles: boolean, clipNorm: number]
  ): number;
  /** The mean loss of each output over the validation table, without dropout, into `lossSums`. */
  measure(network: number): void;
  /** The norm of the gradient over the whole training table, without dropout. */
  norm(network: number): number;
  /** Keeps the parameters of the best epoch, or brings them back. */
  copyBest(network: number, back: boolean): void;
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

/** What is added up over blocks: the loss, also its gradient, or that with dropout. */
export type Mode = 0 | 1 | 2;
export const LOSS = 0;
export const GRADIENT = 1;
export const TRAINING = 2;

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

const TableRecord = /* @__PURE__ */ recordClass(TABLE);

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
      if (training) arrangeTraining(core, network, model.optimizer);
      if (train) core.addTable(network, false, train.rows, train.labels, train.weights);
      if (validation) core.addTable(network, true, validation.rows, validation.labels, validation.weights);
    });
    const { buffer, record } = this;
    this.options = options;
    this.block = this.#viewsOf(record.block);
    this.train = train && this.#viewsOf(record.training);
    this.validation = validation && this.#viewsOf(record.validation);
    this.lossSums = new Float64Array(buffer, record.batchSums, record.sums);
    this.epochSums = new Float64Array(buffer, record.epochSums, record.sums);
    this.progress = new Uint32Array(buffer, this.network, PROGRESS);
    this.#slots = [record.slot0, record.slot1].filter(Boolean);
  }

  /** Draws the starting parameters from a seed: a whole number, positive or not. */
  start(seed: number): State {
    this.core.start(seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0);
    return { parameters: this.theta.slice(), slots: [], progress: this.progress.slice() };
  }

  /** Copies a model's state in. Slots are left at zero where the state has none. */
  write({ parameters, slots, progress }: State): void {
    this.writeParameters(parameters);
    this.#slots.forEach((slot, i) => {
      if (slots[i]) this.theta.set(slots[i]);
      else this.theta.fill(0);
      this.core.copyVector(slot, false);
    });
    this.progress.set(progress);
  }

  /** Copies a model's state out; an instance without slots leaves those of the state as they were. */
  read(state: State): void {
    state.parameters = this.#readVector(this.record.parameters);
    if (this.#slots.length > 0) state.slots = this.#slots.map((slot) => this.#readVector(slot));
    state.progress = this.progress.slice();
  }

  readGradient(): Float32Array {
    return this.#readVector(this.record.gradients);
  }

  #readVector(at: number): Float32Array {
    this.core.copyVector(at, true);
    return this.theta.slice();
  }

  #viewsOf(address: number): TableViews {
    const { buffer } = this;
    const { rows, inputs, targets, labels, weights } = new TableRecord(buffer, address);
    return {
      inputs: new Float32Array(buffer, inputs, rows * this.inputStride),
      targets: new Float32Array(buffer, targets, targets && rows * this.outputStride),
      labels: new Int32Array(buffer, labels, labels && rows),
      weights: new Float32Array(buffer, weights, weights && rows),
    };
  }
}

function arrangeTraining(core: TrainingCore, network: number, optimizer: OptimizerSpec): void {
  const { momentum, nesterov, weightDecay = 0, beta1, alpha, beta2, epsilon } = optimizer as AnyOptimizer;
  core.arrangeTraining(
    ...([network, slotCount(optimizer), OPTIMIZER[optimizer.type]] as const),
    ...([momentum, nesterov, weightDecay, beta1 ?? alpha, beta2, epsilon] as const),
  );
}
