import { listed } from "../base/check.js";
import type { Label } from "./labels.js";
import type { Part } from "./split.js";

/**
 * The shuffled rows in an order that gives each part its share of every class.
 *
 * The parts choose from the last to the first, so that the test rows do not depend on there being a validation part. A part
 * takes of each class the nearest whole number below its share; what is missing then comes from the classes with the largest
 * remainders, among equal ones from that whose row stands first in the shuffled order. Rows keep that order within a part.
 *
 * @param order      [rows] shuffled row numbers
 * @param labelIndex [rows] class number of each row
 * @param parts      how many rows each gets, one behind the other
 */
export function stratified(order: Uint32Array, labelIndex: Int32Array, parts: readonly Part[]): Uint32Array {
  const result = new Uint32Array(order.length);
  let left = order;
  for (const { from, to } of [...parts].reverse()) {
    const wanted = allot(left, labelIndex, to - from);
    const rest = new Uint32Array(left.length - (to - from));
    let taken = from;
    let kept = 0;
    for (const row of left) {
      const missing = wanted.get(labelIndex[row]) as number;
      wanted.set(labelIndex[row], missing - 1);
      if (missing > 0) result[taken++] = row;
      else rest[kept++] = row;
    }
    left = rest;
  }
  return result;
}

/** How many of `size` rows each class gets. */
function allot(rows: Uint32Array, labelIndex: Int32Array, size: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(labelIndex[row], (counts.get(labelIndex[row]) ?? 0) + 1);
  const shares = Array.from(counts, ([k, count]) => {
    const whole = Math.floor((size * count) / rows.length);
    return { k, whole, remainder: (size * count) % rows.length };
  });
  let missing = shares.reduce((rest, { whole }) => rest - whole, size);
  // The sort is stable: equal remainders stay in the order of the shuffled rows.
  shares.sort((a, b) => b.remainder - a.remainder);
  return new Map(shares.map(({ k, whole }) => [k, missing-- > 0 ? whole + 1 : whole]));
}

/** What is to be known of a part that has no row of some classes. */
export function lackingClasses(
  name: Part["name"],
  labelIndex: Int32Array,
  classes: readonly Label[],
): string[] {
  const present = new Set(labelIndex);
  const lacking = classes.filter((_, k) => !present.has(k));
  if (lacking.length === 0) return [];
  const [which, them] = lacking.length === 1 ? ["the class", "it"] : ["the classes", "them"];
  const so = name === "train" ? `nothing of ${them} can be learned` : `its scores say nothing of ${them}`;
  return [`${name} has no row of ${which} ${listed(lacking)}: ${so}`];
}
