import { type Line, lineAt } from "../data/line.js";
import { Picture } from "./Picture.js";
import { dotsOf, type Range } from "./scale.js";

interface Props {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly line: Line;
  readonly range: Range;
  readonly label: string;
  readonly titles: { readonly x: string; readonly y: string };
  /** The errors as sticks. */
  readonly hasSticks?: boolean;
  /** A dot with a name. */
  readonly named?: { readonly place: number; readonly name: string };
}

/** y over x, and a line through it. */
export function Scatter({ xs, ys, line, range, label, titles, hasSticks = false, named }: Props) {
  return (
    <Picture label={label} x={{ range, title: titles.x }} y={{ range, title: titles.y }}>
      {({ x, y, width, height }) => (
        <>
          <clipPath id="tour-scatter">
            <rect x={58} y={26} width={Math.max(0, width - 72)} height={Math.max(0, height - 66)} />
          </clipPath>
          {hasSticks && (
            <path
              class="stick error"
              d={Array.from(xs, (value, i) => `M${x(value)} ${y(ys[i])}V${y(lineAt(line, value))}`).join("")}
            />
          )}
          <path class={`dots data ${hasSticks ? "" : "faint"}`} d={dotsOf(xs, ys, x, y)} />
          <line
            class="line fit"
            clip-path="url(#tour-scatter)"
            x1={x(range[0])}
            y1={y(lineAt(line, range[0]))}
            x2={x(range[1])}
            y2={y(lineAt(line, range[1]))}
          />
          {named && (
            <text class="strong" x={x(xs[named.place]) - 10} y={y(ys[named.place]) + 4} text-anchor="end">
              {named.name}
            </text>
          )}
        </>
      )}
    </Picture>
  );
}
