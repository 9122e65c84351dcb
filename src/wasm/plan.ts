import {
  Arena,
  BLOCK,
  type ForwardLayer,
  type ForwardPlan,
  type Network,
  padded,
  planForward,
} from "./forward-plan.js";
import { layoutOf, TABLE } from "./records.js";

/** The part of a model that memory depends on. */
export interface Architecture extends Network {
  /** Vectors as long as the parameters that the optimizer keeps: 0, 1 or 2. */
  readonly slots: number;
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
export interface Purpose {
  readonly training: boolean;
  readonly train?: TableShape;
  readonly validation?: TableShape;
}

/** A layer and where its gradients lie: 0 for what nobody needs. */
export interface PlannedLayer extends ForwardLayer {
  readonly dy: number;
  readonly dx: number;
  readonly transposed: number;
  readonly dWeights?: number;
  readonly dBias?: number;
}

export interface PlannedTable {
  readonly shape: TableShape;
  readonly record: number;
  readonly inputs: number;
  /** 0 when there are labels. */
  readonly targets: number;
  /** 0 when there are targets. */
  readonly labels: number;
  /** 0 when all rows weigh 1. */
  readonly weights: number;
}

/** The addresses of everything in one arena. */
export interface Plan extends ForwardPlan {
  readonly layers: readonly PlannedLayer[];
  readonly gradients: number;
  readonly slots: readonly number[];
  /** Room for copies of parameters and slots (after the last good epoch) and of parameters (after the best). */
  readonly lastGood: number;
  readonly best: number;
  readonly generator: number;
  readonly blockTargets: number;
  readonly blockLabels: number;
  readonly blockWeights: number;
  /** Room for one block of dy in panels and for 16 columns of x; 0 where nothing is trained. */
  readonly scratch: number;
  readonly batchSums: number;
  readonly epochSums: number;
  readonly train?: PlannedTable;
  readonly validation?: PlannedTable;
  readonly order: number;
}

/** Lays everything out from `start` on. */
export function planMemory(architecture: Architecture, purpose: Purpose, start: number): Plan {
  const arena = new Arena(start);
  const forward = planForward(architecture, arena);
  const { parameterCount } = forward;
  const last = forward.layers[forward.layers.length - 1];
  const { training } = purpose;
  const vector = (): number => arena.floats(parameterCount);
  const generator = arena.take(5 * 4);
  const gradients = training ? vector() : 0;
  const layers = training
    ? planGradients(forward, gradients, arena)
    : forward.layers.map((layer) => ({ ...layer, dy: layer === last ? layer.y : 0, dx: 0, transposed: 0 }));
  const slots = training ? Array.from({ length: architecture.slots }, vector) : [];
  const sums = padded(last.units) * 8;
  const planTable = (shape: TableShape): PlannedTable => ({
    shape,
    record: arena.take(layoutOf(TABLE).bytes),
    inputs: arena.floats(shape.rows * layers[0].xStride),
    targets: shape.labels ? 0 : arena.floats(shape.rows * last.yStride),
    labels: shape.labels ? arena.floats(shape.rows) : 0,
    weights: shape.weights ? arena.floats(shape.rows) : 0,
  });
  return {
    ...{ ...forward, layers, generator, gradients, slots },
    lastGood: training ? arena.floats(parameterCount * (1 + slots.length)) : 0,
    best: training && purpose.validation ? vector() : 0,
    blockTargets: arena.floats(BLOCK * last.yStride),
    blockLabels: arena.floats(BLOCK),
    blockWeights: arena.floats(BLOCK),
    scratch: training ? arena.floats(BLOCK * (widest(forward.layers) + 16)) : 0,
    batchSums: arena.take(sums),
    epochSums: arena.take(sums),
    train: purpose.train && planTable(purpose.train),
    validation: purpose.validation && planTable(purpose.validation),
    order: arena.floats(Math.max(purpose.train?.rows ?? 0, purpose.validation?.rows ?? 0)),
    end: arena.end,
  };
}

/** Two buffers take turns as dy and dx; nobody needs the gradient by the inputs of the first dense layer. */
function planGradients({ layers, parameters }: ForwardPlan, gradients: number, arena: Arena): PlannedLayer[] {
  const a = arena.floats(BLOCK * widest(layers));
  const b = arena.floats(BLOCK * widest(layers));
  const firstDense = layers.findIndex((layer) => layer.spec.type === "dense");
  return layers.map((layer, i) => {
    const needed = i > firstDense;
    const turned = needed && layer.spec.type === "dense" && !layer.vector;
    return {
      ...layer,
      dy: i % 2 === 0 ? a : b,
      dx: !needed ? 0 : i % 2 === 0 ? b : a,
      dWeights: layer.weights - parameters + gradients,
      dBias: layer.bias - parameters + gradients,
      transposed: turned ? arena.floats(layer.units * padded(layer.inputs)) : 0,
    };
  });
}

/** Floats in the longest row of any layer. */
function widest(layers: readonly ForwardLayer[]): number {
  return Math.max(...layers.map((layer) => layer.yStride));
}
