import { isAligned, isWhole } from "./lanes";

/**
 * Whether all of x[0 .. length) are finite numbers. 16-byte aligned, length a multiple of 4.
 *
 * 0 times NaN or an infinity is NaN, which stays in a sum; four sums, since each addition waits for the one before.
 */
export function allFinite(x: usize, length: i32): bool {
  assert(isAligned(x), "allFinite: x is not aligned to 16 bytes");
  assert(isWhole(length), "allFinite: length is no multiple of 4");
  const zero = f32x4.splat(0);
  let a = zero;
  let b = zero;
  let c = zero;
  let d = zero;
  const end = x + ((<usize>length) << 2);
  for (; x + 64 <= end; x += 64) {
    a = f32x4.add(a, f32x4.mul(v128.load(x), zero));
    b = f32x4.add(b, f32x4.mul(v128.load(x, 16), zero));
    c = f32x4.add(c, f32x4.mul(v128.load(x, 32), zero));
    d = f32x4.add(d, f32x4.mul(v128.load(x, 48), zero));
  }
  for (; x < end; x += 16) a = f32x4.add(a, f32x4.mul(v128.load(x), zero));
  return i32x4.all_true(f32x4.eq(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), zero));
}
