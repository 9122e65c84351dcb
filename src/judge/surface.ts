import { checkCount, checkNumber, checkOptions, type Range, show } from "../base/check.js";
import { checkDataset } from "../data/is-dataset.js";
import type { DatasetParts } from "../data/parts.js";
import { checkRows } from "../network/checked-rows.js";
import { DataError, OptionError, ShapeError } from "../base/errors.js";
import type { Learner } from "../network/learner.js";
import { isList } from "../data/rows.js";
import { meterOf } from "./loss-meter.js";

/**
 * One axis of a surface: values of a single parameter, by its index into `parameters`, or steps along a direction, a vector
 * as long as `parameters`, from where the model stands.
 */
export type Axis = (
  | { readonly parameter: number; readonly direction?: undefined }
  | { readonly direction: Float32Array; readonly parameter?: undefined }
) & {
  readonly from: number;
  readonly to: number;
  /** How many values, both ends included; >= 2. */
  readonly steps: number;
};

/** The loss over a grid. */
export interface LossSurface {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** loss[j][i] belongs to ys[j] and xs[i]; in the target's unit (mse in its square). */
  readonly loss: Float64Array[];
}

/**
 * The error surface of two parameters or directions, the others as they are; see `lossSurface`.
 *
 * @param origin where the directions start; default the model's parameters
 */
export function surfaceOf(
  caller: string,
  learner: Learner,
  data: DatasetParts,
  x: Axis,
  y: Axis,
  origin?: Float32Array,
): LossSurface {
  checkDataset(caller, data);
  checkAxis(caller, "x", x, learner.count);
  checkAxis(caller, "y", y, learner.count);
  if (x.parameter !== undefined && x.parameter === y.parameter) {
    throw new OptionError(`${caller}: both axes name parameter ${x.parameter}. Give two different ones.`, {
      received: x.parameter,
    });
  }
  const meter = meterOf(learner, caller, checkRows(learner, data, caller));
  const start = origin ?? learner.state.parameters;
  const point = new Float32Array(start.length);
  const xs = valuesOf(x);
  const ys = valuesOf(y);
  const loss = Array.from(ys, (along) =>
    xs.map((across) => {
      point.set(start);
      move(point, x, across);
      move(point, y, along);
      meter.setParameters(point);
      return meter.measure();
    }),
  );
  return { xs, ys, loss };
}

function move(point: Float32Array, axis: Axis, value: number): void {
  if (axis.direction === undefined) point[axis.parameter] = value;
  else for (let i = 0; i < point.length; i++) point[i] += value * axis.direction[i];
}

function valuesOf({ from, to, steps }: Axis): Float64Array {
  return Float64Array.from({ length: steps }, (_, i) => from + ((to - from) * i) / (steps - 1));
}

const FINITE: Range = ["a finite number", () => true];

function checkAxis(caller: string, name: string, axis: Axis, count: number): void {
  const here = `${caller}: axis ${name}`;
  checkOptions(here, axis, ["parameter", "direction", "from", "to", "steps"]);
  checkNumber(here, "from", axis.from, FINITE);
  checkNumber(here, "to", axis.to, FINITE);
  checkCount(here, "steps", axis.steps, 2);
  if ((axis.parameter === undefined) === (axis.direction === undefined)) {
    throw new OptionError(`${here}: give either parameter (an index) or direction (a vector).`, {
      received: axis,
    });
  }
  if (axis.parameter !== undefined) {
    if (Number.isInteger(axis.parameter) && axis.parameter >= 0 && axis.parameter < count) return;
    throw new OptionError(
      `${here}: parameter must be a whole number from 0 to ${count - 1}, got ${show(axis.parameter)}.`,
      {
        expected: `0..${count - 1}`,
        received: axis.parameter,
      },
    );
  }
  const numbers = isList(axis.direction) ? Array.from(axis.direction) : [];
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new DataError(
      `${here}: direction[${bad}] is ${show(axis.direction?.[bad])}. A direction is made of finite numbers.`,
      {
        received: axis.direction?.[bad],
      },
    );
  }
  if (numbers.length === count) return;
  throw new ShapeError(
    `${here}: direction must have ${count} numbers, one for each parameter, got ${show(axis.direction)}.`,
    {
      expected: count,
      received: axis.direction?.length,
    },
  );
}
