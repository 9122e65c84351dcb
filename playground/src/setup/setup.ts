/*
 * What a person has chosen, as plain JSON: the data, the network, how it is trained. It is all that a result depends on, so that
 * a link that holds it repeats the result to the bit.
 */
import type { Activation } from "downhill";

/** Points in the plane in two classes, as in TensorFlow's playground and scikit-learn. */
export const CLASSIC_SETS = ["circle", "xor", "gauss", "spiral", "moons"] as const;
export type ClassicSet = (typeof CLASSIC_SETS)[number];

export type DataChoice =
  /** Births a day in the United States, a series: see data/README.md. */
  | { readonly kind: "births" }
  /** E-mails as word frequencies, spam or not: see data/README.md. */
  | { readonly kind: "spam" }
  | { readonly kind: ClassicSet; readonly rows: number; readonly noise: number }
  /** A curve drawn by hand: [x, y], both from -1 to 1. */
  | { readonly kind: "drawn"; readonly points: readonly (readonly [number, number])[] }
  /** A CSV file of one's own. Its text lies beside the setup (see `Texts`), as a link can hold only a small one. */
  | { readonly kind: "csv"; readonly name: string; readonly hash: string };

export interface HiddenLayer {
  readonly units: number;
  readonly activation: Activation;
  /** Share of its outputs that are dropped while training, 0 to below 1. */
  readonly dropout: number;
}

/** All that the library has. */
export const ACTIVATIONS = [
  "linear",
  "relu",
  "leakyRelu",
  "elu",
  "sigmoid",
  "hardSigmoid",
  "tanh",
  "softplus",
  "silu",
] as const satisfies readonly Activation[];

export const OPTIMIZER_NAMES = ["sgd", "momentum", "adam", "adamw", "rmsprop", "adagrad"] as const;
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

/** The others take no weight decay. */
export const OPTIMIZERS_WITH_DECAY: readonly OptimizerName[] = ["sgd", "momentum", "adamw"];

export const SCHEDULES = ["constant", "step", "cosine"] as const;
export type ScheduleName = (typeof SCHEDULES)[number];

/** Of a target that is a number; classes have cross-entropy. */
export const LOSS_NAMES = ["mse", "mae", "huber"] as const;
export type LossName = (typeof LOSS_NAMES)[number];

export interface Setup {
  readonly data: DataChoice;
  /** A CSV's column to predict; absent: the last one. */
  readonly target?: string;
  /** A CSV's columns to predict it from; absent: all others. */
  readonly inputs?: readonly string[];
  /** The target is a series: how many values are looked back on. */
  readonly past?: number;
  readonly layers: readonly HiddenLayer[];
  readonly loss: LossName;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly schedule: ScheduleName;
  /** L2 regularisation. */
  readonly weightDecay: number;
  readonly batchSize: number | "all";
  /** The most there will be. */
  readonly epochs: number;
  /** Epochs without a better validation loss until training ends; 0: it goes on to the last epoch. */
  readonly patience: number;
  /** Shares of the rows. */
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
  /** How a CSV's target of numbers is meant; absent: 0 and 1 are classes, others numbers. */
  readonly targetKind?: TargetKind;
}

export const TARGET_KINDS = ["number", "classes"] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** Texts of CSV files, by their hash. */
export type Texts = Readonly<Record<string, string>>;

const relu = (units: number): HiddenLayer => ({ units, activation: "relu", dropout: 0 });

const COMMON = {
  loss: "mse",
  optimizer: "adam",
  schedule: "constant",
  weightDecay: 0,
  patience: 0,
  validation: 0.2,
  test: 0.2,
  seed: 1,
} as const;

/** What a person sees first of each kind of data: it learns something within seconds. */
export function defaultsFor(data: DataChoice): Setup {
  switch (data.kind) {
    case "births":
      return {
        ...COMMON,
        data,
        past: 28,
        layers: [relu(32)],
        loss: "mae",
        learningRate: 0.001,
        batchSize: 32,
        epochs: 100,
      };
    case "spam":
      return { ...COMMON, data, layers: [relu(16)], learningRate: 0.003, batchSize: 32, epochs: 60 };
    case "drawn":
      return {
        ...COMMON,
        data,
        layers: [{ units: 16, activation: "tanh", dropout: 0 }],
        learningRate: 0.02,
        batchSize: "all",
        epochs: 3000,
        test: 0,
        validation: 0,
      };
    case "csv":
      return {
        ...COMMON,
        data,
        layers: [relu(32)],
        loss: "mae",
        learningRate: 0.003,
        batchSize: 32,
        epochs: 200,
        patience: 20,
      };
    default:
      return {
        ...COMMON,
        data,
        layers: Array.from({ length: 2 }, () => ({ units: 8, activation: "tanh" as const, dropout: 0 })),
        learningRate: 0.01,
        batchSize: 32,
        epochs: 1000,
        test: 0,
        validation: 0.3,
      };
  }
}

export const FIRST: Setup = defaultsFor({ kind: "spiral", rows: 400, noise: 0.1 });
