import type { Kernels } from "../../tests/kernels/core.js";

/** One kernel on one shape. */
export interface KernelCase {
  readonly kernel: string;
  readonly shape: string;
  /** What one run does: floating-point operations of a product (2 a multiply-add), elements of anything else. */
  readonly work: number;
  readonly counts: "operations" | "elements";
  readonly run: () => void;
  /** Runs it once; throws unless the result is that of the scalar twin. */
  readonly check: () => void;
}

/** Room in the kernels' memory, each array on a cache line as the library has it. */
export class Room {
  #end: number;

  constructor(readonly kernels: Kernels) {
    this.#end = kernels.arenaStart();
  }

  /** Leaves out what `plan` laid out from here; returns what it gave. */
  plan<Planned extends { readonly end: number }>(plan: (start: number) => Planned): Planned {
    const planned = plan(this.#end);
    this.#end = planned.end;
    return planned;
  }

  /** An array of these values. */
  floats(values: ArrayLike<number>): Place {
    const { address } = this.plan((start) => ({
      address: align(start),
      end: align(start) + values.length * 4,
    }));
    const view = this.view(address, values.length);
    view.set(values);
    return { address, values: view };
  }

  integers(values: ArrayLike<number>): { readonly address: number; readonly values: Int32Array } {
    const { address } = this.floats(values);
    const view = new Int32Array(this.kernels.memory.buffer, address, values.length);
    view.set(values);
    return { address, values: view };
  }

  view(address: number, length: number): Float32Array {
    return new Float32Array(this.kernels.memory.buffer, address, length);
  }
}

/** An array in the kernels' memory. */
export interface Place {
  readonly address: number;
  readonly values: Float32Array;
}

function align(address: number): number {
  return Math.ceil(address / 64) * 64;
}
