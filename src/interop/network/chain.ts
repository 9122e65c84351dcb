import { checkName, fieldsOf, isFloat32, listed, show } from "../../base/check.js";
import { DataError, huber, type Activation, type Label, type LossSpec } from "../../index.js";
import { type DenseLayer, type Layer, type Link, linkOf, type Network, type Scaling } from "./network.js";
import { affineOf, isIdentity, isScaling, scalingOf, type Step } from "./steps.js";

/** The activations of downhill's dense layers, for checks and for the texts of errors. */
export const ACTIVATIONS: readonly Activation[] = [
  "linear",
  "relu",
  "leakyRelu",
  "elu",
  "sigmoid",
  "hardSigmoid",
  "tanh",
  "softplus",
  "silu",
];

/** The only slope of a leaky ReLU that is downhill's, as float32 files have it too. */
export const LEAKY_SLOPE = 0.01;

/** What the caller of a reader knows that the file need not say. */
export interface Known {
  /** What to train on for; default what the file says, or else what the last layer's activation says. */
  readonly loss?: LossSpec;
  /** The classes in the order of the outputs; default those of the file. */
  readonly classes?: readonly Label[];
  /** Names of the inputs; default those of the file. */
  readonly columns?: readonly string[];
}

/** Sums of a dense layer as a file has them; float64 ones are rounded to float32 when all is known. */
export interface Sums {
  readonly units: number;
  /** [units, inputs] row-major */
  readonly weight: ArrayLike<number>;
  /** [units]; left out for zeros */
  readonly bias?: ArrayLike<number>;
}

/** A dense layer that may still be changed. */
interface OpenLayer {
  readonly type: "dense";
  readonly where: string;
  readonly units: number;
  readonly inputs: number;
  readonly weight: Float64Array;
  readonly bias: Float64Array;
  activation: Activation;
}

/**
 * A network as a reader meets it, part by part, in the order in which numbers flow through it. All that makes other tools' networks fit
 * downhill's, or not, is decided here:
 *
 * - arithmetic upon columns before the first layer is the scaler of the inputs, after the last layer that of the targets; between layers,
 *   and where a scaler cannot hold it, it is folded into a layer, in float64;
 * - softmax or sigmoid at the end is the link of a loss, unless the caller names another loss;
 * - two activations in a row, an activation before the first layer, or anything after softmax are refused.
 *
 * `where` names the part in errors, as in `layer 2 "dense_1"`.
 */
export class Chain {
  readonly #caller: string;
  /** Whether the file says how wide a row is: else the first layer does. */
  readonly #inputs: number | undefined;
  #width: number | undefined;
  readonly #layers: (OpenLayer | { type: "dropout"; where: string; rate: number })[] = [];
  /** Not yet given to a layer or a scaler. */
  #steps: Step[] = [];
  #inputScaling: Scaling | undefined;
  #last: OpenLayer | undefined;
  /** Where softmax was. */
  #softmax: string | undefined;
  /** What was changed on the way in, and cannot be seen in the network. */
  readonly remarks: string[] = [];

  /**
   * @param caller begins each error's message, as in "fromOnnx"
   * @param inputs width of a row of inputs, where the file says it
   */
  constructor(caller: string, inputs?: number) {
    this.#caller = caller;
    this.#inputs = inputs;
    this.#width = inputs;
  }

  /** Numbers in a row at this point; undefined before the first layer of a file that does not say it. */
  get width(): number | undefined {
    return this.#width;
  }

  /** Whether nothing has been added yet but what becomes of the inputs. */
  get isEmpty(): boolean {
    return this.#last === undefined;
  }

  /** An error that names the caller and the place. */
  refuse(where: string, what: string, details: { expected?: unknown; received?: unknown } = {}): DataError {
    return new DataError(`${this.#caller}: ${where} ${what}`, details);
  }

  /** Arithmetic upon each column: `values` has a number for each, or one for all. */
  step(where: string, kind: Step["kind"], values: ArrayLike<number>): void {
    this.#checkOpen(where);
    const { length } = values;
    if (length !== 1) this.#expect(where, length);
    for (let c = 0; c < length; c++) {
      if (!Number.isFinite(values[c]) || (kind === "divide" && values[c] === 0))
        throw this.refuse(where, `has ${show(values[c])} as number ${c}: no finite result.`, {
          received: values[c],
        });
    }
    this.#steps.push({ kind, values: Float64Array.from(values) });
  }

