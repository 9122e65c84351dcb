import { describeNetwork, type Network } from "../../src/wasm/layout.js";
import { LAYER_BYTES, LayerField, NetworkField } from "../../src/wasm/record.js";
import type { Kernels } from "./core.js";

/** A layer's fields of 4 bytes by name. */
type LayerRecord = Record<keyof typeof LayerField, number>;

/** What the core laid out for a network: its address, its layers' records, and the first byte after it. */
export interface Arranged {
  readonly network: number;
  readonly layers: readonly LayerRecord[];
  readonly end: number;
}

/** Has the core lay out a network from the next cache line after `start` on, where its memory is still all zero. */
export function arrangeNetwork(kernels: Kernels, start: number, model: Network, training: boolean): Arranged {
  const network = Math.ceil(start / 64) * 64;
  const { buffer } = kernels.memory;
  describeNetwork(kernels, network, model);
  kernels.arrangeLoss(network, 1);
  if (training) kernels.arrangeTraining(network, 0);
  const end = Number(new BigUint64Array(buffer, network)[NetworkField.end]);
  const layers = new Uint32Array(buffer, network)[NetworkField.layers];
  if (end > buffer.byteLength) throw new Error(`the kernels' memory is full: ${end} bytes`);
  return {
    network,
    layers: model.layers.map((_, i) => readLayer(buffer, layers + i * LAYER_BYTES)),
    end,
  };
}

function readLayer(buffer: ArrayBuffer, address: number): LayerRecord {
  const words = new Uint32Array(buffer, address, LAYER_BYTES / 4);
  const names = Object.keys(LayerField).filter((name) => Number.isNaN(Number(name)));
  return Object.fromEntries(
    names.map((name) => [name, words[LayerField[name as keyof typeof LayerField]]]),
  ) as LayerRecord;
}
