// Who is measured, and what each cannot do. A peer that lacks a task's optimizer or activation runs the nearest it has,
// and its loss is compared with the baseline's under the same change.

/** The download of tfjs: what a page needs to train and predict a dense network with the core API. */
const tensorflow = (backend) =>
  `export { add, cast, gather, losses, matMul, mean, oneHot, ready, relu, setBackend, sigmoid, softmax, square, sub, ` +
  `tensor1d, tensor2d, tidy, train, variable } from "@tensorflow/tfjs-core"; ` +
  `import "@tensorflow/tfjs-core/dist/register_all_gradients"; import "@tensorflow/tfjs-backend-${backend}";`;

const descent = (learningRate) => ({ type: "sgd", learningRate, momentum: 0 });
/** Its derivative is taken of the output, and is 1 at 0. */
const LEAKY = "its ReLU lets the gradient through where a unit is off";
const allOf = (activation, ...units) => units.map((count) => ({ units: count, activation }));

/**
 * name: as in the table. run: a module beside this one (with an option), or a Python script.
 * packages: whose versions to print. download: what a page would bundle, and the files it would fetch beside.
 * changed: by task, what of the task is replaced, and why. without: by task, why it cannot be run.
 * trains: false for those that only predict.
 */
export const PEERS = [
  {
    name: "downhill",
    run: ["downhill.mjs"],
    packages: ["downhill"],
    download: { code: 'export { adam, dataset, dense, Model, sgd } from "../../dist/index.js";' },
  },
  { name: "plain TypeScript", run: ["baseline.mjs"], packages: [] },
  {
    name: "tfjs, cpu",
    run: ["tfjs.mjs", "cpu"],
    packages: ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-cpu"],
    download: { code: tensorflow("cpu") },
  },
  {
    name: "tfjs, wasm",
    run: ["tfjs.mjs", "wasm"],
    packages: ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-wasm"],
    download: {
      code: tensorflow("wasm"),
      files: ["@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm"],
    },
  },
  {
    name: "jax-js, wasm",
    run: ["jax.mjs"],
    packages: ["@jax-js/jax"],
    download: {
      code: 'export { defaultDevice, init, jit, nn, numpy, tree, valueAndGrad } from "@jax-js/jax";',
    },
  },
  {
    name: "brain.js",
    run: ["brain.mjs"],
    packages: ["brain.js"],
    download: { code: 'export { NeuralNetwork } from "brain.js";' },
    changed: {
      T2: {
        why: "one activation for all layers, batches of one, targets brought to 0..1",
        task: {
          layers: allOf("sigmoid", 100, 1),
          batchSize: 1,
          unitTargets: true,
          optimizer: descent(0.05),
        },
      },
      T3: {
        why: "one activation for all layers, batches of one, targets brought to 0..1",
        task: { layers: allOf("relu", 100, 100, 100, 1), batchSize: 1, unitTargets: true },
      },
    },
    without: {
      T0: "no cross-entropy",
      T1: "no linear activation",
      T4: "no cross-entropy",
      T5: "no cross-entropy",
    },
  },
  {
    name: "ml-fnn",
    run: ["ml-fnn.mjs"],
    packages: ["ml-fnn"],
    download: { code: 'export { default } from "ml-fnn";' },
    changed: {
      T0: { why: LEAKY },
      T4: { why: `no Adam: plain gradient descent; ${LEAKY}`, task: { optimizer: descent(0.05) } },
      T5: { why: `no momentum: plain gradient descent; ${LEAKY}`, task: { optimizer: descent(0.05) } },
    },
    without: { T1: "no regression", T2: "no regression", T3: "no regression" },
  },
  {
    name: "convnetjs",
    run: ["convnet.mjs"],
    packages: ["convnetjs"],
    download: { code: 'export { default } from "convnetjs";' },
    changed: {
      T3: { why: "no Adam: plain gradient descent", task: { optimizer: descent(0.05) } },
      T4: { why: "no Adam: plain gradient descent", task: { optimizer: descent(0.05) } },
    },
  },
  {
    name: "onnxruntime-web",
    run: ["onnxruntime.mjs", "onnxruntime-web"],
    packages: ["onnxruntime-web"],
    trains: false,
    download: {
      code: 'export { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";',
      files: ["onnxruntime-web/dist/ort-wasm-simd-threaded.wasm"],
    },
  },
  {
    name: "onnxruntime-node",
    run: ["onnxruntime.mjs", "onnxruntime-node"],
    packages: ["onnxruntime-node"],
    trains: false,
  },
  { name: "NumPy", run: ["numpy_peer.py"], packages: [] },
  { name: "PyTorch", run: ["torch_peer.py"], packages: [] },
];

/** Tasks whose prediction is timed, and how many rows at a time. */
export const PREDICTIONS = { T3: 1, T4: 1024, T5: 1024 };

/** Epochs of each task after which the losses are compared. */
export const CHECKED_EPOCHS = { T0: 1, T1: 1, T2: 1, T3: 2, T4: 1, T5: 2 };

/** Rows over which the loss is taken. */
export const LOSS_ROWS = 1024;

/** The task as this peer runs it. */
export function taskFor(peer, task) {
  return { ...task, ...peer?.changed?.[task.name]?.task };
}
