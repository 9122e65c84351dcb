/* What the page and the trainer, a Web Worker, say to each other. All of it is plain data. */
import type { StopReason } from "downhill";
import type { Setup } from "../setup/setup.js";
import type { Ask, Report } from "../tour/experiments/messages.js";

export type ToTrainer =
  /** Builds data and model, and trains up to an epoch where a link says so. */
  | {
      readonly kind: "begin";
      readonly setup: Setup;
      readonly text?: string;
      readonly runTo?: number;
      readonly end?: boolean;
    }
  | { readonly kind: "play" }
  | { readonly kind: "pause" }
  /** One epoch. */
  | { readonly kind: "step" }
  /** Ends the training: the model has the weights of its best epoch. */
  | { readonly kind: "stop" }
  /** Pictures that are on the screen; the others are not computed. */
  | { readonly kind: "show"; readonly pictures: readonly PictureName[] }
  /** The last frame is drawn: the next may come. */
  | { readonly kind: "drawn" }
  | { readonly kind: "save" }
  /** The program that does the same: see share/program. */
  | { readonly kind: "program"; readonly reached: Reached }
  /** A CSV file, which is read and kept; the training goes on. */
  | {
      readonly kind: "bring";
      readonly turn: number;
      readonly name: string;
      readonly source: Blob;
      readonly languages: readonly string[];
    }
  /** An experiment of the tour. */
  | { readonly kind: "tour"; readonly ask: Ask };

export type FromTrainer =
  | { readonly kind: "ready"; readonly about: About; readonly frame: Frame; readonly setup: Setup }
  | { readonly kind: "frame"; readonly frame: Frame }
  /** The library's own words, beside the data where that is to blame. */
  | {
      readonly kind: "failed";
      readonly where: "data" | "model" | "training";
      readonly message: string;
      /** The CSV file is not here: the person has to bring it. */
      readonly needsFile?: boolean;
    }
  | { readonly kind: "saved"; readonly bytes: Uint8Array }
  /** What came of a CSV file. */
  | { readonly kind: "brought"; readonly turn: number; readonly file: Brought }
  /** The CSV file of the training that begins. */
  | { readonly kind: "file"; readonly facts: FileFacts }
  | { readonly kind: "program"; readonly code: string }
  | { readonly kind: "tour"; readonly report: Report };

/** How far a training has come. */
export interface Reached {
  readonly epoch: number;
  /** Why training ended; absent where it goes on, or pauses. */
  readonly stoppedBy?: StopReason;
  /** Of the parameters; absent while it trains. */
  readonly hash?: string;
}

export type PictureName = "output" | "units" | "surface";

/** What is known once the data are read and the model is built. */
export interface About {
  readonly task: "regression" | "classification";
  /** "curve": one input. "plane": two. "series": windows. "table": any other rows. */
  readonly shape: "curve" | "plane" | "series" | "table";
  readonly target: string;
  /** Names of the network's inputs. */
  readonly columns: readonly string[];
  readonly classes?: readonly string[];
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  /** What the library says of the rows. */
  readonly notes: readonly string[];
  readonly parameters: number;
  /** "MAE" in the target's unit, or "errors", the share of rows that are put into the wrong class. */
  readonly measure: "MAE" | "errors";
  /** Guesses that need no model, by the same measure: `value` on the test rows, or the validation rows where there are no others. */
  readonly naive: readonly NaiveGuess[];
  /** Numbers that the network takes: a column of texts becomes several. */
  readonly inputs: number;
}

/** Which rows: those that are learnt from, those the best epoch is chosen by, those that are kept for the end. */
export type Part = "train" | "validation" | "test";

export interface NaiveGuess {
  readonly name: NaiveName;
  readonly value: number;
  /** The same on each part that there is, so that a model is compared on the same rows. */
  readonly values: Readonly<Partial<Record<Part, number>>>;
}

export type NaiveName = "mean" | "lastValue" | "lastWeek" | "majority";

export type Phase = "paused" | "playing" | "done";

export interface Frame {
  readonly phase: Phase;
  readonly epoch: number;
  /** Epochs since the frame before. */
  readonly losses: readonly { readonly epoch: number; readonly loss: number; readonly validation?: number }[];
  readonly best?: { readonly epoch: number; readonly loss: number };
  readonly stoppedBy?: StopReason;
  /** By the measure of About. Test rows are only looked at when training pauses or ends. */
  readonly score: { readonly train?: number; readonly validation?: number; readonly test?: number };
  /** Of all parameters, to the bit. */
  readonly hash?: string;
  readonly parameters: Float32Array;
  readonly pictures: Pictures;
  /** Once it is done: the epoch whose weights the model has; 0 are those from before the first. */
  readonly weightsOf?: number;
}

export interface Pictures {
  readonly output?: OutputPicture;
  readonly units?: UnitsPicture;
  readonly surface?: SurfacePicture;
}

/** What the network says, beside what is so. */
export type OutputPicture = CurvePicture | PlanePicture | SeriesPicture | TablePicture;

