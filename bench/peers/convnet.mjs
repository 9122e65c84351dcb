import convnet from "convnetjs";
import { layersOf, rowOrders } from "./data.mjs";

/** Row by row; the trainer averages the gradient of a batch. Its regression minimizes half the squared error. */
export function open(task, parameters) {
  const classes = task.loss === "crossEntropy";
  const net = new convnet.Net();
  net.makeLayers([
    { type: "input", out_sx: 1, out_sy: 1, out_depth: task.inputs },
    ...task.layers
      .slice(0, -1)
      .map(({ units, activation }) => ({ type: "fc", num_neurons: units, activation })),
    classes
      ? { type: "softmax", num_classes: task.layers.at(-1).units }
      : { type: "regression", num_neurons: task.layers.at(-1).units },
  ]);
  const dense = net.layers.filter(({ layer_type }) => layer_type === "fc");
  layersOf(task, parameters).forEach(({ inputs, units, weights, biases }, i) => {
    for (let j = 0; j < units; j++) {
      dense[i].filters[j].w.set(weights.subarray(j * inputs, (j + 1) * inputs));
    }
    dense[i].biases.w.set(biases);
  });
  const { learningRate, momentum } = task.optimizer;
  const trainer = new convnet.Trainer(net, {
    method: "sgd",
    learning_rate: classes ? learningRate : 2 * learningRate,
    momentum,
    batch_size: task.batchSize,
    l2_decay: 0,
  });
  const width = task.inputs;
  const vol = (inputs, r) => {
    const v = new convnet.Vol(1, 1, width, 0);
    v.w.set(inputs.subarray(r * width, (r + 1) * width));
    return v;
  };

  return {
    predict(inputs, rows) {
      const outputs = [];
      for (let r = 0; r < rows; r++) outputs.push(...net.forward(vol(inputs, r)).w);
      return outputs;
    },
    *epochs({ rows, inputs, answers }, shuffles) {
      const table = Array.from({ length: rows }, (_, r) => vol(inputs, r));
      const targets = Array.from(answers, (answer) => (classes ? answer : [answer]));
      const nextOrder = rowOrders(rows, shuffles);
      for (;;) {
        for (const r of nextOrder()) trainer.train(table[r], targets[r]);
        yield;
      }
    },
  };
}
