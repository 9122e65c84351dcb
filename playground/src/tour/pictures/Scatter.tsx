import { type Line, lineAt } from "../data/line.js";
import { Clipped } from "./Clipped.js";
import { Picture, type Place } from "./Picture.js";
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
      {(place) => (
        <>
          {hasSticks && <path class="stick error" d={sticks(xs, ys, line, place)} />}
          <path class={`dots data ${hasSticks ? "" : "faint"}`} d={dotsOf(xs, ys, place.x, place.y)} />
          <Clipped place={place}>
            <line
              class="line fit"
              x1={place.x(range[0])}
              y1={place.y(lineAt(line, range[0]))}
              x2={place.x(range[1])}
              y2={place.y(lineAt(line, range[1]))}
            />
          </Clipped>
          {named && (
            <text
              class="strong"
              x={place.x(xs[named.place]) - 10}
              y={place.y(ys[named.place]) + 4}
              text-anchor="end"
            >
              {named.name}
            </text>
          )}
        </>
      )}
    </Picture>
  );
}

/** From each dot to the line. */
function sticks(xs: Float64Array, ys: Float64Array, line: Line, { x, y }: Place): string {
  return Array.from(xs, (value, i) => `M${x(value)} ${y(ys[i])}V${y(lineAt(line, value))}`).join("");
}
