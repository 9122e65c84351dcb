import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";

import { type Activation, adam, dataset, dense, dropout, huber, type LossSpec, Model } from "../src/index.js";
import { ACTIVATIONS } from "../src/spec/layer.js";
import { DownhillError, fromJSON, load } from "../src/predict-only.js";
import { DataError, OptionError, ShapeError } from "../src/base/errors.js";
import { TEXT as CORE } from "../src/wasm/inlined.js";
import { TEXT as PREDICT } from "../src/wasm/inlined-predict.js";
import { residentCount } from "../src/wasm/residency.js";
import { bytesOf } from "../src/wasm/unpack.js";
import { rewrite, withMetadata } from "./api/rewritten.js";
import { caught } from "./support/caught.js";
import { Random } from "./support/random.js";

/** downhill/predict: what was saved predicts as the Model that saved it, to the bit, and no training code comes along. */

const CLASSES = ["ash", "birch", "cedar"];

interface Trained {
  readonly model: Model;
  readonly rows: number[][];
}

/** A model trained for two epochs on noise, with rows that it has not seen: more than a block of them. */
function trained(
  activation: Activation,
  loss: LossSpec,
  { standardize = true, outputs = 3, hidden = 9, seed = 1 } = {},
): Trained {
  const random = new Random(seed);
  const draw = (): number => 40 + 3 * random.normal();
  const inputs = random.table(50, 5, draw);
  const binary = loss === "binaryCrossEntropy";
  const labels = Array.from({ length: 50 }, () => CLASSES[random.whole(3)]);
  const answers = binary ? () => random.whole(2) : draw;
  const data =
    loss === "crossEntropy"
      ? dataset({ inputs, labels })
      : dataset({ inputs, targets: random.table(50, outputs, answers) });
  const last = binary || loss === "crossEntropy" ? dense(outputs) : dense(outputs, activation);
  const layers = [dense(hidden, activation), dropout(0.3), dense(6, activation), last];
  const optimizer = adam({ learningRate: 0.003 });
  const model = new Model({ inputs: data, layers, loss, optimizer, standardize, seed });
  model.fitSync(data, { epochs: 2, batchSize: 16 });
  return { model, rows: random.table(131, 5, draw) };
}

const bits = (values: Float32Array | Float64Array): number[] => Array.from(new Uint32Array(values.buffer));

function expectSame({ model, rows }: Trained): void {
  for (const loaded of [
    load(model.save()),
    load(model.save({ optimizer: true })),
    fromJSON(model.toJSON()),
  ]) {
    expect(bits(loaded.predictAll(rows))).toEqual(bits(model.predictAll(rows)));
    for (const row of rows.slice(0, 3)) {
      expect(bits(loaded.predict(row))).toEqual(bits(model.predict(row)));
      const out = () => new Float64Array(loaded.outputs);
      expect(bits(loaded.predictInto(row, out()))).toEqual(bits(model.predictInto(row, out())));
    }
    loaded.free();
  }
}

const losses: [string, LossSpec][] = [
  ["mse", "mse"],
  ["mae", "mae"],
  ["huber", huber({ delta: 0.5 })],
  ["crossEntropy", "crossEntropy"],
  ["binaryCrossEntropy", "binaryCrossEntropy"],
];

describe("the bits of Model", () => {
  describe.each(losses)("%s", (_, loss) => {
    test.each(ACTIVATIONS)("%s", (activation) => {
      for (const standardize of [true, false]) expectSame(trained(activation, loss, { standardize }));
    });
  });

  test.each([1, 2, 3, 4, 15, 16, 17, 33, 64, 130])("%i units, one output", (hidden) => {
    expectSame(trained("relu", "mse", { hidden, outputs: 1 }));
  });

  test("a model never trained, where nothing is standardized", () => {
    const model = new Model({
      inputs: 2,
      layers: [dense(3, "silu"), dense(2)],
      loss: "mse",
      standardize: false,
    });
    expectSame({ model, rows: new Random(5).table(4, 2) });
  });

  test("a Dataset's rows", () => {
    const { model, rows } = trained("tanh", "mse");
    const data = dataset({ inputs: rows, targets: rows });
    expect(bits(load(model.save()).predictAll(data))).toEqual(bits(model.predictAll(data)));
  });
});

describe("what it knows", () => {
  test("classes, columns, notes and widths", () => {
    const { model } = trained("relu", "crossEntropy");
    const named = new Model({ ...model.spec, columns: ["a", "b", "c", "d", "e"], standardize: false });
    named.notes = { series: { past: 7 } };
    const loaded = load(named.save());
    const { inputs, outputs, classes, columns, notes } = loaded;
    expect({ inputs, outputs, classes, columns, notes }).toEqual({
      inputs: 5,
      outputs: 3,
      classes: CLASSES,
      columns: ["a", "b", "c", "d", "e"],
      notes: { series: { past: 7 } },
    });
    expect(load(trained("relu", "mse").model.save())).toMatchObject({ classes: undefined, notes: {} });
  });

  test.each<[LossSpec, number]>([
    ["crossEntropy", 3],
    ["binaryCrossEntropy", 1],
  ])("classify under %s", (loss, outputs) => {
    const { model, rows } = trained("elu", loss, { outputs });
    const loaded = load(model.save());
    for (const row of rows) expect(loaded.classify(row)).toEqual(model.classify(row));
  });

  test("JSON as text", () => {
    const { model, rows } = trained("softplus", "mae");
    const loaded = fromJSON(JSON.stringify(model));
    expect(bits(loaded.predictAll(rows))).toEqual(bits(model.predictAll(rows)));
  });
});

