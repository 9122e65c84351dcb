import brain from "brain.js";
import { layersOf } from "./data.mjs";

/** An update after every row, rows always in their order; it minimizes half the squared error. */
export function open(task, parameters) {
  const { type, learningRate, beta1, beta2, epsilon } = task.optimizer;
  const layers = layersOf(task, parameters);
  const network = new brain.NeuralNetwork();
  network.fromJSON({
    type: "NeuralNetwork",
    sizes: [task.inputs, ...task.layers.map(({ units }) => units)],
    layers: [
      { weights: [], biases: [] },
      ...layers.map(({ inputs, units, weights, biases }) => ({
        weights: Array.from({ length: units }, (_, j) => weights.subarray(j * inputs, (j + 1) * inputs)),
        biases,
      })),
    ],
    inputLookup: null,
    outputLookup: null,
    options: {},
    trainOpts: {
      activation: task.layers[0].activation,
      iterations: 1,
      // Never reached: an epoch is an epoch.
      errorThresh: Number.MIN_VALUE,
      timeout: "Infinity",
      momentum: 1e-30,
      ...(type === "adam" ? { praxis: "adam", learningRate, beta1, beta2, epsilon } : {}),
      ...(type === "sgd" ? { learningRate: 2 * learningRate } : {}),
    },
  });
  const width = task.inputs;
  const rowOf = (inputs, r) => Array.from(inputs.subarray(r * width, (r + 1) * width));

  return {
    predict(inputs, rows) {
      const outputs = [];
      for (let r = 0; r < rows; r++) outputs.push(...network.run(rowOf(inputs, r)));
      return outputs;
    },
    predictOne: (row) => network.run(row),
    *epochs({ rows, inputs, answers }) {
      const table = Array.from({ length: rows }, (_, r) => ({
        input: rowOf(inputs, r),
        output: [answers[r]],
      }));
      for (;;) {
        network.train(table);
        yield;
      }
    },
  };
}
