import type { SurfacePicture } from "../trainer/messages.js";

/** The height of a surface between the places of its grid: bilinear. NaN beyond it. */
export function heightAt(
  { xs, ys, loss }: SurfacePicture,
  { x, y }: { readonly x: number; readonly y: number },
): number {
  const [i, across] = placeIn(xs, x);
  const [j, along] = placeIn(ys, y);
  if (i === undefined || j === undefined) return NaN;
  const lower = loss[j][i] * (1 - across) + loss[j][i + 1] * across;
  const upper = loss[j + 1][i] * (1 - across) + loss[j + 1][i + 1] * across;
  return lower * (1 - along) + upper * along;
}

/** The line of the grid below a value, and how far it is to the next. */
function placeIn(values: Float64Array, value: number): [line: number | undefined, share: number] {
  const last = values.length - 1;
  const place = ((value - values[0]) / (values[last] - values[0])) * last;
  if (!(place >= 0 && place <= last)) return [undefined, 0];
  const line = Math.min(last - 1, Math.floor(place));
  return [line, place - line];
}
