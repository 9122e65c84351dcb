import { checkBoolean, checkCount, checkOptions, kindOf, listed, mustBe, show } from "../base/check.js";
import type { Dataset, Label } from "../data/dataset.js";
import { DataError, OptionError, ShapeError } from "../base/errors.js";
import { isDataset } from "../data/is-dataset.js";
import { readClasses } from "../data/labels.js";
import type { Encoding } from "../spec/encoding.js";
import { type LayerSpec, parseLayer, RANGES } from "../spec/layer.js";
import { isRegression, lossName, type LossSpec, parseLoss } from "../spec/loss.js";
import { adam, type OptimizerSpec, parseOptimizer } from "../spec/optimizer.js";
import { blankStage, rawStage } from "./input-stages.js";

/** The function a model stands for, as plain JSON, without its parameters and without how they are found. */
export interface NetworkSpec<Loss extends LossSpec = LossSpec> {
  /** Width of a row of inputs. */
  readonly inputs: number;
  readonly layers: readonly LayerSpec[];
  readonly loss: Loss;
  readonly standardize: boolean;
  /** The classes in the order of the outputs, where they are known. */
  readonly classes?: readonly Label[];
  /** The label whose probability a single output is, where it was said. */
  readonly positive?: Label;
  /** Names of the inputs, where they are known. */
  readonly columns?: readonly string[];
  /** What becomes of a row before it is scaled, where something does. */
  readonly encoding?: Encoding;
}

/** A model as plain JSON, before any training: `new Model(spec)` builds it again. */
export interface ModelSpec<Loss extends LossSpec = LossSpec> extends NetworkSpec<Loss> {
  readonly optimizer: OptimizerSpec;
  readonly seed: number;
}

/** What `new Model` takes. */
export interface ModelOptions<Loss extends LossSpec = LossSpec> {
  /** Width of a row, or a dataset that tells width, classes and columns. */
  inputs: number | Dataset;
  /** From the first to the last; the last is dense and its units are the outputs. */
  layers: readonly LayerSpec[];
  loss: Loss;
  /** Default adam(). */
  optimizer?: OptimizerSpec;
  /** Scale inputs, and the targets of a regression, to mean 0 and standard deviation 1; default true. */
  standardize?: boolean;
  /** A whole number that decides initial weights, shuffles and dropout; default 0. */
  seed?: number;
  /** The classes in the order of the outputs; default those of the labels, sorted: numbers by value, strings by code unit. */
  classes?: readonly Label[];
  /** The label whose probability "binaryCrossEntropy" with one output predicts; default the second class. */
  positive?: Label;
  /** Names of the inputs; default those of the dataset. */
  columns?: readonly string[];
  /** What becomes of a row before it is scaled; default what the dataset's maker says, as `windows(series, { relative: "last" })`. */
  encoding?: Encoding;
}

const OPTIONS = [
  "inputs",
  "layers",
  "loss",
  "optimizer",
  "standardize",
  "seed",
  "classes",
  "positive",
  "columns",
  "encoding",
];

/**
 * Checks what was given to `new Model` and fills in the defaults.
 *
 * @throws OptionError, ShapeError or DataError; see there
 */
export function parseSpec(options: ModelOptions): ModelSpec {
  const { inputs, layers, loss, standardize, ...names } = parseNetwork(options);
  const { seed = 0, optimizer = adam() } = options;
  if (!Number.isSafeInteger(seed)) throw mustBe("Model", "seed", "a whole number", seed);
  const spec = { inputs, layers, loss, optimizer: parseOptimizer(optimizer), standardize, seed, ...names };
  // What the caller does to a schedule or a list afterwards must not reach the model.
  return copyOf(spec);
}

/** The part of parseSpec that prediction needs: optimizer and seed are not looked at. */
export function parseNetwork(options: ModelOptions): NetworkSpec {
  checkOptions("Model", options, OPTIONS);
  const { inputs, layers, standardize = true } = options;
  const data = isDataset(inputs) ? inputs : undefined;
  const encoding = options.encoding ?? data?.source?.encodingOf?.(data);
  if (encoding !== undefined && !(kindOf(encoding) === "Object" && typeof encoding.type === "string"))
    throw mustBe("Model", "encoding", 'an object such as { type: "series", relative: 12 }', encoding);
  // Rows of a table do not say themselves how wide the network is.
  const ofRaw = data?.source?.isRaw && encoding ? rawStage(encoding) : undefined;
  const width = ofRaw?.width ?? data?.inputWidth ?? inputs;
  checkCount("Model", "inputs (or a Dataset)", width, 1);
  if (!Array.isArray(layers) || layers.length === 0) {
    throw mustBe("Model", "layers", 'an array such as [dense(10, "relu"), dense(1)]', layers);
  }
  checkBoolean("Model", "standardize", standardize);
  const loss = parseLoss(options.loss);
  // Not by map, which passes over holes.
  const parsed = Array.from(layers, parseLayer);
  const given = options.classes ?? data?.classes;
  const { positive } = options;
  if (positive !== undefined) checkPositive(positive, loss, parsed);
  const classes = given && withPositive("Model", readClasses("Model", given), positive);
  const stage = ofRaw ?? (encoding && blankStage({ encoding, inputs: width, loss }));
  const columns = stage?.columns ?? options.columns ?? data?.columns;
  checkColumns(columns, width);
  if (options.columns && JSON.stringify(columns) !== JSON.stringify(options.columns))
    throw otherColumns(columns, options.columns);
  checkOutputs(parsed, loss, classes, data);
  if (stage && stage.targetOrigin >= 0) checkUnbounded(parsed);
  return {
    ...{ inputs: width, layers: parsed, loss, standardize },
    ...(classes && { classes }),
    ...(positive !== undefined && { positive }),
    ...(columns && { columns }),
    ...(encoding && { encoding }),
  };
}

