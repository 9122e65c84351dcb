import { describe, expect, test } from "vitest";

import {
  Model,
  OptionError,
  adagrad,
  adam,
  dataset,
  dense,
  dropout,
  huber,
  sgd,
  type ModelOptions,
} from "../../src/index.js";
import { caught } from "../support/caught.js";
import { Random } from "../support/random.js";
import { remember, stateOf } from "./remembered.js";
import { reorder } from "./rewritten.js";

/** save, load, toJSON, fromJSON: an independent reader, and exact round trips. */

interface Tensor {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

interface File {
  readonly metadata: Record<string, unknown>;
  readonly tensors: Record<string, Tensor>;
  /** The bytes after the header. */
  readonly body: Uint8Array;
}

/** safetensors as its specification has it, with all of its rules checked. */
function read(bytes: Uint8Array): File {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length));
  expect(text[0], "the header begins with {").toBe("{");
  expect(text.trimEnd(), "padded with spaces").toMatch(/}$/);
  const { __metadata__: metadata, ...tensors } = JSON.parse(text) as {
    __metadata__: Record<string, unknown>;
  };
  const body = bytes.subarray(8 + length);
  const file = { metadata, tensors: tensors as unknown as Record<string, Tensor>, body };
  let end = 0;
  const byPlace = Object.values(file.tensors).sort((a, b) => a.data_offsets[0] - b.data_offsets[0]);
  for (const {
    dtype,
    shape,
    data_offsets: [from, to],
  } of byPlace) {
    expect(dtype).toBe("F32");
    expect(from, "no holes, no overlaps").toBe(end);
    expect(to - from).toBe(4 * shape.reduce((a, b) => a * b, 1));
    end = to;
  }
  expect(end, "the tensors fill the body").toBe(body.length);
  return file;
}

const numbersOf = ({ body, tensors }: File, name: string): number[] => {
  const [from, to] = tensors[name].data_offsets;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  return Array.from({ length: (to - from) / 4 }, (_, i) => view.getFloat32(from + 4 * i, true));
};

const random = new Random(1);
const table = dataset({
  inputs: random.table(30, 3).map(([a, b, c]) => [1.7e12 + 1e3 * a, b, c]),
  targets: random.table(30, 2),
});
const labelled = dataset({
  inputs: random.table(30, 3),
  labels: Array.from({ length: 30 }, (_, i) => ["é", 'b"', "漢"][i % 3]),
});

const build = (options: Partial<ModelOptions> = {}): Model =>
  new Model({
    inputs: 3,
    layers: [dense(5, "tanh"), dropout(0.2), dense(2)],
    loss: "mse",
    seed: 3,
    ...options,
  });
const trained = (options: Partial<ModelOptions> = {}): Model => {
  const model = build(options);
  model.fitSync(options.loss === "crossEntropy" ? labelled : table, { epochs: 3 });
  return model;
};

const models: [string, () => Model][] = [
  ["untrained", () => build()],
  ["trained", () => trained()],
  ["not standardized", () => trained({ standardize: false })],
  ["momentum", () => trained({ optimizer: sgd({ momentum: 0.9 }), loss: huber({ delta: 2 }) })],
  ["plain sgd", () => trained({ optimizer: sgd() })],
  ["classes", () => trained({ inputs: labelled, layers: [dense(3)], loss: "crossEntropy" })],
  ["classes adopted", () => trained({ layers: [dense(3)], loss: "crossEntropy" })],
  [
    "a schedule",
    () => trained({ optimizer: adam({ learningRate: { schedule: "cosine", initial: 0.1, epochs: 50 } }) }),
  ],
  [
    "after steps",
    () => {
      const model = build();
      model.step(
        [
          [1, 2, 3],
          [2, 4, 5],
        ],
        [
          [1, 2],
          [0, 1],
        ],
      );
      return model;
    },
  ],
];

