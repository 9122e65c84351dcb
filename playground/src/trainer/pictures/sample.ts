import type { Dataset } from "downhill";

/** At most so many rows, evenly spaced. */
export function everySoMany(data: Dataset, most: number): Dataset {
  if (data.rows <= most) return data;
  return data.take(Array.from({ length: most }, (_, k) => Math.floor((k * data.rows) / most)));
}
