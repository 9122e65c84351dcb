import { coreModule } from "./binary.js";
import type { LossSpec } from "../loss.js";
import type { AdamSpec, OptimizerSpec } from "../optimizer.js";
import { BLOCK } from "./forward-plan.js";
import { type ForwardCore, ForwardEngine, instantiate } from "./forward.js";
import {
  type Architecture,
  type Plan,
  type PlannedTable,
  planMemory,
  type Purpose,
  type RowShape,
} from "./plan.js";
import type { NETWORK } from "./records.js";
import { MemoryRecord, TABLE } from "./records.js";

/** What assembly/index.ts exports. A network is the address of its record. */
interface Core extends ForwardCore {
  seed(network: number, low: number, high: number): void;
  initialize(network: number, theta: number): void;
  unpack(network: number, vector: number, theta: number): void;
  lossBlock(network: number, rows: number, first: boolean): void;
  gradientBlock(network: number, rows: number, batchRow: number, scale: number, training: boolean): void;
  applyGradient(network: number): void;
  train(network: number, budget: number): number;
  measureTable(network: number, table: number): number;
  gradientNorm(network: number, table: number): number;
  isSound(network: number, vector: number): number;
}

const OPTIMIZER_CODES = { sgd: 0, adam: 1, adamw: 1, rmsprop: 2, adagrad: 3 } as const;

/** What a model knows besides its spec: everything that training changes. Vectors are in the outside order. */
export interface State {
  parameters: Float32Array;
  /** The optimizer's vectors, as many as it keeps. */
  slots: Float32Array[];
  /** The generator's four words and dropout's key. */
  generator: Uint32Array;
  /** Steps of the optimizer so far, and those that the slots hold. */
  updates: number;
  steps: number;
}

