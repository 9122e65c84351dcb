import type { Dataset } from "downhill";
import type { Rows } from "../data/rows.js";
import type { Points } from "../messages.js";

/** More would cover each other. */
const MOST_POINTS = 1500;

/** The rows as points: those that are trained on first. Of many, every so-manieth of each part. */
export function pointsOf({ train, validation, test, task, shape }: Rows): Points {
  const all = [train, validation, test].filter((part) => part !== undefined);
  const total = all.reduce((sum, { rows }) => sum + rows, 0);
  const every = Math.ceil(total / MOST_POINTS);
  const parts = all.map((data) => ({ data, count: Math.ceil(data.rows / every) }));
  const take = (value: (data: Dataset, row: number) => number): Float64Array =>
    Float64Array.from(
      parts.flatMap(({ data, count }) => Array.from({ length: count }, (_, k) => value(data, k * every))),
    );
  const input = (c: number): Float64Array =>
    take(({ inputs, inputWidth }, row) => inputs[row * inputWidth + c]);
  const targets = take((data, row) => data.targets[row]);
  return {
    xs: input(0),
    ys: shape === "plane" ? input(1) : targets,
    ...(task === "classification" && { classes: Int32Array.from(targets) }),
    ...(task === "regression" && shape === "plane" && { targets }),
    firstUnseen: parts[0].count,
  };
}

/** A copy, which a message may take along. */
export function copyOf(points: Points): Points {
  const { xs, ys, classes, targets } = points;
  return {
    ...points,
    ...{ xs: xs.slice(), ys: ys.slice() },
    ...(classes && { classes: classes.slice() }),
    ...(targets && { targets: targets.slice() }),
  };
}
