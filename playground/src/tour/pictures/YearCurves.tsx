import { WEEK_NUMBERS } from "../data/year.js";
import { Picture } from "./Picture.js";
import { dotsOf, pathOf, type Range } from "./scale.js";

export interface Curve {
  readonly look: string;
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
}

interface Props {
  readonly label: string;
  readonly titles: { readonly x: string; readonly y: string };
  readonly weeks?: ArrayLike<number>;
  readonly births: ArrayLike<number>;
  readonly curves: readonly Curve[];
  readonly ratio?: number;
  readonly x?: Range;
  readonly y?: Range;
}

export const WEEK_TICKS = [1, 13, 26, 39, 52];

/** Births by week as dots, and curves through them. */
export function YearCurves(props: Props) {
  const { label, titles, births, curves, ratio, weeks = WEEK_NUMBERS } = props;
  const { x: weekRange = [0, 53], y: birthRange = [12_000, 13_800] } = props;
  const ticks = WEEK_TICKS.filter((week) => week >= weekRange[0]);
  return (
    <Picture
      {...{ label, ratio }}
      x={{ range: weekRange, title: titles.x, at: ticks }}
      y={{ range: birthRange, title: titles.y }}
    >
      {({ x, y }) => (
        <>
          <path class="dots data" d={dotsOf(weeks, births, x, y)} />
          {curves.map(({ look, xs, ys }) => (
            <path key={look} class={`line ${look}`} d={pathOf(xs, ys, x, y)} />
          ))}
        </>
      )}
    </Picture>
  );
}
