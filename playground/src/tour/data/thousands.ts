/*
 * Step 3 counts births in thousands above ten thousand, so that one learning rate suits w and b, and the surface is a valley: in births a
 * day, w would have to be walked in steps ten thousand times smaller than b.
 */
import { type Births, LEARNT, type Pairs, pairs } from "./births.js";
import { mseOf } from "./line.js";

const inThousands = (births: number): number => births / 1000 - 10;

/** Yesterday and today, as the step has them. */
export function thousands(births: Births): Pairs {
  const { xs, ys } = pairs(births, LEARNT, 1);
  return { xs: xs.map(inThousands), ys: ys.map(inThousands) };
}

/** Where every walk begins. */
export const START = { w: -0.5, b: 4 } as const;

/** The part of the plane that is drawn. */
export const PLANE = { w: [-0.8, 1.4], b: [-1.5, 4.5] } as const;

/** Learning rates to choose from: too small, right, nearly too large, too large. */
export const RATES = [0.002, 0.05, 0.15, 0.2] as const;

/** The loss over the part of the plane that is drawn: values[j][i] at b = xs[i], w = ys[j]. */
export interface Surface {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly values: readonly Float64Array[];
}

export const SIDE = 61;

export function surfaceOf(days: Pairs): Surface {
  const axis = ([from, to]: readonly [number, number]): Float64Array =>
    Float64Array.from({ length: SIDE }, (_, i) => from + ((to - from) * i) / (SIDE - 1));
  const [xs, ys] = [axis(PLANE.b), axis(PLANE.w)];
  return { xs, ys, values: Array.from(ys, (w) => xs.map((b) => mseOf({ w, b }, days))) };
}
