import { mix, type Palette, type Rgb, rgbOf } from "./palette.js";

/** A colour for each number. */
export interface ColourScale {
  readonly from: number;
  readonly to: number;
  /** What is no number has the colour of the greatest. */
  readonly at: (value: number) => Rgb;
}

/** How much of the full colour the ends have, so that points of the same colour are seen on them. */
const FULL = 0.75;

/** From blue over the ground to orange; the middle is as far from both ends. */
export function diverging(palette: Palette, from: number, to: number): ColourScale {
  return scaleOf(from, to, [rgbOf(palette.blue), rgbOf(palette.surface), rgbOf(palette.orange)]);
}

/** From the ground to blue, the more the bluer. */
export function sequential(palette: Palette, from: number, to: number): ColourScale {
  return scaleOf(from, to, [rgbOf(palette.surface), rgbOf(palette.blue)]);
}

/** Diverging around 0 where there are values on both sides of it, otherwise sequential. */
export function scaleFor(palette: Palette, from: number, to: number): ColourScale {
  if (from >= 0 || to <= 0) return sequential(palette, from, to);
  const most = Math.max(-from, to);
  return diverging(palette, -most, most);
}

const STEPS = 256;

function scaleOf(from: number, to: number, [first, ...rest]: readonly Rgb[]): ColourScale {
  const ground = rest.length === 1 ? first : rest[0];
  const colours =
    rest.length === 1
      ? [first, mix(ground, rest[0], FULL)]
      : [mix(ground, first, FULL), ground, mix(ground, rest[1], FULL)];
  const table = Array.from({ length: STEPS }, (_, k) => {
    const place = (k / (STEPS - 1)) * (colours.length - 1);
    const below = Math.min(colours.length - 2, Math.floor(place));
    return mix(colours[below], colours[below + 1], place - below);
  });
  const breadth = to - from || 1;
  return {
    from,
    to,
    at: (value) => {
      const share = (value - from) / breadth;
      return table[share < 1 ? Math.max(0, Math.round(share * (STEPS - 1))) : STEPS - 1];
    },
  };
}

/** A scale as a CSS gradient, for its legend. */
export function gradientOf({ from, to, at }: ColourScale, steps = 8): string {
  const stops = Array.from(
    { length: steps + 1 },
    (_, k) => `rgb(${at(from + ((to - from) * k) / steps).join(" ")})`,
  );
  return `linear-gradient(to right, ${stops.join(", ")})`;
}
