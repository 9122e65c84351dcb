/** Values over a grid: values[j * xs.length + i] belongs to xs[i] and ys[j], which rise in even steps. */
export interface Grid {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly values: Float64Array;
}

/** The grid itself, or one of at most `most` steps each way over the same range, its values interpolated linearly. */
export function resampled(grid: Grid, most: number): Grid {
  const { xs, ys, values } = grid;
  if (xs.length <= most && ys.length <= most) return grid;
  const across = evenly(xs, most);
  const along = evenly(ys, most);
  const width = xs.length;
  const result = new Float64Array(across.length * along.length);
  for (let j = 0; j < along.length; j++) {
    const [below, up] = placeOf(j, along.length, ys.length);
    for (let i = 0; i < across.length; i++) {
      const [before, over] = placeOf(i, across.length, width);
      const at = (dj: number, di: number): number => values[(below + dj) * width + before + di];
      const low = at(0, 0) * (1 - over) + at(0, 1) * over;
      const high = at(1, 0) * (1 - over) + at(1, 1) * over;
      result[j * across.length + i] = low * (1 - up) + high * up;
    }
  }
  return { xs: across, ys: along, values: result };
}

function evenly(list: Float64Array, most: number): Float64Array {
  const length = Math.min(list.length, most);
  const [first, last] = [list[0], list[list.length - 1]];
  return Float64Array.from({ length }, (_, i) => first + ((last - first) * i) / (length - 1));
}

/** Where step i of `length` lies among `count`: the step before it, and how far on to the next. */
function placeOf(i: number, length: number, count: number): [before: number, over: number] {
  const place = (i * (count - 1)) / (length - 1);
  const before = Math.min(Math.floor(place), count - 2);
  return [before, place - before];
}

/** For Plot's contour, which takes each value to stand in the middle of a cell: half a cell more on all sides. */
export function cellsAround(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
): { width: number; height: number; x1: number; x2: number; y1: number; y2: number } {
  const [width, height] = [xs.length, ys.length];
  const [right, top] = [xs[width - 1], ys[height - 1]];
  const [wide, high] = [(right - xs[0]) / (width - 1) / 2, (top - ys[0]) / (height - 1) / 2];
  return { width, height, x1: xs[0] - wide, x2: right + wide, y1: ys[0] - high, y2: top + high };
}