describe("errors", () => {
  const { model } = trained("relu", "mse");
  const loaded = load(model.save());

  test("rows that do not fit, in the words of Model under a name of their own", () => {
    expect(caught(ShapeError, () => loaded.predict([1, 2])).message).toBe(
      "Predictor.predict: expected 5 inputs, got 2. This model was built with inputs: 5.",
    );
    expect(caught(ShapeError, () => loaded.predictAll([[1, 2]])).message).toMatch(
      /^Predictor.predictAll: rows\[0\]/,
    );
    expect(caught(DataError, () => loaded.predict([1, 2, NaN, 4, 5]))).toMatchObject({ column: 2 });
    expect(caught(OptionError, () => loaded.classify([1, 2, 3, 4, 5])).message).toMatch(/has no classes/);
  });

  test("files that are foreign or damaged", () => {
    const bytes = model.save();
    expect(caught(DataError, () => load(new Uint8Array(4))).message).toMatch(/^load: this is no safetensors/);
    expect(caught(DataError, () => load(bytes.slice(0, -4))).message).toMatch(
      /^load: this is no safetensors file, or it is damaged/,
    );
    const spoilt = bytes.slice();
    spoilt[spoilt.length - 2] ^= 1;
    expect(caught(DataError, () => load(spoilt)).message).toMatch(
      /^load: the model is damaged: its content does not match its checksum/,
    );
    const foreign = rewrite(bytes, (header) => void (header.__metadata__.format = "pt"));
    expect(caught(DataError, () => load(foreign)).message).toMatch(/^load: this is no downhill model/);
    const newer = rewrite(bytes, (header) => void (header.__metadata__.version = "4"));
    expect(caught(DataError, () => load(newer)).message).toMatch(/Update downhill/);
    const without = withMetadata(bytes, { scaler: undefined });
    expect(caught(DataError, () => load(without)).message).toMatch(/its scaler is missing/);
    expect(caught(DataError, () => fromJSON("{")).message).toMatch(/^fromJSON: this is no JSON/);
    expect(caught(DataError, () => fromJSON({ ...model.toJSON(), parameters: [1] })).message).toMatch(
      /^fromJSON: the model is damaged: parameters has 1 numbers/,
    );
  });

  test("a model saved before any training cannot predict yet", () => {
    const fresh = load(new Model({ inputs: 1, layers: [dense(1)], loss: "mse" }).save());
    expect(caught(OptionError, () => fresh.predict([1])).message).toMatch(/has not been trained/);
  });
});

test("hundreds of them share the instances there are, and go on after free", () => {
  const { model, rows } = trained("sigmoid", "mse");
  const bytes = model.save();
  const expected = bits(model.predict(rows[0]));
  const many = Array.from({ length: 200 }, () => load(bytes));
  for (const loaded of [...many, ...many]) {
    expect(bits(loaded.predict(rows[0]))).toEqual(expected);
    expect(residentCount()).toBeLessThanOrEqual(64);
  }
  for (const loaded of many) loaded.free();
  expect(bits(many[0].predict(rows[0]))).toEqual(expected);
});

test("its errors have the class that one catch can ask for", () => {
  expect(caught(DownhillError, () => load(new Uint8Array(3)))).toBeInstanceOf(DataError);
});

describe("what comes along", () => {
  const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

  /** The sources that an entry's bundle has code of. */
  function filesOf(entry: string): string[] {
    const { metafile } = buildSync({
      entryPoints: [path(entry)],
      bundle: true,
      minify: true,
      format: "esm",
      metafile: true,
      write: false,
    });
    const [output] = Object.values(metafile.outputs);
    return Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file.replace(/^.*src\//, ""));
  }

  test("no code that trains", () => {
    const trains =
      /^(training|judge|evaluate|cli|model\.ts|network\/(learner|checked-rows|summary|unscaled)|wasm\/(training-engine|core-module|inlined)\.ts|spec\/(optimizer|schedule)|data\/(dataset|split|windows|fit-scaler|weights)\.ts|files\/revive)/;
    const files = filesOf("src/predict-only.ts");
    expect(files.filter((file) => trains.test(file))).toEqual([]);
    expect(files).toContain("predictor.ts");
    expect(files).toContain("wasm/inlined-predict.ts");
    // The pattern speaks of files that there are: the whole library has them.
    const all = filesOf("src/index.ts").filter((file) => trains.test(file));
    for (const file of ["training/session.ts", "network/learner.ts", "wasm/inlined.ts", "spec/optimizer.ts"])
      expect(all).toContain(file);
  });

  test("a core that predicts and no more", async () => {
    const { Module } = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
    const module = new Module(readFileSync(path("build/predict.wasm")));
    expect(Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
    const names = Module.exports(module).map(({ name }) => name);
    expect(names.sort()).toEqual([
      "addDense",
      "addDropout",
      "arenaStart",
      "arrange",
      "create",
      "predict",
      "recordsEnd",
      "writeVector",
    ]);
  });

  test("the cores' bytes, every one of them, in the text they travel in", () => {
    for (const [text, file] of [
      [CORE, "core"],
      [PREDICT, "predict"],
    ]) {
      expect(Buffer.compare(bytesOf(text), readFileSync(path(`build/${file}.wasm`)))).toBe(0);
      expect(text).toMatch(/^[ !#%&(-;=-[\]-_a-~]*$/);
    }
  });
});

interface Wasm {
  Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): object[];
    exports(module: object): { name: string }[];
  };
}
