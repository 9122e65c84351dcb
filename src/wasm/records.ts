/**
 * The records of assembly/plan.ts as seen from outside: each field's name and type, in the same order.
 */
type FieldType = "i32" | "f32" | "f64";
type Fields = Readonly<Record<string, FieldType>>;

export const LAYER = {
  kind: "i32",
  inputs: "i32",
  units: "i32",
  activation: "i32",
  initializer: "i32",
  rate: "f32",
  x: "i32",
  xStride: "i32",
  z: "i32",
  y: "i32",
  yStride: "i32",
  dy: "i32",
  dx: "i32",
  weights: "i32",
  bias: "i32",
  dWeights: "i32",
  dBias: "i32",
  transposed: "i32",
} as const satisfies Fields;

export const TABLE = {
  rows: "i32",
  inputs: "i32",
  targets: "i32",
  labels: "i32",
  weights: "i32",
} as const satisfies Fields;

export const NETWORK = {
  layers: "i32",
  layerCount: "i32",
  inputs: "i32",
  outputs: "i32",
  loss: "i32",
  delta: "f32",
  parameters: "i32",
  gradients: "i32",
  slot0: "i32",
  slot1: "i32",
  parameterCount: "i32",
  optimizer: "i32",
  learningRate: "f32",
  momentum: "f32",
  nesterov: "i32",
  weightDecay: "f32",
  epsilon: "f32",
  clipNorm: "f32",
  decoupled: "i32",
  beta1: "f64",
  beta2: "f64",
  generator: "i32",
  updates: "i32",
  steps: "i32",
  shuffles: "i32",
  batchSize: "i32",
  blockInputs: "i32",
  blockTargets: "i32",
  blockLabels: "i32",
  blockWeights: "i32",
  scratch: "i32",
  batchSums: "i32",
  epochSums: "i32",
  training: "i32",
  validation: "i32",
  order: "i32",
  cursor: "i32",
  batchWeight: "f64",
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
    const size = type === "f64" ? 8 : 4;
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

  /** Writes the fields that `values` has numbers for; what else it has is not the record's business. */
  set(values: { [Name in keyof F]?: number }): void {
    for (const [name, value] of Object.entries<unknown>(values)) {
      const type = this.#fields[name];
      if (!type || typeof value !== "number") continue;
      const at = this.address + this.#offsets[name];
      if (type === "f64") this.#view.setFloat64(at, value, true);
      else if (type === "f32") this.#view.setFloat32(at, value, true);
      else this.#view.setInt32(at, value, true);
    }
  }

  get(name: keyof F): number {
    const at = this.address + this.#offsets[name];
    const type = this.#fields[name];
    if (type === "f64") return this.#view.getFloat64(at, true);
    if (type === "f32") return this.#view.getFloat32(at, true);
    return this.#view.getInt32(at, true);
  }
}
