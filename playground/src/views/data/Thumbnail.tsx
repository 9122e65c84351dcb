import type { ClassicSet } from "../../setup/setup.js";
import { FIRST_CURVE, type CurvePoint } from "../../setup/curve.js";
import { classicPoints } from "../../trainer/data/points.js";

const ROWS = 120;

/** Each point is a line without length, with a round end: one element for all of them. */
function dots(points: readonly CurvePoint[]): string {
  return points.map(([x, y]) => `M${x} ${-y}h0`).join("");
}

/** A small picture of a set, by its own generator. It says nothing that the name beside it does not. */
export function Thumbnail({ kind }: { kind: ClassicSet }) {
  const points = classicPoints(kind, ROWS, 0.05, 1);
  return (
    <svg class="thumbnail" viewBox="-1.15 -1.15 2.3 2.3" aria-hidden="true">
      <path d={dots(points.filter((_, row) => row % 2 === 0))} stroke="var(--blue)" />
      <path d={dots(points.filter((_, row) => row % 2 === 1))} stroke="var(--orange)" />
    </svg>
  );
}

export function CurveThumbnail() {
  const [first, ...others] = FIRST_CURVE.map(([x, y]) => `${x} ${-y}`);
  return (
    <svg class="thumbnail" viewBox="-1.15 -1.15 2.3 2.3" aria-hidden="true">
      <path class="line" d={`M${first}L${others.join(" ")}`} stroke="var(--accent)" />
    </svg>
  );
}
