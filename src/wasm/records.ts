/**
 * The records of assembly/plan.ts as seen from outside: each field's name and type, in the same order.
 */
type FieldType = "Int32" | "Float32" | "Float64";
type Fields = Readonly<Record<string, FieldType>>;

export const LAYER = {
  kind: "Int32",
  inputs: "Int32",
  units: "Int32",
  activation: "Int32",
  initializer: "Int32",
  rate: "Float32",
  x: "Int32",
  xStride: "Int32",
  z: "Int32",
  y: "Int32",
  yStride: "Int32",
  dy: "Int32",
  dx: "Int32",
  weights: "Int32",
  bias: "Int32",
  dWeights: "Int32",
  dBias: "Int32",
  transposed: "Int32",
} as const satisfies Fields;

export const TABLE = {
  rows: "Int32",
  inputs: "Int32",
  targets: "Int32",
  labels: "Int32",
  weights: "Int32",
} as const satisfies Fields;

export const NETWORK = {
  layers: "Int32",
  layerCount: "Int32",
  inputs: "Int32",
  outputs: "Int32",
  loss: "Int32",
  delta: "Float32",
  parameters: "Int32",
  gradients: "Int32",
  slot0: "Int32",
  slot1: "Int32",
  parameterCount: "Int32",
  optimizer: "Int32",
  learningRate: "Float32",
  momentum: "Float32",
  nesterov: "Int32",
  weightDecay: "Float32",
  epsilon: "Float32",
  clipNorm: "Float32",
  decoupled: "Int32",
  beta1: "Float64",
  beta2: "Float64",
  generator: "Int32",
  updates: "Int32",
  steps: "Int32",
  shuffles: "Int32",
  batchSize: "Int32",
  blockInputs: "Int32",
  blockTargets: "Int32",
  blockLabels: "Int32",
  blockWeights: "Int32",
  scratch: "Int32",
  batchSums: "Int32",
  epochSums: "Int32",
  training: "Int32",
  validation: "Int32",
  order: "Int32",
  cursor: "Int32",
  batchWeight: "Float64",
} as const satisfies Fields;

interface Layout<F extends Fields> {
  readonly offsets: { readonly [Name in keyof F]: number };
  readonly bytes: number;
}

/** Found once for each kind of record: many models take turns in new instances. */
const layouts = new Map<Fields, Layout<Fields>>();

/** Where each field of a record lies, in bytes from its start, and how long the record is. */
export function layoutOf<F extends Fields>(fields: F): Layout<F> {
  const known = layouts.get(fields) ?? computeLayout(fields);
  layouts.set(fields, known);
  return known as Layout<F>;
}

function computeLayout(fields: Fields): Layout<Fields> {
  const offsets: Record<string, number> = {};
  let end = 0;
  let widest = 4;
  for (const [name, type] of Object.entries(fields)) {
    const size = type === "Float64" ? 8 : 4;
    end = Math.ceil(end / size) * size;
    offsets[name] = end;
    end += size;
    widest = Math.max(widest, size);
  }
  return { offsets, bytes: Math.ceil(end / widest) * widest };
}

/** One record in the core's memory. */
export class MemoryRecord<F extends Fields> {
  readonly #view: DataView;
  readonly #fields: F;
  readonly #offsets: Layout<F>["offsets"];
  readonly address: number;

  constructor(buffer: ArrayBuffer, fields: F, address: number) {
    this.#view = new DataView(buffer);
    this.#fields = fields;
    this.#offsets = layoutOf(fields).offsets;
    this.address = address;
  }

  /** Writes the fields that `values` has numbers (or true and false) for; what else it has is not the record's business. */
  set(values: { [Name in keyof F]?: number | boolean }): void {
    for (const [name, value] of Object.entries<unknown>(values)) {
      const type = this.#fields[name];
      if (!type || (typeof value !== "number" && typeof value !== "boolean")) continue;
      this.#view[`set${type}`](this.address + this.#offsets[name], Number(value), true);
    }
  }

  get(name: keyof F): number {
    return this.#view[`get${this.#fields[name]}`](this.address + this.#offsets[name], true);
  }
}