/** One input: y along x. */
export interface CurvePicture {
  readonly shape: "curve";
  readonly xs: Float64Array;
  /** The prediction; of two classes the probability of the second, of more that of the first. */
  readonly ys: Float64Array;
  readonly points: Points;
  /** Of more than two classes: the probability of each. */
  readonly byClass?: readonly Float64Array[];
}

/** Two inputs: a grid of side x side cells over both. */
export interface PlanePicture {
  readonly shape: "plane";
  readonly side: number;
  /** `values[j * side + i]` in the middle of cell i along x, j along y: how likely the second class is, the class number of several, or a number. */
  readonly values: Float32Array;
  readonly bounds: Bounds;
  readonly points: Points;
  /** Of several classes: how likely the class in `values` is. */
  readonly certainty?: Float32Array;
}

/** Rows in time order around the border of what the network was trained on: what was predicted and what came. */
export interface SeriesPicture {
  readonly shape: "series";
  readonly actual: Float64Array;
  /** NaN for test rows while training plays: they are only looked at when it pauses. */
  readonly predicted: Float64Array;
  /** The first of these that the network was not trained on. */
  readonly from: number;
  /** The first of these that is a test row; absent where none is. */
  readonly testFrom?: number;
  /** The number of the first of these among all rows, from 0. */
  readonly first: number;
}

/** Rows of a table: of numbers, what was predicted and what is so; of classes, how the rows of each are judged. */
export interface TablePicture {
  readonly shape: "table";
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  /** Which rows these are. */
  readonly part: Part;
  /** How many rows of it are drawn. */
  readonly rows: number;
  /** Of two classes: [actual class][bin] how many rows are given such a probability of the second class. */
  readonly histogram?: readonly Float64Array[];
  /** Of classes: confusion[actual][predicted]. */
  readonly confusion?: readonly Float64Array[];
}

export interface Points {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** The class of each, where there are classes. */
  readonly classes?: Int32Array;
  /** Rows from here on are not trained on. */
  readonly firstUnseen: number;
  /** In a plane, where the target is a number: that. */
  readonly targets?: Float64Array;
}

export interface Bounds {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** What each hidden unit makes of the inputs. */
export interface UnitsPicture {
  /** "curve": values[u] along xs. "plane": side x side values of each unit. "weights": the weights of each unit of the first layer. */
  readonly shape: "curve" | "plane" | "weights";
  /** How many values a unit has: side, or side x side of a plane. */
  readonly side: number;
  /** For each hidden layer, each unit: its values. Of weights: the first layer alone. */
  readonly layers: readonly (readonly Float32Array[])[];
  /** Of a curve: what reaches the output from each unit of the last hidden layer; with `constant`, they add up to the output. */
  readonly shares?: readonly Float32Array[];
  /** Of a curve: where the values are. */
  readonly xs?: Float64Array;
  readonly constant?: number;
  /** Whether shares add up to the target, or to the logit of the second class. */
  readonly scale?: "target" | "logit";
  readonly bounds?: Bounds;
  /** Of weights: the inputs that they belong to. */
  readonly columns?: readonly string[];
  /** How many units each hidden layer has; some may not be drawn. */
  readonly units: readonly number[];
}

/** The loss over the plane through the path walked. */
export interface SurfacePicture {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** loss[j][i] at ys[j], xs[i]. */
  readonly loss: readonly Float64Array[];
  /** The last is where the model is now. */
  readonly path: readonly { readonly x: number; readonly y: number; readonly epoch: number }[];
  /** Shares of the path's variance that the two directions explain; absent where they are the two parameters themselves. */
  readonly explained?: readonly [number, number];
  /** How many training rows the loss is taken over. */
  readonly rows: number;
  /** The loss where the model is now, over these rows. */
  readonly here: number;
}

/** A CSV file that was brought: what is in it, or the library's own words on why it cannot be read. */
export type Brought =
  | {
      readonly facts: FileFacts;
      /** The encoding that it was in, where that is not UTF-8. */
      readonly encoding?: string;
      /** What it holds, where that is short enough for a link. */
      readonly text?: string;
    }
  | { readonly message: string };

/** What is known of a CSV file before it is chosen what to learn from it. */
export interface FileFacts {
  readonly hash: string;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  /** Cells of the first rows and columns; null where one is missing. */
  readonly firstRows: readonly (readonly (string | null)[])[];
  /** What the library says of them. */
  readonly notes: readonly string[];
  /** Whether a column of dates says that each row is later than the one before. */
  readonly inTimeOrder: boolean;
}

export interface ColumnFacts {
  readonly name: string;
  readonly kind: "number" | "text" | "date" | "yes-no" | "empty";
  /** Cells without a value. */
  readonly missing: number;
  /** How many different values there are: of texts all, of others up to the count that can be classes and one more. */
  readonly different: number;
  /** Whether its numbers are 0 and 1, and no others. */
  readonly isZeroOrOne?: boolean;
}
