import { dense } from "../../src/spec/layer.js";
import { arrangeNetwork } from "../../tests/kernels/network.js";
import { expectBits, numbers, padded, panelIndex, panels, product } from "../../tests/kernels/twin.js";
import type { KernelCase, Room } from "./case.js";

/** Rows of a batch, inputs and units of a layer. */
type Shape = readonly [rows: number, inputs: number, units: number];

/** T2's and T3's hidden layers, T4's first, T5's second; each with one row too, as predictions have it. */
const LAYERS: readonly Shape[] = [
  [10, 56, 100],
  [1, 56, 100],
  [32, 100, 100],
  [1, 100, 100],
  [128, 784, 128],
  [1, 784, 128],
  [128, 512, 512],
  [1, 512, 512],
];

/** The last layers of T1, T2 and T3. */
const SINGLE_UNITS: readonly (readonly [rows: number, inputs: number])[] = [
  [10, 56],
  [10, 100],
  [32, 100],
  [1, 100],
];

const zero = (): number => 0;

/** The matrix products of a layer, in the memory that the core would lay out for it. */
export function productCases(room: Room): KernelCase[] {
  return [
    ...LAYERS.flatMap((shape) => layerCases(room, shape)),
    ...SINGLE_UNITS.flatMap(([rows, inputs]) => vectorCases(room, rows, inputs)),
  ];
}

function layerCases(room: Room, [rows, inputs, units]: Shape): KernelCase[] {
  const { kernels } = room;
  const shape = `${rows} x ${inputs}x${units}`;
  const columns = padded(units);
  // Layers before and behind, so that it needs a delta and has nothing of a last layer.
  const layers = [dense(inputs), dense(units), dense(2)];
  const arranged = room.plan((start) =>
    arrangeNetwork(kernels, start, { inputs, layers, loss: "mse" }, true),
  );
  const { x, xStride, y, yStride, dy, dx, weights: w, bias: b, transposed } = arranged.layers[1];
  const { dWeights: dw, dBias: db } = arranged.layers[1];
  const scratch = room.floats(new Float32Array(rows * (columns + 16))).address;

  const outside = numbers(inputs * units, 1);
  const biases = numbers(columns, 2).fill(0, units);
  const [xs, dys] = [numbers(rows * inputs, 3), numbers(rows * units, 4)];
  room.view(w, inputs * columns).set(panels(outside, inputs, units));
  room.view(b, columns).set(biases);
  for (let r = 0; r < rows; r++) {
    room.view(x + r * xStride * 4, inputs).set(xs.subarray(r * inputs, (r + 1) * inputs));
    room.view(dy + r * yStride * 4, units).set(dys.subarray(r * units, (r + 1) * units));
  }
  const rowsOf = (at: number, stride: number, width: number): Float32Array =>
    Float32Array.from(
      { length: rows * width },
      (_, i) => room.view(at, rows * stride)[Math.floor(i / width) * stride + (i % width)],
    );
  const dyOf = (r: number, j: number): number => (j < units ? dys[r * units + j] : 0);

  const forward = (): void => kernels.matmulForward(x, xStride, w, b, y, yStride, rows, inputs, units);
  const gradient = (): void =>
    kernels.matmulWeightGradient(x, xStride, dy, yStride, dw, rows, inputs, units, 0, scratch);
  const delta = (): void => kernels.matmulDelta(dy, yStride, transposed, dx, xStride, rows, inputs, units);
  const transpose = (): void => kernels.transposeWeights(w, transposed, inputs, units);
  const sums = (): void => kernels.columnSums(dy, yStride, db, rows, columns, 0);

  const work = 2 * rows * inputs * units;
  return [
    {
      kernel: "matmulForward",
      shape,
      work,
      counts: "operations",
      run: forward,
      check: () => {
        forward();
        const twin = product(
          { rows, depth: inputs, columns },
          (_, j) => biases[j],
          (r, d) => xs[r * inputs + d],
          (d, j) => (j < units ? outside[j * inputs + d] : 0),
        );
        expectBits(rowsOf(y, yStride, columns), twin, `matmulForward, ${shape}`);
      },
    },
    {
      kernel: "matmulWeightGradient",
      shape,
      work,
      counts: "operations",
      run: gradient,
      check: () => {
        gradient();
        const twin = product(
          { rows: inputs, depth: rows, columns },
          zero,
          (k, r) => xs[r * inputs + k],
          dyOf,
        );
        const places = new Float32Array(inputs * columns);
        twin.forEach((value, at) => {
          places[panelIndex(Math.floor(at / columns), at % columns, inputs, units)] = value;
        });
        expectBits(room.view(dw, inputs * columns), places, `matmulWeightGradient, ${shape}`);
      },
    },
    {
      kernel: "matmulDelta",
      shape,
      work,
      counts: "operations",
      run: delta,
      check: () => {
        transpose();
        delta();
        const width = padded(inputs);
        const twin = product({ rows, depth: units, columns: width }, zero, dyOf, (d, j) =>
          j < inputs ? outside[d * inputs + j] : 0,
        );
        expectBits(rowsOf(dx, xStride, width), twin, `matmulDelta, ${shape}`);
      },
    },
    {
      kernel: "transposeWeights",
      shape,
      work: inputs * units,
      counts: "elements",
      run: transpose,
      check: () => {
        transpose();
        const twin = new Float32Array(units * padded(inputs));
        outside.forEach((value, at) => {
          twin[panelIndex(Math.floor(at / inputs), at % inputs, units, inputs)] = value;
        });
        expectBits(room.view(transposed, twin.length), twin, `transposeWeights, ${shape}`);
      },
    },
    {
      kernel: "columnSums",
      shape,
      work: rows * units,
      counts: "elements",
      run: sums,
      check: () => {
        sums();
        const twin = product({ rows: 1, depth: rows, columns }, zero, () => 1, dyOf);
        expectBits(room.view(db, columns), twin, `columnSums, ${shape}`);
      },
    },
  ];
}