/** How many vectors an optimizer keeps. */
export function slotCount(optimizer: OptimizerSpec): number {
  switch (optimizer.type) {
    case "sgd":
      return optimizer.momentum > 0 ? 1 : 0;
    case "adam":
    case "adamw":
      return 2;
    default:
      return 1;
  }
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

/**
 * One instance of the core with its own memory, sized once: a model at work.
 */
export class Engine extends ForwardEngine<Core, Plan> {
  readonly purpose: Purpose;
  /** The block that predictions, losses and gradients of given rows go through: BLOCK rows. */
  readonly block: TableViews;
  readonly train: TableViews | undefined;
  readonly validation: TableViews | undefined;
  readonly #bytes: Uint8Array;
  readonly #generator: Uint32Array;
  readonly #batchSums: Float64Array;
  readonly #epochSums: Float64Array;

  constructor(architecture: Architecture, loss: LossSpec, optimizer: OptimizerSpec, purpose: Purpose) {
    const core = instantiate<Core>(coreModule());
    const plan = planMemory(architecture, purpose, core.arenaStart());
    super(core, plan, loss);
    const { buffer } = core.memory;
    this.purpose = purpose;
    this.#bytes = new Uint8Array(buffer);
    this.#generator = new Uint32Array(buffer, plan.generator, 5);
    const lossSums = loss === "crossEntropy" ? 1 : plan.layers[plan.layers.length - 1].units;
    this.#batchSums = new Float64Array(buffer, plan.batchSums, lossSums);
    this.#epochSums = new Float64Array(buffer, plan.epochSums, lossSums);
    const { blockInputs: inputs, blockTargets: targets, blockLabels: labels, blockWeights: weights } = plan;
    this.block = this.#views({ inputs, targets, labels, weights }, BLOCK);
    this.train = plan.train && this.#views(plan.train, plan.train.shape.rows);
    this.validation = plan.validation && this.#views(plan.validation, plan.validation.shape.rows);

    this.network.set({
      delta: typeof loss === "string" ? 0 : loss.delta,
      ...{ slot0: plan.slots[0], slot1: plan.slots[1] },
      ...optimizerFields(optimizer),
      ...{ shuffles: true, batchSize: 1 },
      ...{ training: plan.train?.record, validation: plan.validation?.record },
    });
    for (const table of [plan.train, plan.validation]) {
      if (table) new MemoryRecord(buffer, TABLE, table.record).set({ ...table, rows: table.shape.rows });
    }
  }

  /** Draws the starting parameters from a seed: a whole number, positive or not. */
  start(seed: number): State {
    const high = Math.floor(seed / 2 ** 32);
    this.core.seed(this.network.address, seed >>> 0, high >>> 0);
    this.core.initialize(this.network.address, this.plan.theta);
    return { parameters: this.theta.slice(), slots: [], ...this.progress };
  }

  /** Copies a model's state in. Slots are left at zero where the state has none. */
  write(state: State): void {
    this.writeParameters(state.parameters);
    this.plan.slots.forEach((slot, i) => {
      if (state.slots[i]) this.theta.set(state.slots[i]);
      else this.theta.fill(0);
      this.core.pack(this.network.address, this.plan.theta, slot);
    });
    this.progress = state;
  }

  /** Copies a model's state out; an instance without slots leaves those of the state as they were. */
  read(state: State): void {
    state.parameters = this.#readVector(this.plan.parameters);
    if (this.plan.slots.length > 0) state.slots = this.plan.slots.map((slot) => this.#readVector(slot));
    Object.assign(state, this.progress);
  }

  readGradient(): Float32Array {
    return this.#readVector(this.plan.gradients);
  }

  get updates(): number {
    return this.network.get("updates") >>> 0;
  }

  /** Says whether the block's rows come with labels and with weights. */
  expect({ labels, weights }: RowShape): void {
    this.network.set({
      blockLabels: labels ? this.plan.blockLabels : 0,
      blockWeights: weights ? this.plan.blockWeights : 0,
    });
  }

  /** Adds the block's loss to the sums of `lossSums`; the first block clears them. */
  addLoss(rows: number, first: boolean): void {
    this.core.lossBlock(this.network.address, rows, first);
  }

  /** Adds the block's loss and gradient; `scale` is 1 / (sum of all weights x loss sums). Row 0 of a batch clears both. */
  addGradient(rows: number, batchRow: number, scale: number, training: boolean): void {
    this.core.gradientBlock(this.network.address, rows, batchRow, scale, training);
  }

  /** How many sums the loss keeps: one an output; cross-entropy one for all. */
  get lossSums(): Float64Array {
    return this.#batchSums;
  }

  /** One step of the optimizer with the gradient that stands there; taken back, and false, when it breaks a weight. */
  tryGradient(learningRate: number): boolean {
    const { progress } = this;
    this.keepLastGood();
    this.network.set({ learningRate, clipNorm: 0 });
    this.core.applyGradient(this.network.address);
    if (this.sound) return true;
    this.restoreLastGood();
    this.progress = progress;
    return false;
  }

  /**
   * One epoch over the training table.
   *
   * @returns sums over outputs of (batch loss x batch rows), or undefined when a batch's loss was not finite: then the
   *   optimizer has not made that batch's step
   */
  trainEpoch(options: {
    learningRate: number;
    batchSize: number;
    shuffles: boolean;
    clipNorm: number;
  }): Float64Array | undefined {
    const { shape } = this.#expectTable(this.plan.train);
    this.network.set({ ...options, cursor: 0 });
    const failed = this.core.train(this.network.address, shape.rows);
    return failed === 0 ? this.#epochSums : undefined;
  }

  /** The mean loss of each output over the validation table, without dropout. */
  measureValidation(): Float64Array {
    const { record } = this.#expectTable(this.plan.validation);
    const weight = this.core.measureTable(this.network.address, record);
    return this.#batchSums.map((sum) => sum / weight);
  }

  /** The norm of the gradient over the whole training table, without dropout. */
  gradientNorm(): number {
    const { record } = this.#expectTable(this.plan.train);
    return this.core.gradientNorm(this.network.address, record);
  }

  /** Whether every parameter is a finite number. */
  get sound(): boolean {
    return Boolean(this.core.isSound(this.network.address, this.plan.parameters));
  }

  /** Whether every number of the gradient is finite. */
  get gradientSound(): boolean {
    return Boolean(this.core.isSound(this.network.address, this.plan.gradients));
  }

  /** Keeps, or brings back, the state after the last good epoch. The generator is the caller's. */
  keepLastGood(): void {
    this.#vectors().forEach((at, i) => this.#copy(at, this.plan.lastGood + i * this.plan.parameterCount * 4));
  }

  restoreLastGood(): void {
    this.#vectors().forEach((at, i) => this.#copy(this.plan.lastGood + i * this.plan.parameterCount * 4, at));
  }

  /** Keeps, or brings back, the parameters of the best epoch. */
  keepBest(): void {
    this.#copy(this.plan.parameters, this.plan.best);
  }

  restoreBest(): void {
    this.#copy(this.plan.best, this.plan.parameters);
  }

  /** The generator and the counts of steps, small enough to be kept outside. */
  get progress(): { generator: Uint32Array; updates: number; steps: number } {
    return {
      generator: this.#generator.slice(),
      updates: this.updates,
      steps: this.network.get("steps") >>> 0,
    };
  }

  set progress({ generator, updates, steps }: { generator: Uint32Array; updates: number; steps: number }) {
    this.#generator.set(generator);
    this.network.set({ updates, steps });
  }

  #vectors(): number[] {
    return [this.plan.parameters, ...this.plan.slots];
  }

  #copy(from: number, to: number): void {
    this.#bytes.copyWithin(to, from, from + this.plan.parameterCount * 4);
  }

  #readVector(at: number): Float32Array {
    this.core.unpack(this.network.address, at, this.plan.theta);
    return this.theta.slice();
  }

  /** A table that was planned for, as the rows to come. */
  #expectTable(table: PlannedTable | undefined): PlannedTable {
    this.expect((table as PlannedTable).shape);
    return table as PlannedTable;
  }

  #views(at: { [Name in keyof TableViews]: number }, rows: number): TableViews {
    const { buffer } = this.core.memory;
    return {
      inputs: new Float32Array(buffer, at.inputs, rows * this.inputStride),
      targets: new Float32Array(buffer, at.targets, at.targets && rows * this.outputStride),
      labels: new Int32Array(buffer, at.labels, at.labels && rows),
      weights: new Float32Array(buffer, at.weights, at.weights && rows),
    };
  }
}

/** An optimizer's numbers under the names of the record. */
function optimizerFields(spec: OptimizerSpec): { [Name in keyof typeof NETWORK]?: number | boolean } {
  return {
    ...(spec as Partial<Omit<AdamSpec, "type" | "learningRate">>),
    decoupled: spec.type === "adamw",
    ...(spec.type === "rmsprop" && { beta1: spec.alpha }),
    optimizer: OPTIMIZER_CODES[spec.type],
  };
}
