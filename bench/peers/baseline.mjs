import { BaselineNetwork } from "../../build/peers/bench.mjs";
import { rowOrders } from "./data.mjs";

/** bench/baseline: the best plain TypeScript that we can write. */
export function open(task, parameters) {
  const network = new BaselineNetwork(task);
  network.parameters = parameters;
  const width = task.layers.at(-1).units;
  const one = new Float32Array(width);
  return {
    predict: (inputs, rows) => network.predictAll(inputs, new Float32Array(rows * width)),
    predictOne: (row) => network.predictInto(row, one),
    free: () => network.free(),
    *epochs({ rows, inputs, answers }, shuffles) {
      const nextOrder = rowOrders(rows, shuffles);
      for (;;) {
        network.trainEpoch(inputs, answers, nextOrder(), task.batchSize);
        yield;
      }
    },
  };
}
