import { defaultDevice, grad, init, jit, nn, numpy as np, tree } from "@jax-js/jax";
import { layersOf, rowOrders, transposed } from "./data.mjs";

/** One jitted function for a whole update, as its own MNIST example does. Arrays are consumed where they are passed: `.ref`. */
export async function open(task, parameters) {
  await init("wasm");
  defaultDevice("wasm");
  const start = layersOf(task, parameters).map(({ inputs, units, weights, biases }) => ({
    weights: np.array(transposed(weights, units, inputs)).reshape([inputs, units]),
    biases: np.array(biases),
  }));
  const width = task.layers.at(-1).units;

  const forward = (layers, x) =>
    layers.reduce((h, { weights, biases }, i) => {
      const z = np.matmul(h, weights).add(biases);
      const { activation } = task.layers[i];
      return activation === "linear" ? z : nn[activation](z);
    }, x);
  const lossOf = (layers, x, y) => {
    const z = forward(layers, x);
    return task.loss === "mse"
      ? np.square(z.sub(y)).mean()
      : nn
          .logSoftmax(z)
          .mul(y)
          .sum()
          .mul(-1 / task.batchSize);
  };
  const optimizer = optimizerFor(task.optimizer);
  const update = jit(({ layers, slots }, x, y) => {
    const gradient = grad(lossOf)(tree.ref(layers), x, y);
    return optimizer.step(layers, gradient, slots);
  });
  let state = { layers: start, slots: optimizer.slots(tree.ref(start)) };
  const linked = jit((layers, x) => {
    const z = forward(layers, x);
    return task.loss === "mse" ? z : nn.softmax(z);
  });

  return {
    predict: (inputs, rows) =>
      linked(tree.ref(state.layers), np.array(inputs).reshape([rows, task.inputs])).dataSync(),
    *epochs({ rows, inputs, answers }, shuffles) {
      const nextOrder = rowOrders(rows, shuffles);
      const columns = task.loss === "mse" ? 1 : width;
      for (;;) {
        const order = nextOrder();
        for (let from = 0; from < rows; from += task.batchSize) {
          const x = new Float32Array(task.batchSize * task.inputs);
          const y = new Float32Array(task.batchSize * columns);
          for (let i = 0; i < task.batchSize; i++) {
            const r = order[from + i];
            x.set(inputs.subarray(r * task.inputs, (r + 1) * task.inputs), i * task.inputs);
            if (task.loss === "mse") y[i] = answers[r];
            else y[i * columns + answers[r]] = 1;
          }
          state = update(
            state,
            np.array(x).reshape([task.batchSize, task.inputs]),
            np.array(y).reshape([task.batchSize, columns]),
          );
          // Work piles up until something is read. Sync, a few per cent faster than blockUntilReady, which does the same.
          state.layers.at(-1).biases.ref.dataSync();
        }
        yield;
      }
    },
  };
}

/** slots: what it keeps between updates. step: the layers and slots after an update. */
function optimizerFor({ type, learningRate, momentum, beta1, beta2, epsilon }) {
  const zeros = (layers) => tree.map((p) => np.zerosLike(p), layers);
  const descend = (layers, steps) => tree.map((p, step) => p.sub(step), layers, steps);
  if (type === "adam") {
    return {
      // Powers of the betas, for the bias corrections.
      slots: (layers) => ({
        m: zeros(tree.ref(layers)),
        v: zeros(layers),
        power1: np.array([1]),
        power2: np.array([1]),
      }),
      step(layers, gradient, slots) {
        const power1 = slots.power1.mul(beta1);
        const power2 = slots.power2.mul(beta2);
        const m = tree.map((m, g) => m.mul(beta1).add(g.mul(1 - beta1)), slots.m, tree.ref(gradient));
        const v = tree.map((v, g) => v.mul(beta2).add(np.square(g).mul(1 - beta2)), slots.v, gradient);
        const steps = tree.map(
          (m, v) => {
            const mean = m.div(np.array([1]).sub(power1.ref)).mul(learningRate);
            return mean.div(np.sqrt(v.div(np.array([1]).sub(power2.ref))).add(epsilon));
          },
          tree.ref(m),
          tree.ref(v),
        );
        return { layers: descend(layers, steps), slots: { m, v, power1, power2 } };
      },
    };
  }
  if (momentum > 0) {
    return {
      slots: zeros,
      step(layers, gradient, velocity) {
        const next = tree.map((v, g) => v.mul(momentum).add(g), velocity, gradient);
        return {
          layers: descend(
            layers,
            tree.map((v) => v.mul(learningRate), tree.ref(next)),
          ),
          slots: next,
        };
      },
    };
  }
  return {
    slots: (layers) => (tree.dispose(layers), []),
    step: (layers, gradient) => ({
      layers: descend(
        layers,
        tree.map((g) => g.mul(learningRate), gradient),
      ),
      slots: [],
    }),
  };
}
