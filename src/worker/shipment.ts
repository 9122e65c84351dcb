import { kindOf } from "../base/check.js";
import type { DatasetParts } from "../data/parts.js";
import type { Rows } from "../data/rows.js";

type Numbers = Float32Array | Float64Array | Int32Array;

/** Rows on their way to a worker, in messages that take them along without another copy. */
export class Shipment {
  readonly #isHandedOver: boolean;
  readonly #buffers = new Set<object>();

  /** @param isHandedOver whether the arrays themselves go, and leave the caller's empty; else copies of the part that is needed */
  constructor(isHandedOver: boolean) {
    this.#isHandedOver = isHandedOver;
  }

  /** What postMessage is to transfer. */
  get buffers(): object[] {
    return [...this.#buffers];
  }

  /** A dataset as plain data. */
  pack({
    rows,
    inputRows,
    targetRows,
    labelIndex,
    classes,
    weights,
    columns,
    notes = [],
  }: DatasetParts): DatasetParts {
    return {
      rows,
      inputRows: this.#packRows(inputRows, rows),
      targetRows: targetRows && this.#packRows(targetRows, rows),
      labelIndex: labelIndex && this.#packed(labelIndex),
      classes,
      weights: weights && this.#packed(weights),
      columns,
      notes,
    };
  }

  #packRows({ values, offset, stride, width }: Rows, count: number): Rows {
    if (this.#isHandedOver || isShared(values))
      return { values: this.#packed(values), offset, stride, width };
    // A view over a part of an array would take all of it along.
    const needed = values.subarray(offset, offset + (count - 1) * stride + width);
    return { values: this.#packed(needed), offset: 0, stride, width };
  }

  #packed<Values extends Numbers>(values: Values): Values {
    // Both sides see shared memory: there is nothing to send.
    if (isShared(values)) return values;
    const sent = this.#isHandedOver ? values : (values.slice() as Values);
    this.#buffers.add(sent.buffer);
    return sent;
  }
}

function isShared({ buffer }: Numbers): boolean {
  return kindOf(buffer) === "SharedArrayBuffer";
}
