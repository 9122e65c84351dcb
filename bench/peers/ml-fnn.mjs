import Network from "ml-fnn";
import { layersOf, rowOrders } from "./data.mjs";

/**
 * Batches go through the two methods that `train` consists of: `train` itself numbers the classes anew at each call, in the
 * order in which they turn up in the batch. Gradients are summed over the rows, not averaged.
 */
export function open(task, parameters) {
  const layers = layersOf(task, parameters);
  const names = Object.fromEntries(Array.from({ length: layers.at(-1).units }, (_, i) => [i, i]));
  const network = Network.load({
    model: "FNN",
    dicts: { inputs: names, outputs: names },
    layers: layers.map(({ inputs, units, weights, biases }) => ({
      model: "Layer",
      inputSize: inputs,
      outputSize: units,
      regularization: 0,
      epsilon: task.optimizer.learningRate / task.batchSize,
      activation: "relu",
      W: Array.from({ length: inputs }, (_, i) =>
        Array.from({ length: units }, (_, j) => weights[j * inputs + i]),
      ),
      b: [Array.from(biases)],
    })),
  });
  const Matrix = network.model[0].W.constructor;
  const { inputs: width } = task;
  const matrixOf = (inputs, order) =>
    new Matrix(Array.from(order, (r) => inputs.subarray(r * width, (r + 1) * width)));

  return {
    predict(inputs, rows) {
      const outputs = network.propagate(matrixOf(inputs, Array(rows).keys()));
      return Float32Array.from(outputs.to1DArray());
    },
    *epochs({ rows, inputs, answers }, shuffles) {
      const nextOrder = rowOrders(rows, shuffles);
      for (;;) {
        const order = nextOrder();
        for (let from = 0; from < rows; from += task.batchSize) {
          const batch = order.subarray(from, from + task.batchSize);
          const features = matrixOf(inputs, batch);
          const labels = batch.map((r) => answers[r]);
          network.backpropagation(features, labels, network.propagate(features));
        }
        yield;
      }
    },
  };
}
