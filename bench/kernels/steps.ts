import { adagrad, adam, rmsprop, sgd, type OptimizerSpec } from "../../src/spec/optimizer.js";
import { numbers, padded } from "../../tests/kernels/twin.js";
import { createUpdate } from "../../tests/reference/optimizer.js";
import { expectClose } from "../../tests/support/close.js";
import type { KernelCase, Room } from "./case.js";

/** Parameters of the T2 and T3 networks, which the second cache holds, and of T5's, which it does not. */
const COUNTS = [5_801, 26_001, 669_706].map(padded);

/** So small that the parameters stay where they are however often they are moved. */
const RATE = 1e-8;
const CHECK_RATE = 0.01;
const TOLERANCE = 2e-6;

/** The steps of the optimizers, and the norm that clipping needs. */
export function stepCases(room: Room): KernelCase[] {
  return COUNTS.flatMap((count) => {
    const [p, g] = [room.floats(numbers(count, 1)), room.floats(numbers(count, 2))];
    const [m, v] = [room.floats(new Float32Array(count)), room.floats(new Float32Array(count))];
    const steps = stepsOf(room, p.address, g.address, m.address, v.address, count).map(
      ({ kernel, spec, step }): KernelCase => ({
        kernel,
        shape: `${count}`,
        work: count,
        counts: "elements",
        run: () => step(RATE),
        check: () => {
          const parameters = numbers(count, 1);
          p.values.set(parameters);
          m.values.fill(0);
          v.values.fill(0);
          step(CHECK_RATE);
          const twin = Float64Array.from(parameters);
          createUpdate(spec, count)(twin, g.values, CHECK_RATE);
          expectClose(p.values, twin, { tolerance: TOLERANCE, label: `${kernel}, ${count} parameters` });
        },
      }),
    );
    return [...steps, normCase(room, g.address, g.values)];
  });
}

function normCase({ kernels }: Room, address: number, values: Float32Array): KernelCase {
  const count = values.length;
  const norm = (): number => kernels.sumOfSquares(address, count);
  return {
    kernel: "sumOfSquares",
    shape: `${count}`,
    work: count,
    counts: "elements",
    run: () => void norm(),
    check: () => {
      const twin = values.reduce((sum, value) => sum + value * value, 0);
      expectClose(norm() / twin, 1, { tolerance: TOLERANCE, label: `sumOfSquares of ${count}` });
    },
  };
}

interface Step {
  readonly kernel: string;
  readonly spec: OptimizerSpec;
  readonly step: (rate: number) => void;
}

/** Each as the first step after the start. */
function stepsOf({ kernels }: Room, p: number, g: number, m: number, v: number, count: number): Step[] {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  return [
    {
      kernel: "sgdStep",
      spec: sgd({ learningRate: 1 }),
      step: (rate) => kernels.sgdStep(p, g, count, 1, rate, 0),
    },
    {
      kernel: "momentumStep",
      spec: sgd({ learningRate: 1, momentum: 0.9 }),
      step: (rate) => kernels.momentumStep(p, g, m, count, 1, rate, 0.9, 0, 0),
    },
    {
      kernel: "adamStep",
      spec: adam({ beta1, beta2, epsilon }),
      step: (rate) =>
        kernels.adamStep(
          p,
          g,
          m,
          v,
          count,
          1,
          rate / (1 - beta1),
          1 / Math.sqrt(1 - beta2),
          beta1,
          beta2,
          epsilon,
          1,
        ),
    },
    {
      kernel: "adaptiveStep, rmsprop",
      spec: rmsprop({ alpha: 0.99, epsilon }),
      step: (rate) => kernels.adaptiveStep(p, g, v, count, 1, rate, 0.99, 1 - 0.99, epsilon),
    },
    {
      kernel: "adaptiveStep, adagrad",
      spec: adagrad({ epsilon }),
      step: (rate) => kernels.adaptiveStep(p, g, v, count, 1, rate, 1, 1, epsilon),
    },
  ];
}
