import { createHash } from "node:crypto";

import { beforeAll, describe, expect, test } from "vitest";

import {
  adagrad,
  adam,
  adamw,
  dataset,
  dense,
  dropout,
  Model,
  rmsprop,
  sgd,
  type Dataset,
  type LayerSpec,
  type LossSpec,
  type OptimizerSpec,
} from "../src/index.js";
import { descend } from "./reference/descent.js";
import { expectClose } from "./support/close.js";
import { accepts, Processes } from "./support/process.js";
import { Random } from "./support/random.js";

/** Same seed, same data: same bits. */

interface Recipe {
  readonly name: string;
  readonly layers: readonly LayerSpec[];
  readonly loss: LossSpec;
  readonly optimizer: OptimizerSpec;
}

const recipes: readonly Recipe[] = [
  { name: "linear, sgd", layers: [dense(2)], loss: "mse", optimizer: sgd({ learningRate: 0.05 }) },
  {
    name: "tanh and silu, nesterov",
    layers: [dense(9, "tanh"), dense(5, "silu"), dense(2)],
    loss: { type: "huber", delta: 0.5 },
    optimizer: sgd({ learningRate: 0.02, momentum: 0.9, nesterov: true, weightDecay: 0.001 }),
  },
  {
    name: "dropout, adam on a cosine",
    layers: [dense(17, "relu"), dropout(0.3), dense(8, "elu"), dropout(0.1), dense(2)],
    loss: "mae",
    optimizer: adam({ learningRate: { schedule: "cosine", initial: 0.02, epochs: 6, warmup: 2 } }),
  },
  {
    name: "sigmoids, adamw",
    layers: [dense(4, "sigmoid"), dense(4, "hardSigmoid"), dense(2)],
    loss: "binaryCrossEntropy",
    optimizer: adamw({ learningRate: 0.01, weightDecay: 0.1 }),
  },
  {
    name: "softplus, rmsprop",
    layers: [dropout(0.2), dense(33, "softplus"), dense(2)],
    loss: "mse",
    optimizer: rmsprop(),
  },
  {
    name: "leakyRelu, adagrad",
    layers: [dense(7, "leakyRelu", { initializer: "heNormal" }), dense(2)],
    loss: "mse",
    optimizer: adagrad(),
  },
];

function buildOf({ layers, loss, optimizer }: Recipe, seed = 3): Model {
  return new Model({ inputs: 5, layers: [...layers], loss, optimizer, seed });
}

function dataOf({ loss }: Recipe, rows = 150): Dataset {
  const random = new Random(11);
  const inputs = random.table(rows, 5);
  const answer = (x: number): number => (loss === "binaryCrossEntropy" ? Number(x > 0) : x);
  const targets = inputs.map(([a, b, c]) => [answer(a * b - c), answer(a + Math.sin(3 * c))]);
  return dataset({ inputs, targets });
}

const bytesOf = (model: Model): Buffer => Buffer.from(model.save({ optimizer: true }));

