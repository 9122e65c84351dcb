import { ACTIVATIONS } from "../../src/spec/layer.js";
import { huber, lossName, LOSSES } from "../../src/spec/loss.js";
import { numbers, padded } from "../../tests/kernels/twin.js";
import { activations } from "../../tests/reference/activation.js";
import { link, lossAndGradient } from "../../tests/reference/loss.js";
import { expectClose } from "../../tests/support/close.js";
import type { KernelCase, Room } from "./case.js";

/** Float32 against float64: measured below 4e-7 for every activation. */
const TOLERANCE = 2e-6;

/** Activations and dropout on a batch of T3, losses on the last layers of T2 to T5. */
export function elementwiseCases(room: Room): KernelCase[] {
  return [
    ...activationCases(room, 32, 100),
    dropoutCase(room, 32, 100),
    ...classCases(room, 128, 10),
    ...[10, 32].flatMap((rows) => lossCases(room, rows)),
  ];
}

function activationCases(room: Room, rows: number, units: number): KernelCase[] {
  const { kernels } = room;
  const shape = `${rows} x ${units}`;
  const length = rows * units;
  const x = room.floats(numbers(length, 1).map((value) => 2 * value));
  const dy = room.floats(numbers(length, 2));
  const dx = room.floats(new Float32Array(length));
  return ACTIVATIONS.flatMap((name, code): KernelCase[] => {
    // The backward pass reads what the forward pass wrote, so each has its own.
    const y = room.floats(new Float32Array(length));
    const forward = (): void => kernels.activationForward(code, x.address, y.address, length);
    const backward = (): void =>
      kernels.activationBackward(code, x.address, y.address, dy.address, dx.address, length);
    const { value, derivative } = activations[name];
    return [
      {
        kernel: `${name} forward`,
        shape,
        work: length,
        counts: "elements",
        run: forward,
        check: () => {
          forward();
          expectClose(y.values, Array.from(x.values, value), {
            tolerance: TOLERANCE,
            label: `${name} forward`,
          });
        },
      },
      {
        kernel: `${name} backward`,
        shape,
        work: length,
        counts: "elements",
        run: backward,
        check: () => {
          forward();
          backward();
          const twin = Array.from(x.values, (argument, i) => dy.values[i] * derivative(argument));
          expectClose(dx.values, twin, { tolerance: TOLERANCE, label: `${name} backward` });
        },
      },
    ];
  });
}

function dropoutCase(room: Room, rows: number, units: number): KernelCase {
  const { kernels } = room;
  const length = rows * units;
  const [x, y] = [room.floats(numbers(length, 3)), room.floats(new Float32Array(length))];
  const [key, rate] = [0x12345678, 0.5];
  const run = (): void => kernels.dropout(key, 0, rate, x.address, y.address, length);
  return {
    kernel: "dropout",
    shape: `${rows} x ${units}`,
    work: length,
    counts: "elements",
    run,
    check: () => {
      run();
      const twin = x.values.map((value, place) =>
        lowbias32(key + place) >= rate * 2 ** 32 ? value / (1 - rate) : 0,
      );
      expectClose(y.values, twin, { tolerance: 0, label: "dropout" });
    },
  };
}

/** The hash that decides which places dropout keeps (C. Wellons 2018). */
function lowbias32(x: number): number {
  let h = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Softmax alone, and with its loss. */
function classCases(room: Room, rows: number, classes: number): KernelCase[] {
  const { kernels } = room;
  const sums = room.floats(new Float32Array(8)).address;
  const scratch = room.floats(new Float32Array(20)).address;
  const stride = padded(classes);
  const logits = numbers(rows * classes, 4);
  const y = room.floats(new Float32Array(rows * stride));
  for (let r = 0; r < rows; r++) y.values.set(logits.subarray(r * classes, (r + 1) * classes), r * stride);
  const labels = room.integers(Int32Array.from({ length: rows }, (_, r) => (r * 7) % classes));
  const out = room.floats(new Float32Array(rows * stride));
  const softmax = (): void => kernels.softmaxForward(y.address, out.address, rows, classes, stride, scratch);
  const crossEntropy = (): void =>
    kernels.crossEntropyLoss(
      y.address,
      0,
      labels.address,
      0,
      out.address,
      rows,
      classes,
      stride,
      1 / rows,
      sums,
      scratch,
    );
  const expectOut = (twin: ArrayLike<number>, label: string): void => {
    const actual = out.values.filter((_, at) => at % stride < classes);
    expectClose(actual, twin, { tolerance: TOLERANCE, label });
  };
  const common = { shape: `${rows} x ${classes}`, work: rows * classes, counts: "elements" } as const;
  return [
    {
      ...common,
      kernel: "softmax",
      run: softmax,
      check: () => {
        softmax();
        expectOut(link("crossEntropy", logits, classes), "softmax");
      },
    },
    {
      ...common,
      kernel: "crossEntropy",
      run: crossEntropy,
      check: () => {
        crossEntropy();
        const { gradient } = lossAndGradient("crossEntropy", logits, { labels: labels.values }, classes);
        expectOut(gradient, "crossEntropy");
      },
    },
  ];
}

/** The losses of a single output. */
function lossCases(room: Room, rows: number): KernelCase[] {
  const { kernels } = room;
  const sums = room.floats(new Float32Array(8)).address;
  const y = room.floats(numbers(rows, 5));
  const t = room.floats(numbers(rows, 6).map((value) => Number(value > 0)));
  const dy = room.floats(new Float32Array(padded(rows)));
  return (["mse", "mae", huber({ delta: 1 }), "binaryCrossEntropy"] as const).map((loss): KernelCase => {
    const kernel = lossName(loss);
    const code = LOSSES.indexOf(kernel);
    const run = (): void =>
      kernels.elementwiseLoss(code, 1, y.address, t.address, 0, dy.address, rows, 1, 1, 1 / rows, sums);
    return {
      kernel,
      shape: `${rows} x 1`,
      work: rows,
      counts: "elements",
      run,
      check: () => {
        run();
        const { gradient } = lossAndGradient(loss, y.values, { targets: t.values }, 1);
        expectClose(dy.values.subarray(0, rows), gradient, { tolerance: TOLERANCE, label: kernel });
      },
    };
  });
}
