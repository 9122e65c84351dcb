import type { Dataset, Model } from "downhill";
import { descentPlane, lossSurface } from "downhill/evaluate";
import type { Rows } from "../data/rows.js";
import type { SurfacePicture } from "../messages.js";
import { Path, type Place, thinned } from "./path.js";
import { everySoMany } from "./sample.js";

/** Numbers that all places of a path may have together: 40 megabytes. */
const MOST_NUMBERS = 1e7;
const MOST_PLACES = 200;

/** How much a surface may cost: multiplications over all its points, and for the directions of its plane. */
interface Effort {
  readonly work: number;
  readonly directions: number;
  readonly places: number;
}

/** About a tenth of a second while training plays, and less than a second when it pauses. */
const PLAYING: Effort = { work: 3e8, directions: 5e7, places: 60 };
const PAUSED: Effort = { work: 2e9, directions: 4e8, places: MOST_PLACES };

/** Values on each side, and rows that the loss is taken over: the first that the effort allows. */
const SIDES = [41, 31, 21, 15, 11];
const MOST_ROWS = 500;
const LEAST_ROWS = 25;

/** The loss around the path that a training walks. */
export class SurfacePainter {
  readonly #data: Dataset;
  readonly #path: Path;

  constructor({ train }: Rows, parameters: number) {
    this.#data = train;
    this.#path = new Path(Math.max(8, Math.min(MOST_PLACES, Math.floor(MOST_NUMBERS / parameters))));
  }

  note(epoch: number, read: () => Float32Array): void {
    this.#path.note(epoch, read);
  }

  /** @returns undefined before the path has three places that differ: there is no plane through fewer */
  paint(model: Model, epoch: number, isPlaying: boolean): SurfacePicture | undefined {
    const effort = isPlaying ? PLAYING : PAUSED;
    const path = this.#walked(model, epoch, effort);
    if (countDifferent(path) < 3) return undefined;
    const { side, rows } = sizeOf(model.count, effort.work);
    const data = everySoMany(this.#data, rows);
    const plane = model.count === 2 ? ofTwo(model, data, path, side) : ofMany(model, data, path, side);
    const places = plane.path.map(({ x, y }, i) => ({ x, y, epoch: path[i].epoch }));
    return { ...plane, path: places, rows: data.rows, here: model.loss(data) };
  }

  /** The places kept, and last where the model is now. */
  #walked(model: Model, epoch: number, { places, directions }: Effort): Place[] {
    const most = Math.max(3, Math.min(places, Math.floor(Math.sqrt((2 * directions) / model.count))));
    const { places: all } = this.#path;
    // The last may be where the model is now; once it is done, the model may have gone back to an earlier one.
    const before = all.at(-1)?.epoch === epoch ? all.slice(0, -1) : all;
    return [...thinned(before, most - 1), { epoch, parameters: model.parameters }];
  }
}

type Plane = Pick<SurfacePicture, "xs" | "ys" | "loss" | "explained"> & {
  readonly path: readonly { readonly x: number; readonly y: number }[];
};

function ofMany(model: Model, data: Dataset, path: readonly Place[], steps: number): Plane {
  const points = path.map(({ parameters }) => parameters);
  const { surface, path: places, explained } = descentPlane(model, data, points, { steps });
  return { ...surface, path: places, explained };
}

/** The plane of a model's only two parameters, as far as its path reaches and a quarter more. */
function ofTwo(model: Model, data: Dataset, path: readonly Place[], steps: number): Plane {
  const [x, y] = [0, 1].map((parameter) => {
    const values = path.map(({ parameters }) => parameters[parameter]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const reach = 0.75 * (most - least || 1);
    const middle = (least + most) / 2;
    return { parameter, from: middle - reach, to: middle + reach, steps };
  });
  const places = path.map(({ parameters: [x, y] }) => ({ x, y }));
  return { ...lossSurface(model, data, x, y), path: places };
}

function countDifferent(path: readonly Place[]): number {
  const different: Float32Array[] = [];
  for (const { parameters } of path) {
    if (different.every((other) => other.some((value, k) => value !== parameters[k])))
      different.push(parameters);
    if (different.length === 3) break;
  }
  return different.length;
}

function sizeOf(parameters: number, work: number): { side: number; rows: number } {
  const rowsOf = (side: number): number => Math.floor(work / (side * side * parameters));
  const side = SIDES.find((side) => rowsOf(side) >= MOST_ROWS / 2) ?? SIDES[SIDES.length - 1];
  return { side, rows: Math.min(MOST_ROWS, Math.max(LEAST_ROWS, rowsOf(side))) };
}
