/*
 * A curve that is drawn by hand: points from left to right, one y for an x. The width is divided into columns; a stroke sets the
 * points of all columns that it crosses, however fast it was.
 */
export type CurvePoint = readonly [x: number, y: number];
export type Curve = readonly CurvePoint[];

/** Columns of the pad, and so the most points: more say no more of a curve. */
export const COLUMNS = 200;

const WIDTH = 2 / COLUMNS;

/** The column of an x from -1 to 1. */
function columnOf(x: number): number {
  return Math.min(COLUMNS - 1, Math.max(0, Math.floor((x + 1) / WIDTH)));
}

/** Three digits: a screen shows no more, and a link is shorter. `+ 0` for a zero without a sign. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}

function pointIn(column: number, y: number): CurvePoint {
  const x = -1 + (column + 0.5) * WIDTH;
  return [rounded(x), rounded(Math.min(1, Math.max(-1, y)))];
}

/** The curve with a straight stroke from one place to another: it takes the place of what was above or below it. */
export function withStroke(curve: Curve, from: CurvePoint, to: CurvePoint): Curve {
  const [left, right] = from[0] <= to[0] ? [from, to] : [to, from];
  const [first, last] = [columnOf(left[0]), columnOf(right[0])];
  const stroke: CurvePoint[] = [];
  for (let column = first; column <= last; column++) {
    const share = first === last ? 1 : (column - first) / (last - first);
    // Within a column the newest place counts.
    const y = first === last ? to[1] : left[1] + (right[1] - left[1]) * share;
    stroke.push(pointIn(column, y));
  }
  return [
    ...curve.filter(([x]) => columnOf(x) < first),
    ...stroke,
    ...curve.filter(([x]) => columnOf(x) > last),
  ];
}

/** The curve without the point at an x. */
export function withoutPoint(curve: Curve, x: number): Curve {
  return curve.filter((point) => columnOf(point[0]) !== columnOf(x));
}

/** Whether there is a point at an x. */
export function hasPoint(curve: Curve, x: number): boolean {
  return curve.some((point) => columnOf(point[0]) === columnOf(x));
}

/** What is on the pad before anybody draws: a curve with a bend, which a line cannot follow. */
export const FIRST_CURVE: Curve = Array.from({ length: COLUMNS / 4 }, (_, k) => {
  const [x] = pointIn(4 * k + 2, 0);
  return [x, rounded(1.6 * x * x * x - 0.9 * x + 0.2)];
});