describe("save", () => {
  test.each(models)("writes safetensors that any reader takes: %s", (_, make) => {
    const model = make();
    const bytes = model.save();
    expect(new DataView(bytes.buffer).getUint32(0, true) % 8, "the body is aligned").toBe(0);
    const file = read(bytes);
    const names: string[] = [];
    const theta: number[] = [];
    let width = 3;
    let n = 0;
    for (const layer of model.spec.layers) {
      if (layer.type !== "dense") continue;
      const [weight, bias] = [`layers.${n}.weight`, `layers.${n}.bias`];
      expect(file.tensors[weight].shape).toEqual([layer.units, width]);
      expect(file.tensors[bias].shape).toEqual([layer.units]);
      theta.push(...numbersOf(file, weight), ...numbersOf(file, bias));
      names.push(weight, bias);
      width = layer.units;
      n++;
    }
    expect(Object.keys(file.tensors)).toEqual(names);
    expect(theta).toEqual([...model.parameters]);
    for (const [name, value] of Object.entries(file.metadata)) expect(value, name).toBeTypeOf("string");
    const texts = file.metadata as Record<string, string>;
    expect(texts).toMatchObject({ format: "downhill", version: "2", extensions: "{}" });
    expect(JSON.parse(texts.spec)).toEqual(model.spec.classes ? expect.anything() : model.spec);
    expect(JSON.parse(texts.scaler)).toEqual(model.toJSON().scaler);
    expect(JSON.parse(texts.classes)).toEqual(model.classes ?? null);
  });

  test.each(models)("loads to the same bits, and saves to the same bytes: %s", (_, make) => {
    const model = make();
    const unchanged = remember(model);
    const again = Model.load(model.save());
    unchanged();
    expect(again.save()).toEqual(model.save());
    expect(again.parameters).toEqual(model.parameters);
    expect([again.spec, again.classes, again.summary()]).toEqual([
      model.spec,
      model.classes,
      model.summary(),
    ]);
    const full = Model.load(model.save({ optimizer: true }));
    expect(stateOf(full)).toEqual(stateOf(model));
  });

  test.each(models)("with the optimizer's vectors training goes on to the same bits: %s", (_, make) => {
    const model = make();
    const data = model.spec.loss === "crossEntropy" ? labelled : table;
    const again = Model.load(model.save({ optimizer: true }));
    expect(again.fitSync(data, { epochs: 2 }).best.updates).toBe(
      model.fitSync(data, { epochs: 2 }).best.updates,
    );
    expect(stateOf(again)).toEqual(stateOf(model));
  });

  test("equal models give equal bytes; another seed, or an epoch more, gives others", () => {
    expect(trained().save()).toEqual(trained().save());
    expect(trained({ seed: 4 }).save()).not.toEqual(trained().save());
    const more = trained();
    more.fitSync(table, { epochs: 1 });
    expect(more.save()).not.toEqual(trained().save());
  });

  test("looking at a model that was never trained changes no byte, the optimizer's included", () => {
    const data = dataset({ inputs: [[1, 2, 3]], targets: [[1, 2]] });
    const model = build({ standardize: false });
    const bytes = model.save({ optimizer: true });
    model.gradient(data);
    expect(model.save({ optimizer: true })).toEqual(bytes);
  });

  test("bytes may lie anywhere in a larger buffer, unaligned, or be an ArrayBuffer or a Buffer", () => {
    const model = trained();
    const bytes = model.save();
    const large = new Uint8Array(bytes.length + 20);
    large.set(bytes, 7);
    const same = (copy: Model): void => expect(copy.save()).toEqual(bytes);
    same(Model.load(large.subarray(7, 7 + bytes.length)));
    same(Model.load(bytes.buffer as ArrayBuffer));
    same(Model.load(Buffer.from(bytes)));
  });

  test.each<[string, (a: string, b: string) => number]>([
    ["as Python's safetensors sorts them", (a, b) => (a < b ? -1 : 1)],
    ["backwards", (a, b) => (a < b ? 1 : -1)],
    ["by length", (a, b) => a.length - b.length || (a < b ? -1 : 1)],
  ])("a file whose tensors stand in another order is the same model: %s", (_, compare) => {
    const model = trained();
    const bytes = model.save({ optimizer: true });
    const moved = reorder(bytes, compare);
    expect(read(moved.slice()).body, "the body is in another order").not.toEqual(read(bytes).body);
    expect(Model.load(moved).save({ optimizer: true })).toEqual(bytes);
  });

  test("notes go along", () => {
    const model = trained();
    model.notes = { made: "by hand", columns: ["a", 1, null, { deep: true }] };
    expect(Model.load(model.save()).notes).toEqual(model.notes);
    expect(Model.fromJSON(JSON.stringify(model)).notes).toEqual(model.notes);
  });
});

