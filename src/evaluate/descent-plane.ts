import {
  checkCount,
  checkNumber,
  checkOptions,
  isFloat32,
  mustBe,
  NOT_NEGATIVE,
  show,
} from "../base/check.js";
import { DataError, ShapeError } from "../base/errors.js";
import type { Dataset } from "../data/dataset.js";
import { isList } from "../data/rows.js";
import { dot, principalPlane } from "../judge/principal-plane.js";
import { type Axis, type LossSurface, surfaceOf } from "../judge/surface.js";
import type { Model } from "../model.js";
import { readable } from "../network/inside.js";

/** How much of the plane `descentPlane` shows. */
export interface DescentPlaneOptions {
  /** Values along each direction; default 41. */
  steps?: number;
  /** How far the plane reaches beyond the path, on each side, in the path's own breadth; default 0.25. */
  margin?: number;
}

/** A training's path over the error surface. */
export interface DescentPlane {
  /** The loss over the plane. (0, 0) is the path's last point; one step of 1 along an axis changes the parameters by a length of 1. */
  readonly surface: LossSurface;
  /** Where on the plane each point of the path lies, or the foot of it; as many as were given. */
  readonly path: { readonly x: number; readonly y: number }[];
  /** The share of the path's variance along x and along y: how much of it the plane shows. */
  readonly explained: [number, number];
}

/** Points that the directions are found from; their products are a matrix of this many rows. */
const MOST_POINTS = 200;

/** A path that is this much narrower than long gets a plane as broad as it is long. */
const NARROW = 1e-6;

/**
 * The loss over the plane in which a training's path lies, or comes nearest to: through its last point, along the path's two principal
 * directions (Li, Xu, Taylor, Studer & Goldstein 2018, "Visualizing the Loss Landscape of Neural Nets", section 7).
 *
 * The directions are those of a principal component analysis of the path around its mean. Points at which it stands still count once; of a path of
 * more than 200 points, 200 evenly spaced ones find the directions, and all are shown. The sign of a direction is such that its largest
 * component is positive. The loss at a point is that on the plane, not that of the point beside it that the path went through: `explained` says
 * how far these differ. Everything is in the standardized space, as `parameters` are. The model is left as it was.
 *
 * @param path the parameters after each epoch, oldest first: push `model.parameters` in onEpoch. At least 3 different points
 * @throws DataError for fewer points or a number that is not finite (says where); ShapeError for a point of another length; OptionError
 * @example
 * const path = [];
 * await model.fit(train, { epochs: 100, onEpoch: () => path.push(model.parameters) });
 * const { surface, path: line, explained } = descentPlane(model, train, path);
 */
export function descentPlane(
  model: Model,
  data: Dataset,
  path: readonly ArrayLike<number>[],
  options: DescentPlaneOptions = {},
): DescentPlane {
  const caller = "descentPlane";
  const learner = readable(model, caller);
  checkOptions(caller, options, ["steps", "margin"], 41);
  const { steps = 41, margin = 0.25 } = options;
  checkCount(caller, "steps", steps, 2);
  checkNumber(caller, "margin", margin, NOT_NEGATIVE);
  checkPath(caller, path, learner.count);
  const { directions, explained } = principalPlane(pointsOf(caller, path));
  const last = Float32Array.from(path[path.length - 1]);
  const places = path.map((point) => {
    const way = last.map((end, k) => point[k] - end);
    return { x: dot(way, directions[0]), y: dot(way, directions[1]) };
  });
  const [across, along] = rangesOf(places, margin);
  const axis = (direction: Float64Array, [from, to]: Range): Axis => ({
    direction: Float32Array.from(direction),
    ...{ from, to, steps },
  });
  const [x, y] = [axis(directions[0], across), axis(directions[1], along)];
  return { surface: surfaceOf(caller, learner, data, x, y, last), path: places, explained };
}

function checkPath(caller: string, path: unknown, count: number): asserts path is ArrayLike<number>[] {
  if (!Array.isArray(path))
    throw mustBe(caller, "path", "an array of parameters, one Float32Array for each epoch", path, DataError);
  for (let row = 0; row < path.length; row++) {
    const point: unknown = path[row];
    if (!isList(point) || point.length !== count)
      throw new ShapeError(
        `${caller}: path[${row}] must have ${count} numbers, as model.parameters has, got ${show(point)}.`,
        { expected: count, received: point, row },
      );
    const column = Array.from(point).findIndex((value) => !isFloat32(value));
    if (column < 0) continue;
    throw new DataError(
      `${caller}: path[${row}][${column}] is ${show(point[column])}, not a finite number.`,
      {
        ...{ received: point[column], row, column },
      },
    );
  }
}

/** The points that the directions are found from. @throws DataError for fewer than three that differ */
function pointsOf(caller: string, path: readonly ArrayLike<number>[]): ArrayLike<number>[] {
  const moves = path.filter((point, i) => i === 0 || !isSame(point, path[i - 1]));
  const last = moves.length - 1;
  const count = Math.min(moves.length, MOST_POINTS);
  const points = Array.from(
    { length: count },
    (_, i) => moves[Math.round((i * last) / Math.max(1, count - 1))],
  );
  const second = points.find((point) => !isSame(point, points[0]));
  const third = second && points.find((point) => !isSame(point, points[0]) && !isSame(point, second));
  if (third) return points;
  throw new DataError(
    `${caller}: a plane needs a path of at least 3 different points, got ${second ? 2 : Math.min(1, points.length)} among ${path.length}. ` +
      "Push model.parameters in onEpoch, over more epochs.",
    { expected: 3, received: path.length },
  );
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

type Range = readonly [from: number, to: number];

/** What to show of each direction: the path and the margin around it. */
function rangesOf(places: DescentPlane["path"], margin: number): [Range, Range] {
  const [across, along] = (["x", "y"] as const).map((axis) => {
    const values = places.map((place) => place[axis]);
    const [low, high] = [Math.min, Math.max].map((end) => values.reduce((a, b) => end(a, b)));
    return { middle: (low + high) / 2, breadth: high - low };
  });
  const breadth = along.breadth > NARROW * across.breadth ? along.breadth : across.breadth;
  const around = (middle: number, size: number): Range => {
    const reach = size * (0.5 + margin);
    return [middle - reach, middle + reach];
  };
  return [around(across.middle, across.breadth), around(along.middle, breadth)];
}
