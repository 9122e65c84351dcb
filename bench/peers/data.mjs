// The tasks' networks, data and starting weights, as scripts/run-peers.mjs has left them in build/peers: the same bytes for
// every peer, in whatever language.
import { readFileSync } from "node:fs";
import { taskFor } from "./peers.mjs";

export const FOLDER = new URL("../../build/peers/", import.meta.url);

const read = (name) => readFileSync(new URL(name, FOLDER));
const floats = (bytes) => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
const whole = (bytes) => new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
/** A copy of its own: small files come out of a pool at any offset. */
const aligned = (bytes) => new Uint8Array(bytes);

/** The task as the peer runs it, and the parameters to start from. */
export function readTask(peer, name) {
  const task = taskFor(peer, JSON.parse(read(`${name}.json`)));
  return { task, parameters: floats(aligned(read(`${name}.parameters`))) };
}

/** All its rows: inputs [rows, inputs]; answers [rows], targets or class indices. */
export function readData(task) {
  const inputs = floats(aligned(read(`${task.name}.inputs`)));
  const bytes = aligned(read(`${task.name}.answers`));
  const answers = task.loss === "mse" ? floats(bytes) : whole(bytes);
  return { rows: task.rows, inputs, answers: task.unitTargets ? toUnit(answers) : answers };
}

/** The bytes of the network as an ONNX file. */
export const readOnnx = (name) => aligned(read(`${name}.onnx`));

/** The first rows of a table. */
export function firstRows(task, { inputs, answers }, rows) {
  return { rows, inputs: inputs.subarray(0, rows * task.inputs), answers: answers.subarray(0, rows) };
}

/** Layer by layer: { inputs, units, activation, weights [units, inputs], biases [units] }. */
export function layersOf(task, parameters) {
  let at = 0;
  const take = (length) => parameters.slice(at, (at += length));
  return task.layers.map(({ units, activation }, i) => {
    const inputs = i === 0 ? task.inputs : task.layers[i - 1].units;
    return { inputs, units, activation, weights: take(units * inputs), biases: take(units) };
  });
}

/** [columns, rows] of [rows, columns]. */
export function transposed(values, rows, columns) {
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]);
}

/** The row numbers of an epoch, in a new random order where asked for. */
export function rowOrders(rows, shuffles) {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  let state = 0x6a09e667;
  return () => {
    for (let i = rows - 1; shuffles && i > 0; i--) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const j = Math.floor(((state >>> 0) / 4294967296) * (i + 1));
      const row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
    return order;
  };
}

/** The mean loss over rows of linked outputs: probabilities for cross-entropy. */
export function meanLoss(task, outputs, { rows, answers }) {
  const width = task.layers.at(-1).units;
  let sum = 0;
  for (let r = 0; r < rows; r++) {
    if (task.loss === "mse") sum += (outputs[r] - answers[r]) ** 2;
    else sum -= Math.log(Math.max(outputs[r * width + answers[r]], 1e-38));
  }
  return sum / rows;
}

function toUnit(values) {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return values.map((value) => (value - low) / (high - low));
}
