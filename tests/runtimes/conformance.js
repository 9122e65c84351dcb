/**
 * The same four networks everywhere: trained, used, saved, loaded and trained on. One hash over all their parameters says
 * whether this runtime computes the same bits as the others. Plain ES module; imports downhill and its entries, nothing else.
 */
import { Model, adam, adamw, dataset, dense, dropout, sgd, windows } from "downhill";
import { evaluationHash } from "./evaluating.js";
import { hashOf } from "./hash.js";
import { workerHash } from "./off-thread.js";
import { plotHash } from "./plotting.js";
import { csvHash } from "./reading.js";
import { resumedHash } from "./resuming.js";
import { streamHash } from "./streaming.js";
import { tableConformance } from "./table.js";

/** Whole numbers 0..limit-1 from a seed (mulberry32): integer arithmetic alone, so that every engine sees the same data. */
function numbers(seed, count, limit) {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  });
}

/** A series with a week, a slow swell and noise in it, as whole numbers. */
function series(seed, length) {
  return numbers(seed, length, 200).map(
    (noise, day) => 1000 + noise + (day % 7 < 5 ? 400 : 0) + ((day % 100) * (100 - (day % 100))) / 10,
  );
}

/** Rows of `width` numbers and their class: which third their first three numbers favour. */
function flowers(seed, rows, width) {
  const values = numbers(seed, rows * width, 1000);
  const labels = [];
  for (let row = 0; row < rows; row++) {
    const [a, b, c] = values.slice(row * width, row * width + 3);
    labels.push(a >= b && a >= c ? "a" : b >= c ? "b" : "c");
  }
  return dataset({ inputs: values, labels }, { inputWidth: width });
}

const curve = windows(series(1, 656), { past: 56 });
const plants = flowers(2, 520, 24);

/** How each network is made and trained; `more` goes on with the loaded model. */
const NETWORKS = [
  {
    name: "56-100 sigmoid-1, mse, sgd",
    options: {
      layers: [dense(100, "sigmoid"), dense(1)],
      loss: "mse",
      optimizer: sgd({ learningRate: 0.01 }),
    },
    data: curve,
    fit: { epochs: 4, batchSize: 10 },
  },
  {
    name: "56-100-100-100-1 relu, mae, adam",
    options: {
      layers: [dense(100, "relu"), dense(100, "relu"), dense(100, "relu"), dense(1)],
      loss: "mae",
      optimizer: adam({ learningRate: { schedule: "cosine", initial: 0.002, epochs: 6, warmup: 1 } }),
    },
    data: curve,
    fit: { epochs: 3, batchSize: 32, clipNorm: 5 },
  },
  {
    name: "24-33 tanh-dropout-17 silu-dropout-3, softmax, adamw",
    options: {
      layers: [dense(33, "tanh"), dropout(0.25), dense(17, "silu"), dropout(0.5), dense(3)],
      loss: "crossEntropy",
      optimizer: adamw({ learningRate: 0.005, weightDecay: 0.01 }),
    },
    data: plants,
    fit: { epochs: 5, batchSize: 20 },
  },
  {
    name: "24-16 relu-3, softmax, momentum",
    options: {
      layers: [dense(16, "relu", { initializer: "heNormal" }), dense(3)],
      loss: "crossEntropy",
      optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
    },
    data: plants,
    fit: { epochs: 8, batchSize: 16 },
  },
];

function expectSame(what, a, b) {
  if (hashOf([a]) !== hashOf([b])) throw new Error(`${what}: ${hashOf([a])} is not ${hashOf([b])}`);
}

/**
 * Trains all four, half the epochs with fit and half with fitSync of the model that was saved and loaded in between.
 *
 * @returns outcome: the hash of all parameters, what it was made of, the hash of what each further entry gives and of a fit that Node broke
 *   off, and such a fit's checkpoint; one saved model with rows and its predictions for them, and one of a table with records
 */
export async function conform() {
  const parts = [];
  const trained = [];
  for (const { name, options, data, fit } of NETWORKS) {
    const model = new Model({ inputs: data, seed: 7, ...options });
    await model.fit(data, fit);
    const before = model.predictAll(data);
    const loaded = Model.load(model.save({ optimizer: true }));
    expectSame(`${name}: predictions after save and load`, loaded.predictAll(data), before);
    loaded.fitSync(data, fit);
    model.fitSync(data, fit);
    expectSame(
      `${name}: parameters of the loaded model after training on`,
      loaded.parameters,
      model.parameters,
    );
    trained.push({ model: loaded, data });
    parts.push({ name, hash: hashOf([loaded.parameters]) });
  }
  const hash = hashOf(trained.map(({ model }) => model.parameters));
  const last = trained[NETWORKS.length - 1];
  const mixed = tableConformance();
  const resumed = await resumedHash(NETWORKS[3]);
  const entries = [
    { name: "a checkpoint of Node's", hash: resumed.hash },
    { name: "downhill/evaluate", hash: await evaluationHash(trained[0], last) },
    { name: "downhill/table", hash: mixed.hash },
    { name: "downhill/stream", hash: await streamHash(NETWORKS) },
    { name: "downhill/csv", hash: await csvHash() },
    { name: "downhill/worker", hash: await workerHash(NETWORKS) },
    { name: "downhill/plot", hash: await plotHash() },
  ];
  return {
    outcome: { hash, parts, entries, checkpoint: resumed.checkpoint },
    saved: last.model.save(),
    rows: last.data.inputs.slice(0, 24 * 3),
    predictions: last.model.predictAll(last.data),
    mixed: mixed.scored,
  };
}
