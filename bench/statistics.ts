/** The middle value, or the mean of the two in the middle. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** The distance of the quartiles, as a part of the median. */
export function spread(values: ArrayLike<number>): number {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / median(values);
}

/** Linear between the values next to it. */
function quantile(values: ArrayLike<number>, part: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
