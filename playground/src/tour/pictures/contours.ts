import { coordinate, type Scale } from "./scale.js";

/** A grid of values: values[j][i] at xs[i], ys[j]. */
export interface Grid {
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly values: readonly ArrayLike<number>[];
}

type Point = readonly [x: number, y: number];

/** The line along which a grid has a level, as the d of an SVG path: marching squares, a piece for each cell that the line crosses. */
export function contourOf(grid: Grid, level: number, x: Scale, y: Scale): string {
  const pieces: string[] = [];
  for (let j = 0; j + 1 < grid.ys.length; j++) {
    for (let i = 0; i + 1 < grid.xs.length; i++) {
      const ends = crossings(grid, i, j, level);
      for (let k = 0; k + 1 < ends.length; k += 2)
        pieces.push(`M${place(ends[k], x, y)}L${place(ends[k + 1], x, y)}`);
    }
  }
  return pieces.join("");
}

const place = ([px, py]: Point, x: Scale, y: Scale): string => `${coordinate(x(px))} ${coordinate(y(py))}`;

/** Where the level crosses the edges of a cell: none, two, or at a saddle four. */
function crossings({ xs, ys, values }: Grid, i: number, j: number, level: number): Point[] {
  const corners = [
    [i, j],
    [i + 1, j],
    [i + 1, j + 1],
    [i, j + 1],
  ];
  return corners.flatMap(([ai, aj], k): Point[] => {
    const [bi, bj] = corners[(k + 1) % 4];
    const [a, b] = [values[aj][ai], values[bj][bi]];
    if (a < level === b < level) return [];
    const part = (level - a) / (b - a);
    return [[xs[ai] + part * (xs[bi] - xs[ai]), ys[aj] + part * (ys[bj] - ys[aj])]];
  });
}
