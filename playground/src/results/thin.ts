/** Points of a curve: more than there are pixels would only cost time. */
export const MOST_POINTS = 1000;

/**
 * Which of `count` epochs are drawn: every one, or every 2nd, 4th, 8th ..., so that at most `most` and the last are left. It depends on
 * the count alone: the same training always has the same curve.
 */
export function thin(count: number, most: number): { readonly every: number; readonly indices: number[] } {
  let every = 1;
  while (count / every > most) every *= 2;
  const indices = Array.from({ length: Math.floor(count / every) }, (_, k) => (k + 1) * every - 1);
  if (count > 0 && indices[indices.length - 1] !== count - 1) indices.push(count - 1);
  return { every, indices };
}

/** Some of `count` epochs for a table: the first and the last among them, evenly spaced. */
export function some(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}