test("save refuses an option that it does not know", () => {
  const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
  const { message } = caught(OptionError, () => model.save({ optimiser: true } as object));
  expect(message).toBe(
    'Model.save: "optimiser": unknown option. Did you mean "optimizer"? Known: optimizer.',
  );
});

test("an optimizer's sum of squares that is infinite is saved and loaded", () => {
  const data = dataset({ inputs: [1e19, -1e19, 3e18], targets: [1, -1, 2] });
  const layers = [dense(1)];
  const model = new Model({ inputs: 1, layers, loss: "mae", optimizer: adagrad(), standardize: false });
  model.fitSync(data, { epochs: 20, batchSize: 1 });
  const bytes = model.save({ optimizer: true });
  const numbers = new Float32Array(bytes.slice(bytes.length - 8).buffer);
  expect([...numbers]).toContain(Infinity);
  const loaded = Model.load(bytes);
  expect(loaded.parameters).toEqual(model.parameters);
  expect(loaded.save({ optimizer: true })).toEqual(bytes);
});

describe("toJSON", () => {
  test.each(models)("gives the model back to the bit, through text too: %s", (_, make) => {
    const model = make();
    const json = model.toJSON();
    expect(JSON.parse(JSON.stringify(model))).toEqual(json);
    for (const again of [Model.fromJSON(json), Model.fromJSON(JSON.stringify(model))]) {
      expect(again.save()).toEqual(model.save());
    }
  });

  test("gives a copy: nothing of the model can be changed through it", () => {
    const model = trained({ inputs: labelled, layers: [dense(3)], loss: "crossEntropy" });
    model.notes = { list: [1] };
    model.extensions = { later: { version: 1, required: false, data: { list: [1] } } };
    const unchanged = remember(model);
    spoil(model.toJSON());
    unchanged();
    expect(model.toJSON()).toMatchObject({ notes: { list: [1] }, spec: { layers: [{ units: 3 }] } });
  });

  test("what fromJSON and load were given can be changed afterwards", () => {
    const model = trained();
    model.notes = { list: [1] };
    model.extensions = { later: { version: 1, required: false, data: [1] } };
    const json = model.toJSON();
    const fromJson = Model.fromJSON(json);
    spoil(json);
    expect(fromJson.save()).toEqual(model.save());
    const bytes = model.save({ optimizer: true });
    const loaded = Model.load(bytes);
    bytes.fill(0);
    expect(stateOf(loaded)).toEqual(stateOf(model));
  });

  test("float32's extremes survive; JSON has no -0, so it comes back as 0", () => {
    const model = new Model({ inputs: 2, layers: [dense(2)], loss: "mse", standardize: false });
    model.parameters = [0, 3.4028234663852886e38, 1e-45, -1.1754943508222875e-38, 0.1, 0];
    const again = Model.fromJSON(JSON.stringify(model));
    again.parameters.forEach((p, i) =>
      expect(Object.is(p, model.parameters[i]), `parameter ${i}`).toBe(true),
    );
    expect(again.save()).toEqual(model.save());
  });
});

/** Changes every number and every text in JSON, and adds to every list. */
function spoil(json: unknown): void {
  if (typeof json !== "object" || json === null) return;
  const record = json as Record<string, unknown>;
  for (const [name, value] of Object.entries(record)) {
    spoil(value);
    if (typeof value === "number") record[name] = value + 1;
    if (typeof value === "string") record[name] = `${value}!`;
  }
  if (Array.isArray(json)) json.push(0);
}
