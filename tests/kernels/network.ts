import { describeNetwork, type Network } from "../../src/wasm/forward-engine.js";
import type { Kernels } from "./core.js";

/** The fields of a layer's record, in the order of assembly/plan.ts; each is 4 bytes. */
export const LAYER = [
  ...([
    "kind",
    "inputs",
    "units",
    "activation",
    "initializer",
    "rate",
    "x",
    "xStride",
    "z",
    "y",
    "yStride",
  ] as const),
  ...(["dy", "dx", "weights", "bias", "dWeights", "dBias", "transposed"] as const),
] as const;

export type LayerRecord = Readonly<Record<(typeof LAYER)[number], number>>;

/** What the core laid out for a network: its address, its layers' records, and the first byte after it. */
export interface Arranged {
  readonly network: number;
  readonly layers: readonly LayerRecord[];
  readonly end: number;
}

/** Has the core lay out a network from `start` on, where its memory is still all zero, and grows that to hold it. */
export function arrangeNetwork(kernels: Kernels, start: number, model: Network, training: boolean): Arranged {
  const network = describeNetwork(kernels, model, start);
  kernels.arrangeLoss(network, 1);
  if (training) kernels.arrangeTraining(network, 0);
  const end = kernels.arenaEnd(network);
  const missing = Math.ceil((end - kernels.memory.buffer.byteLength) / 65536);
  if (missing > 0) kernels.memory.grow(missing);
  const layers = model.layers.map((_, i) => {
    const words = new Uint32Array(kernels.memory.buffer, kernels.layerAddress(network, i), LAYER.length);
    return Object.fromEntries(LAYER.map((name, k) => [name, words[k]])) as unknown as LayerRecord;
  });
  return { network, layers, end };
}