/** A deep copy of plain JSON. */
export function copyOf<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** The classes, with the positive one second where there is one. */
export function withPositive(
  caller: string,
  classes: readonly Label[],
  positive: Label | undefined,
): readonly Label[] {
  if (positive === undefined) return classes;
  const others = classes.filter((label) => label !== positive);
  if (others.length < classes.length) return [...others, positive];
  throw new DataError(
    `${caller}: positive is ${show(positive)}, which is none of the classes ${listed(classes)}.`,
    {
      expected: classes,
      received: positive,
    },
  );
}

function checkPositive(positive: unknown, loss: LossSpec, layers: readonly LayerSpec[]): void {
  readClasses("Model: positive", [positive]);
  if (loss === "binaryCrossEntropy" && outputsOf({ layers }) === 1) return;
  throw new OptionError(
    `Model: positive is for "binaryCrossEntropy" with dense(1) last, whose output is the probability of one of two labels. ` +
      "Leave it out.",
    { received: positive },
  );
}

/** Units of the last layer. */
export function outputsOf(spec: Pick<NetworkSpec, "layers">): number {
  const last = spec.layers[spec.layers.length - 1];
  return last.type === "dense" ? last.units : 0;
}

/** The loss owns the link from the last layer to the answer: it says what that layer must be. */
function checkOutputs(
  layers: readonly LayerSpec[],
  loss: LossSpec,
  classes: readonly Label[] | undefined,
  data: Dataset | undefined,
): void {
  const last = layers[layers.length - 1];
  if (last.type !== "dense") {
    throw new OptionError(
      "Model: the last layer must be dense: its units are the outputs. Move dropout before it.",
      {
        expected: "dense",
        received: last.type,
      },
    );
  }
  const { units, activation } = last;
  const name = lossName(loss);
  if (classes?.length === 1)
    throw new DataError(`Model: every label is ${show(classes[0])}; a classification needs two classes.`);
  if (!isRegression(loss) && activation !== "linear") {
    const link = loss === "crossEntropy" ? "softmax" : "sigmoid";
    throw new OptionError(
      `Model: loss "${name}" applies the ${link} itself and needs a linear last layer, got "${activation}". ` +
        `Write dense(${units}).`,
      { expected: "linear", received: activation },
    );
  }
  if (loss === "crossEntropy" && units === 1) {
    throw new OptionError(
      'Model: loss "crossEntropy" with dense(1) last would always predict a probability of 1. ' +
        'Use "binaryCrossEntropy" for yes or no, or an output for each class.',
      { expected: "at least 2", received: units },
    );
  }
  if (isRegression(loss) && classes) {
    throw new OptionError(
      `Model: loss "${name}" predicts numbers, but there are ${classes.length} classes. ` +
        `Use "crossEntropy" (or "binaryCrossEntropy" for two), or give targets instead of labels.`,
      { expected: ["crossEntropy", "binaryCrossEntropy"], received: name },
    );
  }
  const count = classes?.length ?? data?.targetWidth;
  if (count === undefined) return;
  if (classes && loss === "binaryCrossEntropy" && count !== 2) {
    throw new OptionError(
      `Model: loss "binaryCrossEntropy" over labels needs exactly 2 classes, got ${count}. ` +
        `Use "crossEntropy" with dense(${count}) last.`,
      { expected: 2, received: count },
    );
  }
  const expected = classes && loss === "binaryCrossEntropy" ? 1 : count;
  if (expected === units) return;
  const over = classes ? `${count} classes` : `${count} target${count === 1 ? "" : "s"} a row`;
  throw new ShapeError(
    `Model: loss "${name}" over ${over} needs dense(${expected}) last, got dense(${units}).`,
    {
      expected,
      received: units,
    },
  );
}

/** Changes go up and down: a last layer that cannot say both would bound them without a word. */
function checkUnbounded(layers: readonly LayerSpec[]): void {
  const last = layers[layers.length - 1];
  if (last.type !== "dense") return;
  const [low, high] = RANGES[last.activation];
  if (low === -Infinity && high === Infinity) return;
  throw new OptionError(
    `Model: targets that are relative to a row's last value go up and down, and "${last.activation}" reaches only from ${low} to ${high}. ` +
      `Write dense(${last.units}) last, or windows without relative.`,
    { expected: "linear", received: last.activation },
  );
}

function otherColumns(expected: readonly string[] | undefined, received: readonly string[]): OptionError {
  return new OptionError("Model: the table names the columns itself. Leave columns out.", {
    expected,
    received,
  });
}

function checkColumns(columns: unknown, width: number): asserts columns is readonly string[] | undefined {
  if (columns === undefined) return;
  const fits = Array.isArray(columns) && Array.from(columns).every((name) => typeof name === "string");
  if (fits && columns.length === width) return;
  throw new ShapeError(`Model: columns must be ${width} names, one for each input, got ${show(columns)}.`, {
    expected: width,
    received: columns,
  });
}