  /**
   * Batch normalization as it predicts: (x - mean) / sqrt(variance + epsilon) gamma + beta.
   *
   * @param gamma left out for 1
   * @param beta left out for 0
   */
  normalize(where: string, { mean, variance, epsilon, gamma, beta }: BatchNormalization): void {
    const spread = Float64Array.from(variance, (value) => Math.sqrt(value + epsilon));
    const isInside = !this.isEmpty;
    this.step(where, "subtract", mean);
    this.step(where, "divide", spread);
    if (gamma) this.step(where, "multiply", gamma);
    if (beta) this.step(where, "add", beta);
    if (isInside)
      this.remarks.push(
        `${where}, a batch normalization, is folded into a dense layer: it predicts the same, and is no longer trained as such.`,
      );
  }

  dense(where: string, { units, weight, bias }: Sums): void {
    this.#checkOpen(where);
    const inputs = weight.length / units;
    if (!(units >= 1) || !Number.isInteger(inputs) || inputs < 1)
      throw this.refuse(where, `has ${weight.length} weights for ${units} units.`, {
        received: weight.length,
      });
    this.#expect(where, inputs);
    if (bias && bias.length !== units)
      throw this.refuse(where, `has ${bias.length} biases for ${units} units.`, {
        expected: units,
        received: bias.length,
      });
    const layer: OpenLayer = {
      type: "dense",
      where,
      units,
      inputs,
      weight: this.#numbers(where, "weight", weight),
      bias: bias ? this.#numbers(where, "bias", bias) : new Float64Array(units),
      activation: "linear",
    };
    this.#takeSteps(layer);
    this.#layers.push(layer);
    this.#last = layer;
    this.#width = units;
  }

  activation(where: string, activation: Activation): void {
    this.#checkOpen(where);
    if (activation === "linear") return;
    const layer = this.#last;
    if (!layer)
      throw this.refuse(
        where,
        `puts the inputs through ${show(activation)} before the first dense layer; downhill has activations behind dense layers only.`,
      );
    if (layer.activation !== "linear")
      throw this.refuse(
        where,
        `is ${show(activation)} behind ${show(layer.activation)}; a dense layer of downhill has one activation.`,
      );
    this.#foldBack(layer);
    layer.activation = activation;
  }

  /** A leaky ReLU of a slope, which is downhill's or refused. */
  leakyRelu(where: string, slope: number): void {
    if (Math.fround(slope) !== Math.fround(LEAKY_SLOPE))
      throw this.refuse(where, `has the slope ${slope}, downhill's leakyRelu has ${LEAKY_SLOPE}.`, {
        expected: LEAKY_SLOPE,
        received: slope,
      });
    this.activation(where, "leakyRelu");
  }

  /** An ELU of an alpha, which is downhill's or refused. */
  elu(where: string, alpha: number): void {
    if (alpha !== 1)
      throw this.refuse(where, `has alpha ${alpha}, downhill's elu has 1.`, { expected: 1, received: alpha });
    this.activation(where, "elu");
  }

  dropout(where: string, rate: number): void {
    this.#checkOpen(where);
    if (!(rate >= 0 && rate < 1))
      throw this.refuse(where, `drops the share ${show(rate)}; it must be at least 0 and below 1.`, {
        received: rate,
      });
    if (rate > 0) this.#layers.push({ type: "dropout", where, rate });
  }

  /** Softmax over a row: nothing may follow. */
  softmax(where: string): void {
    this.#checkOpen(where);
    const layer = this.#last;
    if (!layer) throw this.refuse(where, "stands before the first dense layer.");
    if (layer.activation !== "linear")
      throw this.refuse(
        where,
        `is a softmax behind ${show(layer.activation)}; downhill's is over sums alone.`,
      );
    if (layer.units === 1)
      throw this.refuse(
        where,
        "is a softmax over one number: it is always 1. A single probability needs a sigmoid.",
      );
    this.#foldBack(layer);
    this.#softmax = where;
  }

