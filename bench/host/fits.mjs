// The fits that a page or a server is to survive: T4 of bench/tasks.ts, and a network of three layers of 256, in small batches and in one.
import { adam, dataset, dense, Model } from "../../dist/index.js";

/** A generator of numbers from -1 to 1 (Marsaglia's xorshift32, 2003). */
function generator(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2147483648 - 1;
  };
}

const floats = (length, next) => Float32Array.from({ length }, next);

function digits() {
  const next = generator(1);
  const inputs = floats(2560 * 784, next);
  const labels = Array.from({ length: 2560 }, () => Math.floor(5 * (next() + 1)));
  return dataset({ inputs, labels }, { inputWidth: 784 });
}

function table() {
  const next = generator(2);
  const inputs = floats(5000 * 50, next);
  return dataset({ inputs, targets: floats(5000, next) }, { inputWidth: 50 });
}

const wide = [256, 256, 256].map((units) => dense(units, "relu"));

/** By name: how a model is made, its data, and how it is trained. */
export const FITS = {
  T4: {
    build: () =>
      new Model({
        inputs: 784,
        layers: [dense(128, "relu"), dense(10)],
        loss: "crossEntropy",
        optimizer: adam(),
      }),
    data: digits,
    options: { batchSize: 128 },
  },
  "5,000 x 50, three of 256, batch 32": {
    build: () => new Model({ inputs: 50, layers: [...wide, dense(1)], loss: "mse", optimizer: adam() }),
    data: table,
    options: { batchSize: 32 },
  },
  "5,000 x 50, three of 256, batch all": {
    build: () => new Model({ inputs: 50, layers: [...wide, dense(1)], loss: "mse", optimizer: adam() }),
    data: table,
    options: { batchSize: "all" },
  },
};

/**
 * Makes the data and the model, which is the caller's own work. What it gives trains for some time, then aborts.
 *
 * @returns the epochs that were done, how long it took to stop in ms, and whether fitSync of as many epochs gives the same bits
 */
export function prepare(name) {
  const { build, data, options } = FITS[name];
  const rows = data();
  return (ms) => trainFor(rows, [build(), build()], options, ms);
}

async function trainFor(rows, [model, twin], options, ms) {
  const stopping = new AbortController();
  let aborted;
  setTimeout(() => {
    aborted = performance.now();
    stopping.abort();
  }, ms);
  const { epochs } = await model.fit(rows, { ...options, epochs: 1e9, signal: stopping.signal });
  const answered = performance.now() - aborted;
  const check = () => {
    if (epochs.length > 0) twin.fitSync(rows, { ...options, epochs: epochs.length });
    const [one, other] = [model, twin].map(({ parameters }) => parameters);
    return one.every((value, i) => value === other[i]);
  };
  return { epochs: epochs.length, answered, check };
}
