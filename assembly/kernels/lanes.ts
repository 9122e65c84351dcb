/** `count` numbers rounded up to whole vectors. */
// @ts-ignore: decorator
@inline
export function padded(count: i32): i32 {
  return (count + 3) & ~3;
}

/** Whether `count` numbers are whole vectors. */
// @ts-ignore: decorator
@inline
export function isWhole(count: i32): bool {
  return count >= 0 && (count & 3) == 0;
}

/** Whether a vector may begin at an address. */
// @ts-ignore: decorator
@inline
export function isAligned(address: usize): bool {
  return (address & 15) == 0;
}

/** All bits in the lanes whose number is below `count`. */
// @ts-ignore: decorator
@inline
export function lanesBelow(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** (0 + 1) + (2 + 3). */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  const low = f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1);
  return low + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Two vectors of float64: (low 0 + high 0) + (low 1 + high 1). */
// @ts-ignore: decorator
@inline
export function sumDoubles(low: v128, high: v128): f64 {
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