describe.each(recipes)("$name", (recipe) => {
  const data = dataOf(recipe);
  const options = { batchSize: 32, clipNorm: 1 };

  test("trained twice, the same parameters and the same file; by fit as by fitSync and epochs", async () => {
    const models = [1, 2, 3, 4].map(() => buildOf(recipe));
    models[0].fitSync(data, { ...options, epochs: 4 });
    models[1].fitSync(data, { ...options, epochs: 4 });
    await models[2].fit(data, { ...options, epochs: 4 });
    for await (const _ of models[3].epochs(data, { ...options, epochs: 4 }))
      models[3].predict([1, 2, 3, 4, 5]);
    for (const model of models) {
      expect(model.parameters).toEqual(models[0].parameters);
      expect(bytesOf(model).equals(bytesOf(models[0]))).toBe(true);
    }
  });

  test("another seed gives other parameters, before training and after", () => {
    const one = buildOf(recipe, 3);
    for (const seed of [0, 4, -3, 2 ** 32 + 3]) {
      const other = buildOf(recipe, seed);
      expect(other.parameters).not.toEqual(buildOf(recipe, 3).parameters);
      other.fitSync(data, { ...options, epochs: 1 });
      one.fitSync(data, { ...options, epochs: 1 });
      expect(other.parameters).not.toEqual(one.parameters);
    }
  });

  test("2 epochs and 3 more are 5 epochs, also when the instance goes in between, and over a file", () => {
    const whole = buildOf(recipe);
    const { epochs } = whole.fitSync(data, { ...options, epochs: 5 });
    const losses = epochs.map(({ loss }) => loss);

    const parts = buildOf(recipe);
    const first = parts.fitSync(data, { ...options, epochs: 2 });
    const file = parts.save({ optimizer: true });
    const second = parts.fitSync(data, { ...options, epochs: 3 });
    expect([...first.epochs, ...second.epochs].map(({ loss }) => loss)).toEqual(losses);
    expect(second.epochs.map(({ epoch }) => epoch)).toEqual([3, 4, 5]);
    expect(bytesOf(parts).equals(bytesOf(whole))).toBe(true);

    const freed = buildOf(recipe);
    freed.fitSync(data, { ...options, epochs: 2 });
    freed.free();
    freed.predict([0, 0, 0, 0, 0]);
    freed.loss(data);
    freed.gradient(data);
    freed.free();
    freed.free();
    freed.fitSync(data, { ...options, epochs: 3 });
    expect(bytesOf(freed).equals(bytesOf(whole))).toBe(true);

    const loaded = Model.load(file);
    const rest = loaded.fitSync(data, { ...options, epochs: 3 });
    expect(rest.epochs.map(({ loss }) => loss)).toEqual(losses.slice(2));
    expect(bytesOf(loaded).equals(bytesOf(whole))).toBe(true);
  });

  test("steps are the updates of a fit in the data's order, whether or not the instance goes in between", () => {
    const fitted = buildOf({ ...recipe, optimizer: { ...recipe.optimizer, learningRate: 0.01 } });
    const stepped = fitted.spec;
    const rows = data.slice(0, 140);
    const list = (values: ArrayLike<number>, width: number): number[][] =>
      Array.from({ length: 140 }, (_, r) => Array.from({ length: width }, (_, c) => values[r * width + c]));
    const inputs = list(rows.inputs, 5);
    const targets = list(rows.targets, 2);
    fitted.fitSync(rows, { epochs: 4, batchSize: "all", shuffle: false });
    for (const free of [false, true]) {
      const model = new Model(stepped);
      for (let k = 0; k < 4; k++) {
        model.step(inputs, targets);
        if (free) model.free();
      }
      expect(model.parameters).toEqual(fitted.parameters);
    }
  });

  test("a row alone is predicted as among any number of others, to the bit", () => {
    const model = buildOf(recipe);
    model.fitSync(data, { epochs: 1 });
    const many = dataOf(recipe, 300);
    const row = (r: number): number[] => Array.from(many.inputs.subarray(r * 5, r * 5 + 5));
    const alone = Array.from({ length: 300 }, (_, r) => [...model.predict(row(r))]);
    for (const rows of [1, 2, 3, 4, 5, 7, 64, 127, 128, 129, 131, 256, 300]) {
      const together = model.predictAll(Array.from({ length: rows }, (_, r) => row(r)));
      expect([...together], `${rows} rows`).toEqual(alone.slice(0, rows).flat());
    }
    const out = new Float64Array(2);
    for (let r = 299; r >= 0; r -= 13) expect([...model.predictInto(row(r), out)]).toEqual(alone[r]);
  });
});

test("a batch of all of more rows than a block is one gradient, as in float64", () => {
  for (const rows of [128, 129, 200, 256, 257, 391]) {
    const network = { inputs: 5, layers: [dense(11, "tanh"), dense(2)] };
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
    const model = new Model({ ...network, loss: "mse", optimizer, standardize: false, seed: 1 });
    const data = dataOf(recipes[0], rows);
    const batch = { inputs: data.inputs, targets: data.targets };
    const { path } = descend(network, "mse", optimizer, model.parameters, Array(10).fill(batch));
    model.fitSync(data, { epochs: 10, batchSize: "all" });
    expectClose(model.parameters, path[9], { tolerance: 1e-5, label: `${rows} rows` });
  }
});

describe("in processes of their own", () => {
  let processes: Processes;
  beforeAll(() => {
    processes = new Processes();
  });

  /** Trains every recipe and hashes the files. */
  function hashesIn(flags: readonly string[]): unknown {
    const cases = recipes.map((recipe) => {
      const data = dataOf(recipe);
      return { spec: buildOf(recipe).spec, inputs: [...data.inputs], targets: [...data.targets] };
    });
    return processes.run(
      `import { createHash } from "node:crypto";
       import { dataset, Model } from "./downhill.mjs";
       const hashes = ${JSON.stringify(cases)}.map(({ spec, inputs, targets }) => {
         const model = new Model(spec);
         model.fitSync(dataset({ inputs, targets }, { inputWidth: 5, targetWidth: 2 }), { epochs: 4, clipNorm: 1 });
         return createHash("sha256").update(model.save({ optimizer: true })).digest("hex");
       });
       console.log(JSON.stringify(hashes));`,
      flags,
    );
  }

  const here = (): string[] =>
    recipes.map((recipe) => {
      const model = buildOf(recipe);
      model.fitSync(dataOf(recipe), { epochs: 4, clipNorm: 1 });
      return createHash("sha256").update(bytesOf(model)).digest("hex");
    });

  test.each([[[]], [["--liftoff", "--no-wasm-tier-up"]], [["--no-liftoff"]], [["--no-enable-avx"]]])(
    "the same files with node %j",
    (flags) => {
      // Another Node may have dropped a flag of its engine.
      if (!accepts(flags)) return;
      expect(hashesIn(flags)).toEqual(here());
    },
  );
});
