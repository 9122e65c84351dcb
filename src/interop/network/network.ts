import type { Activation, Label, LossSpec } from "../../index.js";

/** A dense layer: y = activation(W x + b). */
export interface DenseLayer {
  readonly type: "dense";
  readonly units: number;
  /** W, [units, inputs] row-major. */
  readonly weight: Float32Array;
  /** b, [units] */
  readonly bias: Float32Array;
  readonly activation: Activation;
}

export interface DropoutLayer {
  readonly type: "dropout";
  readonly rate: number;
}

export type Layer = DenseLayer | DropoutLayer;

/** Mean and deviation of each column, deviations above 0: (x - mean) / deviation on the way in, y deviation + mean on the way out. */
export interface Scaling {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** What stands between the last layer and the answer. */
export type Link = "none" | "softmax" | "sigmoid";

/** A trained network: what all readers give and all writers take, whatever the format. */
export interface Network {
  /** Width of a row of inputs. */
  readonly inputs: number;
  /** From the first to the last, which is dense. Under softmax or sigmoid its activation is linear. */
  readonly layers: readonly Layer[];
  readonly link: Link;
  /** What it was trained for, or is to be trained on for. */
  readonly loss: LossSpec;
  /** Of the inputs; undefined for none. */
  readonly inputScaling?: Scaling;
  /** Of the outputs of a regression; undefined for none. */
  readonly targetScaling?: Scaling;
  /** In the order of the outputs; a single output under sigmoid is the probability of the second. */
  readonly classes?: readonly Label[];
  /** Names of the inputs. */
  readonly columns?: readonly string[];
}

/** The dense layers, from the first to the last. */
export function denseLayers({ layers }: Pick<Network, "layers">): DenseLayer[] {
  return layers.filter((layer) => layer.type === "dense");
}

/** Width of a row of answers. */
export function outputsOf(network: Pick<Network, "layers">): number {
  const dense = denseLayers(network);
  return dense[dense.length - 1].units;
}

export function linkOf(loss: LossSpec): Link {
  if (loss === "crossEntropy") return "softmax";
  return loss === "binaryCrossEntropy" ? "sigmoid" : "none";
}
