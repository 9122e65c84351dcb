import { bind, type Binary, type Bound, type ForwardCore } from "./core.js";
import { type Network, place } from "./layout.js";
import { BLOCK, NETWORK_BYTES, NetworkField } from "./record.js";

/**
 * An instance of the core that holds a network and predicts, in a memory of its own, which never grows.
 */
export class ForwardEngine<Core extends ForwardCore = ForwardCore> {
  readonly inputStride: number;
  readonly outputStride: number;
  /** Rows to be predicted, scaled: [BLOCK x inputStride]. */
  readonly inputs: Float32Array;
  /** Outputs of the block's rows after predict: [BLOCK x outputStride]. */
  readonly outputs: Float32Array;
  /** What the core does with this network. */
  readonly core: Bound<Core>;
  protected readonly buffer: ArrayBuffer;
  /** The address of the network's record, and its fields of 4 bytes, in the order of NetworkField. */
  protected readonly network: number;
  protected readonly words: Uint32Array;
  /** Parameters in the outside order, on their way in or out. */
  protected readonly theta: Float32Array;

  /**
   * @param arrange lays out what the network needs besides prediction
   * @throws DataError where that is more memory than can be had
   */
  constructor(binary: Binary<Core>, model: Network, arrange?: (core: Core, network: number) => void) {
    const { core, memory } = place(binary, model, arrange);
    const { buffer } = memory;
    const network = core.arenaStart();
    const words = new Uint32Array(buffer, network, NETWORK_BYTES / 4);
    this.core = bind(core, network);
    this.buffer = buffer;
    this.network = network;
    this.words = words;
    this.inputStride = words[NetworkField.inputStride];
    this.outputStride = words[NetworkField.outputStride];
    this.inputs = new Float32Array(buffer, words[NetworkField.blockInputs], BLOCK * this.inputStride);
    this.outputs = new Float32Array(buffer, words[NetworkField.outputs], BLOCK * this.outputStride);
    this.theta = new Float32Array(buffer, words[NetworkField.theta], words[NetworkField.count]);
  }

  /** @param parameters in the outside order, [count] */
  writeParameters(parameters: Float32Array): void {
    this.theta.set(parameters);
    (this.core as Bound<ForwardCore>).writeVector(this.words[NetworkField.parameters]);
  }
}