  /**
   * The whole network.
   *
   * @param fromFile what the file says of loss, classes and columns; what the caller knows comes first
   */
  finish(known: Known, fromFile: Known = {}): Network {
    const last = this.#last;
    if (!last) throw new DataError(`${this.#caller}: there is no dense layer in it.`);
    this.#dropTrailing();
    const classes = known.classes ?? fromFile.classes;
    const loss = this.#lossOf(last, known.loss, fromFile.loss, classes);
    const link = linkOf(loss);
    // The loss applies the sigmoid itself.
    if (link === "sigmoid" && last.activation === "sigmoid") last.activation = "linear";
    const targetScaling = this.#targetScaling(last, link);
    const columns = known.columns ?? fromFile.columns;
    const inputs = this.#inputs ?? this.#firstInputs();
    this.#checkNames(columns, inputs);
    this.#checkClasses(classes, loss, last.units);
    return {
      inputs,
      layers: this.#layers.map((layer) => this.#closed(layer)),
      link,
      loss,
      ...(this.#inputScaling && { inputScaling: this.#inputScaling }),
      ...(targetScaling && { targetScaling }),
      ...(classes && { classes }),
      ...(columns && { columns }),
    };
  }

  #firstInputs(): number {
    const first = this.#layers.find((layer): layer is OpenLayer => layer.type === "dense");
    return (first as OpenLayer).inputs;
  }

  #checkOpen(where: string): void {
    if (this.#softmax !== undefined)
      throw this.refuse(where, `follows a softmax (${this.#softmax}), which must be last.`);
  }

  #expect(where: string, width: number): void {
    if (this.#width === undefined) this.#width = width;
    if (this.#width === width) return;
    throw this.refuse(
      where,
      `takes ${width} ${width === 1 ? "number" : "numbers"}, ${this.isEmpty ? "a row of inputs has" : "the layer before it gives"} ${this.#width}.`,
      { expected: this.#width, received: width },
    );
  }

  #numbers(where: string, what: string, values: ArrayLike<number>): Float64Array {
    const numbers = Float64Array.from(values);
    const at = numbers.findIndex((value) => !isFloat32(value));
    if (at < 0) return numbers;
    throw this.refuse(where, `has ${numbers[at]} as number ${at} of its ${what}, no finite float32.`, {
      received: numbers[at],
    });
  }

  /** What waits before a dense layer: the inputs' scaler, or folded into its weights. */
  #takeSteps(layer: OpenLayer): void {
    const steps = this.#steps;
    this.#steps = [];
    if (steps.length === 0) return;
    const { inputs } = layer;
    if (this.isEmpty) {
      const scaling = scalingOf(steps, inputs);
      if (isScaling(scaling)) {
        if (!isIdentity(scaling)) this.#inputScaling = scaling;
        return;
      }
    }
    const { factor, term } = affineOf(steps, inputs);
    for (let j = 0; j < layer.units; j++) {
      for (let k = 0; k < inputs; k++) {
        layer.bias[j] += layer.weight[j * inputs + k] * term[k];
        layer.weight[j * inputs + k] *= factor[k];
      }
    }
  }

  /** What waits behind a dense layer, folded into it, so that an activation can follow. */
  #foldBack({ units, inputs, weight, bias }: OpenLayer): void {
    const { factor, term } = affineOf(this.#steps, units);
    this.#steps = [];
    for (let j = 0; j < units; j++) {
      for (let k = 0; k < inputs; k++) weight[j * inputs + k] *= factor[j];
      bias[j] = bias[j] * factor[j] + term[j];
    }
  }

  /** What waits behind the last layer: the targets' scaler, or folded into the layer where that is linear. */
  #targetScaling(last: OpenLayer, link: Link): Scaling | undefined {
    if (this.#steps.length === 0) return undefined;
    const { factor, term } = affineOf(this.#steps, last.units);
    const scaling = { mean: term, deviation: factor };
    if (link === "none" && isScaling(scaling)) return isIdentity(scaling) ? undefined : scaling;
    if (last.activation === "linear") {
      this.#foldBack(last);
      return undefined;
    }
    throw this.refuse(
      last.where,
      `puts its sums through ${show(last.activation)} and then turns them around; downhill's targets are only scaled and shifted.`,
    );
  }

  /** A last layer that drops some of its outputs has no counterpart; it changes nothing that is predicted. */
  #dropTrailing(): void {
    for (;;) {
      const layer = this.#layers[this.#layers.length - 1];
      if (layer.type === "dense") return;
      this.#layers.pop();
      this.remarks.push(
        `${layer.where}, a dropout behind the last dense layer, is left out: it changes training alone.`,
      );
    }
  }

