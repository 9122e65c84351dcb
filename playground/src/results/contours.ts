/** A piece of a line of equal height, in steps of the grid: from [x, y] to [x, y]. */
export type Piece = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Lines of one height over a grid: marching squares with straight pieces (Lorensen and Cline 1987, in two dimensions). Of a cell with two
 * opposite corners above, the pieces are those that keep the corners above apart.
 *
 * @param heights heights[j][i] at x = i, y = j; cells with a corner that is no number have no line
 */
export function contour(heights: readonly ArrayLike<number>[], level: number): Piece[] {
  const pieces: Piece[] = [];
  for (let j = 0; j + 1 < heights.length; j++)
    for (let i = 0; i + 1 < heights[j].length; i++) addCell(pieces, heights, i, j, level);
  return pieces;
}

function addCell(
  pieces: Piece[],
  heights: readonly ArrayLike<number>[],
  i: number,
  j: number,
  level: number,
): void {
  const corners = [
    [i, j, heights[j][i]],
    [i + 1, j, heights[j][i + 1]],
    [i + 1, j + 1, heights[j + 1][i + 1]],
    [i, j + 1, heights[j + 1][i]],
  ];
  if (!corners.every(([, , height]) => Number.isFinite(height))) return;
  // Where the line crosses the cell's sides, going round.
  const crossings: [number, number][] = [];
  corners.forEach(([x, y, height], k) => {
    const [nextX, nextY, next] = corners[(k + 1) % 4];
    if (height > level === next > level) return;
    const share = (level - height) / (next - height);
    crossings.push([x + share * (nextX - x), y + share * (nextY - y)]);
  });
  // Two crossings are a piece. Of four, the first and the last are around corner 0, the middle two around corner 2.
  if (crossings.length === 2) pieces.push([...crossings[0], ...crossings[1]]);
  if (crossings.length < 4) return;
  const isFirstAbove = corners[0][2] > level;
  const [a, b, c, d] = crossings;
  pieces.push(...(isFirstAbove ? [pieceOf(a, d), pieceOf(b, c)] : [pieceOf(a, b), pieceOf(c, d)]));
}

function pieceOf(a: readonly [number, number], b: readonly [number, number]): Piece {
  return [...a, ...b];
}

/** Heights of lines that lie closer where the ground is flat: evenly spaced in the rank of the grid's heights. */
export function levelsOf(heights: readonly ArrayLike<number>[], count: number): number[] {
  const sorted = heights
    .flatMap((row) => Array.from(row))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const levels = Array.from(
    { length: count },
    (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / (count + 1))],
  );
  return [...new Set(levels)];
}
