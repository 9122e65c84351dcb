import { describeNetwork, type Network } from "../../src/wasm/layout.js";
import { LAYER, NETWORK } from "../../src/wasm/record.js";
import { recordClass, type RecordView } from "../../src/wasm/record-view.js";
import type { Kernels } from "./core.js";

const LayerRecord = recordClass(LAYER);
const NetworkRecord = recordClass(NETWORK);

/** What the core laid out for a network: its address, its layers' records, and the first byte after it. */
export interface Arranged {
  readonly network: number;
  readonly layers: readonly RecordView<typeof LAYER>[];
  readonly end: number;
}

/** Has the core lay out a network from the next cache line after `start` on, where its memory is still all zero. */
export function arrangeNetwork(kernels: Kernels, start: number, model: Network, training: boolean): Arranged {
  const network = Math.ceil(start / 64) * 64;
  const { buffer } = kernels.memory;
  describeNetwork(kernels, network, model);
  kernels.arrangeLoss(network, 1);
  if (training) kernels.arrangeTraining(network, 0);
  const { end, layers } = new NetworkRecord(buffer, network);
  if (end > buffer.byteLength) throw new Error(`the kernels' memory is full: ${end} bytes`);
  return {
    network,
    layers: model.layers.map((_, i) => new LayerRecord(buffer, layers + i * LAYER.size)),
    end,
  };
}
