/*
 * Wrote the files beside it: models of downhill 0.1.0, whose format has version 1, and what that build made of them.
 *
 *     node write.mjs path/to/downhill-0.1.0/dist/index.js
 *
 * They stay as they are: whatever the format becomes, these must load.
 */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { Model, adam, adamw, dataset, dense, dropout, huber, rmsprop, sgd } = await import(
  pathToFileURL(resolve(process.argv[2]))
);

/** Numbers between -1 and 1 that any machine makes alike: multiples of 2 ** -15. */
let state = 12345;
const random = () => (state = (state * 75 + 74) % 65537) / 32768 - 1;
const table = (rows, width) =>
  Array.from({ length: rows }, () => Array.from({ length: width }, () => 40 + 3 * random()));
const labels = (names) => Array.from({ length: 24 }, (_, i) => names[(i + (i >> 2)) % names.length]);

const rows = table(10, 3);
const cases = {
  regression: {
    options: { layers: [dense(4, "tanh"), dense(2)], loss: "mse", optimizer: adam({ learningRate: 0.01 }), seed: 3 },
    data: { inputs: table(24, 3), targets: table(24, 2), columns: ["a", "b", "c"] },
    notes: { about: "numbers", nested: { list: [1, null, "é"] } },
  },
  classes: {
    options: {
      layers: [dense(5, "relu"), dense(3)],
      loss: "crossEntropy",
      optimizer: adamw({ learningRate: { schedule: "cosine", initial: 0.05, epochs: 20 } }),
      seed: 4,
    },
    data: { inputs: table(24, 3), labels: labels(["ash", "birch", "漢"]) },
  },
  yesno: {
    options: {
      layers: [dense(3, "sigmoid"), dense(1)],
      loss: "binaryCrossEntropy",
      optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
      standardize: false,
      seed: 5,
    },
    data: { inputs: table(24, 3), labels: labels([false, true]) },
  },
  dropout: {
    options: { layers: [dense(6, "silu"), dropout(0.25), dense(1)], loss: huber({ delta: 0.5 }), optimizer: rmsprop(), seed: 6 },
    data: { inputs: table(24, 3), targets: table(24, 1) },
  },
};

const numbers = (values) => Array.from(values);
const here = (name) => new URL(name, import.meta.url);
const expected = {};
for (const [name, { options, data, notes = {} }] of Object.entries(cases)) {
  const { columns, ...parts } = data;
  const set = dataset(parts, { columns });
  const model = new Model({ inputs: set, ...options });
  model.fitSync(set, { epochs: 3, batchSize: 7 });
  model.notes = notes;
  writeFileSync(here(`${name}.safetensors`), model.save({ optimizer: true }));
  writeFileSync(here(`${name}.json`), JSON.stringify(model));
  const known = { data, rows, predictions: numbers(model.predictAll(rows)), parameters: numbers(model.parameters) };
  const more = { epochs: 2, batchSize: 5 };
  const fromJson = Model.fromJSON(JSON.stringify(model));
  fromJson.fitSync(set, more);
  model.fitSync(set, more);
  // JSON has no optimizer's vectors: training goes on with fresh ones.
  const after = { bytes: numbers(model.parameters), json: numbers(fromJson.parameters) };
  expected[name] = { ...known, more, after };
}
writeFileSync(here("expected.json"), JSON.stringify(expected));