  #lossOf(
    last: OpenLayer,
    wanted: LossSpec | undefined,
    ofFile: LossSpec | undefined,
    classes: readonly Label[] | undefined,
  ): LossSpec {
    if (wanted !== undefined) checkLoss(this.#caller, wanted);
    if (this.#softmax !== undefined) {
      if (wanted === undefined || wanted === "crossEntropy") return "crossEntropy";
      throw this.refuse(
        this.#softmax,
        `is a softmax: the loss must be "crossEntropy", got ${lossName(wanted)}.`,
        {
          expected: "crossEntropy",
          received: wanted,
        },
      );
    }
    if (last.activation === "sigmoid") {
      // Scaled or shifted behind the sigmoid: numbers, not probabilities.
      const loss = wanted ?? (this.#steps.length > 0 ? "mse" : "binaryCrossEntropy");
      if (loss !== "crossEntropy") return loss;
      throw this.refuse(
        last.where,
        `ends in sigmoids, each a yes or no: the loss cannot be "crossEntropy".`,
        {
          received: loss,
        },
      );
    }
    if (last.activation !== "linear") {
      const loss = wanted ?? "mse";
      if (linkOf(loss) === "none") return loss;
      throw this.refuse(
        last.where,
        `ends in ${show(last.activation)}; loss ${lossName(loss)} is for a last layer that is linear or ends in its own link.`,
        { received: loss },
      );
    }
    if (wanted !== undefined) return wanted;
    if (ofFile !== undefined) {
      if (linkOf(ofFile) !== "none") this.#remarkLogits(linkOf(ofFile));
      return ofFile;
    }
    if (classes === undefined) return "mse";
    // Sums over classes are logits: nothing else fits them.
    const loss = last.units === 1 ? "binaryCrossEntropy" : "crossEntropy";
    this.#remarkLogits(linkOf(loss));
    return loss;
  }

  #remarkLogits(link: Link): void {
    this.remarks.push(`The outputs in the file are logits; predictions are their ${link}.`);
  }

  #checkNames(columns: readonly string[] | undefined, inputs: number): void {
    if (columns === undefined) return;
    const fits = Array.isArray(columns) && columns.every((name) => typeof name === "string");
    if (fits && columns.length === inputs) return;
    throw new DataError(
      `${this.#caller}: columns must be ${inputs} names, one for each input, got ${show(columns)}.`,
      { expected: inputs, received: columns },
    );
  }

  #checkClasses(classes: readonly Label[] | undefined, loss: LossSpec, units: number): void {
    if (classes === undefined) return;
    const link = linkOf(loss);
    if (link === "none")
      throw new DataError(
        `${this.#caller}: classes are given, but loss ${lossName(loss)} predicts numbers. Leave out one of the two.`,
        { received: classes },
      );
    const expected = link === "sigmoid" ? 2 : units;
    if (link === "sigmoid" && units > 1)
      throw new DataError(
        `${this.#caller}: there are ${units} outputs, each a yes or no of its own; classes are for one of them, or for a softmax.`,
        { received: classes },
      );
    const fits = Array.isArray(classes) && classes.length === expected;
    if (fits) return;
    throw new DataError(
      `${this.#caller}: classes must be ${expected}, one for each output${link === "sigmoid" ? " of yes or no" : ""}, got ` +
        `${Array.isArray(classes) ? listed(classes) : show(classes)}.`,
      { expected, received: classes },
    );
  }

  #closed(layer: OpenLayer | { type: "dropout"; rate: number }): Layer {
    if (layer.type === "dropout") return { type: "dropout", rate: layer.rate };
    const { where, units, activation } = layer;
    const weight = this.#rounded(where, layer.weight);
    const closed: DenseLayer = {
      type: "dense",
      units,
      weight,
      bias: this.#rounded(where, layer.bias),
      activation,
    };
    return closed;
  }

  #rounded(where: string, values: Float64Array): Float32Array {
    if (values.every(isFloat32)) return Float32Array.from(values);
    throw this.refuse(where, "has numbers beyond float32 once what stands around it is folded into it.");
  }
}

/** The numbers of a batch normalization, each [width]. */
export interface BatchNormalization {
  readonly mean: ArrayLike<number>;
  readonly variance: ArrayLike<number>;
  readonly epsilon: number;
  readonly gamma?: ArrayLike<number>;
  readonly beta?: ArrayLike<number>;
}

function checkLoss(caller: string, loss: LossSpec): void {
  const { type, delta } = fieldsOf(loss) as { type?: unknown; delta?: number };
  if (type === "huber") huber({ delta: delta as number });
  else
    checkName(`${caller}: loss ${show(loss)}`, "loss", loss, [
      "mse",
      "mae",
      "crossEntropy",
      "binaryCrossEntropy",
    ]);
}

function lossName(loss: LossSpec): string {
  return show(typeof loss === "string" ? loss : loss.type);
}
