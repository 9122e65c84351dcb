// One picture of each kind, and some that are hard to lay out, from data that are the same in every process and in a page.

/** Numbers from 0 to 1 (mulberry32). */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const range = (length, make) => Array.from({ length }, (_, i) => make(i));

/** A fit of 64 epochs whose best one is 44. */
export function historyOf64() {
  const epochs = range(64, (i) => ({
    epoch: i + 1,
    loss: 305 + 507 * ((63 - i) / 63) ** 4,
    validationLoss: 350 + 0.11 * (i - 43) ** 2,
    updates: 10 * (i + 1),
    elapsedMs: i,
  }));
  return { epochs, best: epochs[43], stoppedBy: "earlyStopping", halvings: [], notes: [] };
}

/** Three classes in a plane, and a model that tells them apart. */
export function classifier({ Model, dataset, dense, adam }) {
  const random = randomFrom(3);
  const labels = range(150, (i) => ["setosa", "versicolor", "virginica"][i % 3]);
  const inputs = range(150, (i) => [
    [1.5, 4.3, 5.6][i % 3] + random() - 0.5,
    [0.3, 1.3, 2][i % 3] + random() / 2 - 0.25,
  ]);
  const data = dataset({ inputs, labels }, { columns: ["petal length (cm)", "petal width (cm)"] });
  const options = {
    layers: [dense(8, "tanh"), dense(3)],
    loss: "crossEntropy",
    optimizer: adam({ learningRate: 0.02 }),
  };
  const model = new Model({ inputs: data, seed: 1, ...options });
  model.fitSync(data, { epochs: 60 });
  return { model, data };
}

/** Records with two columns of numbers, and a model of their price. */
export function regression({ Model, dense, adam }, { table }) {
  const random = randomFrom(4);
  const flats = range(200, () => ({ size: 10 * random(), age: 4 * random() }));
  const data = table(
    flats.map((flat) => ({ ...flat, price: flat.size * flat.age + random() })),
    { target: "price" },
  );
  const options = {
    layers: [dense(12, "tanh"), dense(1)],
    loss: "mse",
    optimizer: adam({ learningRate: 0.02 }),
  };
  const model = new Model({ inputs: data, seed: 1, ...options });
  model.fitSync(data, { epochs: 60 });
  return { model, data };
}

/** (x - 1)² + 2 (y - 2)² + 3 */
export const bowl = (() => {
  const xs = Float64Array.from({ length: 41 }, (_, i) => i / 10 - 1);
  const ys = Float64Array.from({ length: 31 }, (_, j) => j / 10 + 0.5);
  return { xs, ys, loss: Array.from(ys, (y) => xs.map((x) => (x - 1) ** 2 + 2 * (y - 2) ** 2 + 3)) };
})();

export function shares() {
  const xs = Float64Array.from({ length: 101 }, (_, i) => i / 20 - 2.5);
  const units = range(8, (k) =>
    xs.map((x) => (k % 2 ? -1 : 1) * (k + 1) * 0.3 * Math.max(0, (k % 3 ? x : -x) + k / 4 - 1)),
  );
  return {
    xs,
    total: xs.map((_, i) => units.reduce((sum, unit) => sum + unit[i], -1)),
    constant: -1,
    shares: units,
  };
}

/**
 * @param plot what downhill/plot exports
 * @param downhill what downhill exports
 * @param table what downhill/table exports
 * @returns by name a function that draws with the given options
 */
export function cases(plot, downhill, table) {
  const random = randomFrom(1);
  const noise = () => random() + random() + random() - 1.5;
  const days = range(90, (i) => 120 + 30 * Math.sin(i / 9) + (i % 7 < 5 ? 20 : 0) + 5 * noise());
  const many = range(100_000, (i) => 50 + 20 * Math.sin(i / 9000) + 3 * noise());
  const manyGuesses = many.map((value) => value + noise());
  const { model, data } = classifier(downhill);
  const flats = regression(downhill, table);
  const animals = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
  const counts = animals.map((_, i) => animals.map((_, j) => Math.floor(random() * (i === j ? 900 : 30))));
  const bins = range(10, (k) => {
    const rows = [412, 120, 60, 0, 33, 41, 52, 80, 140, 300][k];
    return { from: k / 10, to: (k + 1) / 10, rows, predicted: k / 10 + 0.05, observed: Math.min(1, k / 9) };
  });
  const columns = ["m2", "district", "distance to the next station in metres", "<b>&\u0000\ud800"].map(
    (column, k) => ({
      column,
      mean: [31.5, 22.1, 8.4, -0.1][k],
      deviation: [1.2, 1.8, 0.9, 0.3][k],
    }),
  );
  const path = range(40, (i) => ({ x: 1 - 3 * 0.9 ** i, y: 2 + 1.4 * 0.8 ** i * Math.cos(i) }));
  const large = new downhill.Model({
    inputs: 784,
    layers: [downhill.dense(100, "relu"), downhill.dense(10)],
    loss: "mse",
  });
  const guesses = {
    actual: days,
    predicted: days.map((value, i) => value + 3 * Math.cos(i)),
    times: range(90, (i) => new Date(Date.UTC(2024, 3, 1 + i))),
    lower: days.map((value, i) => value + 3 * Math.cos(i) - 4),
    upper: days.map((value, i) => value + 3 * Math.cos(i) + 4),
    naive: days.map((_, i) => days[Math.max(0, i - 7)]),
  };
  return {
    loss: (options) => plot.lossPlot(historyOf64(), { unit: "births", ...options }),
    "loss, log": (options) => plot.lossPlot(historyOf64().epochs, { scale: "log", ...options }),
    predictions: (options) => plot.predictionPlot(guesses, { name: "births", unit: "a day", ...options }),
    "predictions, many": (options) => plot.predictionPlot({ actual: many, predicted: manyGuesses }, options),
    residuals: (options) =>
      plot.residualPlot({ actual: days, predicted: guesses.predicted }, { unit: "births", ...options }),
    "residuals, many": (options) => plot.residualPlot({ actual: many, predicted: manyGuesses }, options),
    "loss surface": (options) => plot.lossSurfacePlot(bowl, { path, x: "weight w", y: "bias b", ...options }),
    "loss surface, slice": (options) =>
      plot.lossSurfacePlot(bowl, { path, slice: [0.83, 0.141], ...options }),
    "unit shares": (options) =>
      plot.unitSharesPlot(shares(), {
        points: range(50, (i) => ({ x: i / 10 - 2.5, y: noise() })),
        ...options,
      }),
    "decision regions": (options) => plot.decisionRegionPlot(model, data, options),
    "regression map": (options) => plot.decisionRegionPlot(flats.model, flats.data, options),
    confusion: (options) =>
      plot.confusionPlot(
        [
          [48, 2, 0],
          [1, 47, 2],
          [0, 0, 0],
        ],
        { classes: ["a", "b", "c"], ...options },
      ),
    "confusion, ten": (options) => plot.confusionPlot(counts, { classes: animals, ...options }),
    reliability: (options) =>
      plot.reliabilityPlot({ bins, expectedCalibrationError: 0.0341, brier: 0.1123 }, options),
    importance: (options) => plot.importancePlot(columns, { unit: "thousand euros", ...options }),
    "learning curve": (options) =>
      plot.learningCurvePlot(
        range(6, (k) => ({ rows: 50 * 2 ** k, train: 5 - 4 / (k + 1), validation: 5 + 9 / (k + 1) })),
        { unit: "births", ...options },
      ),
    weights: (options) => plot.weightPlot(model, options),
    "weights, many": (options) => plot.weightPlot(large, options),
  };
}
