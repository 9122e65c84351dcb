import { adam, dataset, dense, Model, sgd } from "../../dist/index.js";

/** Whole epochs inside the core: `epochs` is what `fit` runs on. */
export function open(task, parameters) {
  const { type, ...options } = task.optimizer;
  const model = new Model({
    inputs: task.inputs,
    layers: task.layers.map(({ units, activation }) => dense(units, activation)),
    loss: task.loss,
    optimizer: type === "sgd" ? sgd(options) : adam(options),
    standardize: false,
  });
  model.parameters = parameters;
  const out = new Float32Array(task.layers.at(-1).units);
  const inputWidth = task.inputs;
  return {
    predict: (inputs) => model.predictAll(inputs),
    predictOne: (row) => model.predictInto(row, out),
    epochs({ inputs, answers }, shuffle) {
      const rows =
        task.loss === "mse"
          ? dataset({ inputs, targets: answers }, { inputWidth })
          : dataset({ inputs, labels: answers }, { inputWidth });
      const options = { epochs: 1_000_000, batchSize: task.batchSize, shuffle };
      return model.epochs(rows, options)[Symbol.iterator]();
    },
  };
}
