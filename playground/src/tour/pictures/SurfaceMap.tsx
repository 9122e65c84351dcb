import { useMemo } from "preact/hooks";
import type { Line } from "../data/line.js";
import { contour } from "../../results/contours.js";
import { PLANE, type Surface } from "../data/thousands.js";
import { Clipped } from "./Clipped.js";
import { Picture, type Place } from "./Picture.js";
import { dotsOf, pathOf, piecesOf, scale } from "./scale.js";

interface Props {
  readonly surface: Surface;
  readonly path: readonly Line[];
  readonly best: Line;
  readonly label: string;
  readonly titles: { readonly x: string; readonly y: string };
}

const one = (value: number): string => String(Math.round(10 * value) / 10).replace("-", "−");

/** The error surface from above: contours of the loss over b and w, and the path walked. */
export function SurfaceMap({ surface, path, best, label, titles }: Props) {
  return (
    <Picture
      ratio={0.75}
      label={label}
      x={{ range: PLANE.b, title: titles.x, write: one }}
      y={{ range: PLANE.w, title: titles.y, write: one }}
    >
      {(place) => (
        <>
          <Contours surface={surface} place={place} />
          <Path path={path} place={place} />
          <path
            class="mark line third"
            d={`M${place.x(best.b) - 6} ${place.y(best.w) - 6}l12 12m0 -12l-12 12`}
          />
        </>
      )}
    </Picture>
  );
}

/** Heights that grow with the square of their number, so that a bowl has them at even distances. */
function Contours({ surface, place }: { surface: Surface; place: Place }) {
  const { left, right, top, bottom } = place;
  const contours = useMemo(() => {
    const x = scale(PLANE.b, [left, right]);
    const y = scale(PLANE.w, [bottom, top]);
    const lowest = Math.min(...surface.values.map((row) => Math.min(...row)));
    const levels = Array.from({ length: 11 }, (_, i) => lowest + 0.35 * (i + 0.6) ** 2);
    const { xs, ys, values } = surface;
    return levels.map((level) => piecesOf(contour(values, level), xs, ys, x, y));
  }, [surface, left, right, top, bottom]);
  return (
    <>
      {contours.map((d, i) => (
        <path class="contour data" d={d} opacity={1 - 0.06 * i} />
      ))}
    </>
  );
}

/** Each step, as far as it is on the map. */
function Path({ path, place }: { path: readonly Line[]; place: Place }) {
  const { x, y } = place;
  const bs = path.map(({ b }) => clipped(b, PLANE.b));
  const ws = path.map(({ w }) => clipped(w, PLANE.w));
  return (
    <Clipped place={place}>
      <path class="line thin other" d={pathOf(bs, ws, x, y)} />
      <path class="dots other" d={dotsOf(bs, ws, x, y)} />
      <circle class="ball other" r={7} cx={x(bs[bs.length - 1])} cy={y(ws[ws.length - 1])} />
    </Clipped>
  );
}

/** Far outside, but not so far that a screen could not draw the line that leads there. */
function clipped(value: number, [from, to]: readonly [number, number]): number {
  const far = 10 * (to - from);
  return Math.min(to + far, Math.max(from - far, value));
}