/** The products of a last layer with one unit. */
function vectorCases(room: Room, rows: number, inputs: number): KernelCase[] {
  const { kernels } = room;
  const shape = `${rows} x ${inputs}x1`;
  const layers = [dense(inputs), dense(1)];
  const arranged = room.plan((start) =>
    arrangeNetwork(kernels, start, { inputs, layers, loss: "mse" }, true),
  );
  const { x, xStride, y, dy, dx, weights: w, dWeights: dw } = arranged.layers[1];
  const [ws, xs, dys] = [numbers(inputs, 1), numbers(rows * inputs, 2), numbers(rows, 3)];
  room.view(w, inputs).set(ws);
  room.view(dy, rows).set(dys);
  for (let r = 0; r < rows; r++) {
    room.view(x + r * xStride * 4, inputs).set(xs.subarray(r * inputs, (r + 1) * inputs));
  }
  const bias = Math.fround(0.3);
  const forward = (): void => kernels.matmulVectorForward(x, xStride, w, bias, y, rows, inputs);
  const gradient = (): void => kernels.matmulVectorGradient(x, xStride, dy, dw, rows, inputs, 0);
  const delta = (): void => kernels.matmulVectorDelta(dy, w, dx, xStride, rows, inputs);
  const work = 2 * rows * inputs;
  return [
    {
      kernel: "matmulVectorForward",
      shape,
      work,
      counts: "operations",
      run: forward,
      check: () => {
        forward();
        const twin = Float32Array.from({ length: rows }, (_, r) =>
          dotOfLanes(xs.subarray(r * inputs), ws, bias),
        );
        expectBits(room.view(y, rows), twin, `matmulVectorForward, ${shape}`);
      },
    },
    {
      kernel: "matmulVectorGradient",
      shape,
      work,
      counts: "operations",
      run: gradient,
      check: () => {
        gradient();
        const twin = product(
          { rows: 1, depth: rows, columns: inputs },
          zero,
          (_, r) => dys[r],
          (r, j) => xs[r * inputs + j],
        );
        expectBits(room.view(dw, inputs), twin, `matmulVectorGradient, ${shape}`);
      },
    },
    {
      kernel: "matmulVectorDelta",
      shape,
      work,
      counts: "operations",
      run: delta,
      check: () => {
        delta();
        for (let r = 0; r < rows; r++) {
          const twin = ws.map((value) => value * dys[r]);
          expectBits(room.view(dx + r * xStride * 4, inputs), twin, `matmulVectorDelta, ${shape}, row ${r}`);
        }
      },
    },
  ];
}

/** bias + x . w, lanes summed as (0 + 1) + (2 + 3), every operation rounded. w: [a multiple of 4] */
function dotOfLanes(x: Float32Array, w: Float32Array, bias: number): number {
  const f = Math.fround;
  const lanes = [0, 0, 0, 0];
  for (let i = 0; i < w.length; i++) lanes[i % 4] = f(lanes[i % 4] + f(x[i] * w[i]));
  return f(bias + f(f(lanes[0] + lanes[1]) + f(lanes[2] + lanes[3])));
}
