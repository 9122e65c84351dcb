/*
 * What this machine can do at most with 128-bit SIMD: loops whose numbers stay in registers, and a read of memory that no
 * cache holds. The benchmarks measure the kernels against them; the core has none of this.
 *
 * Every operation has a result of the round before as operand, so that no compiler can move it out of the loop, share it
 * with a neighbour or skip it, and the constants come from the caller. With b = -1 the sums stay where they are.
 *
 * How many sums are best depends on the machine: n sums are n multiply-adds in the time of one, until the units are full
 * (twelve where two start a cycle and one takes six cycles) or the registers are (V8 on x64 has 15 and spills the rest).
 */
import { sumLanes } from "./kernels/lanes";

/** s = s b + c for each of eight sums, `rounds` (at least 1) times: 64 operations a round. */
export function chained8(rounds: i32, b: f32, c: f32): f32 {
  const bs = f32x4.splat(b);
  const cs = f32x4.splat(c);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(1);
  let s2 = f32x4.splat(2);
  let s3 = f32x4.splat(3);
  let s4 = f32x4.splat(4);
  let s5 = f32x4.splat(5);
  let s6 = f32x4.splat(6);
  let s7 = f32x4.splat(7);
  do {
    s0 = f32x4.add(f32x4.mul(s0, bs), cs);
    s1 = f32x4.add(f32x4.mul(s1, bs), cs);
    s2 = f32x4.add(f32x4.mul(s2, bs), cs);
    s3 = f32x4.add(f32x4.mul(s3, bs), cs);
    s4 = f32x4.add(f32x4.mul(s4, bs), cs);
    s5 = f32x4.add(f32x4.mul(s5, bs), cs);
    s6 = f32x4.add(f32x4.mul(s6, bs), cs);
    s7 = f32x4.add(f32x4.mul(s7, bs), cs);
  } while (--rounds > 0);
  return sumLanes(f32x4.add(sumOf(s0, s1, s2, s3), sumOf(s4, s5, s6, s7)));
}

/** As chained8, ten sums: 80 operations a round. */
export function chained10(rounds: i32, b: f32, c: f32): f32 {
  const bs = f32x4.splat(b);
  const cs = f32x4.splat(c);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(1);
  let s2 = f32x4.splat(2);
  let s3 = f32x4.splat(3);
  let s4 = f32x4.splat(4);
  let s5 = f32x4.splat(5);
  let s6 = f32x4.splat(6);
  let s7 = f32x4.splat(7);
  let s8 = f32x4.splat(8);
  let s9 = f32x4.splat(9);
  do {
    s0 = f32x4.add(f32x4.mul(s0, bs), cs);
    s1 = f32x4.add(f32x4.mul(s1, bs), cs);
    s2 = f32x4.add(f32x4.mul(s2, bs), cs);
    s3 = f32x4.add(f32x4.mul(s3, bs), cs);
    s4 = f32x4.add(f32x4.mul(s4, bs), cs);
    s5 = f32x4.add(f32x4.mul(s5, bs), cs);
    s6 = f32x4.add(f32x4.mul(s6, bs), cs);
    s7 = f32x4.add(f32x4.mul(s7, bs), cs);
    s8 = f32x4.add(f32x4.mul(s8, bs), cs);
    s9 = f32x4.add(f32x4.mul(s9, bs), cs);
  } while (--rounds > 0);
  return sumLanes(f32x4.add(sumOf(s0, s1, s2, s3), f32x4.add(sumOf(s4, s5, s6, s7), f32x4.add(s8, s9))));
}

/** As chained8, twelve sums: 96 operations a round. */
export function chained12(rounds: i32, b: f32, c: f32): f32 {
  const bs = f32x4.splat(b);
  const cs = f32x4.splat(c);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(1);
  let s2 = f32x4.splat(2);
  let s3 = f32x4.splat(3);
  let s4 = f32x4.splat(4);
  let s5 = f32x4.splat(5);
  let s6 = f32x4.splat(6);
  let s7 = f32x4.splat(7);
  let s8 = f32x4.splat(8);
  let s9 = f32x4.splat(9);
  let sA = f32x4.splat(10);
  let sB = f32x4.splat(11);
  do {
    s0 = f32x4.add(f32x4.mul(s0, bs), cs);
    s1 = f32x4.add(f32x4.mul(s1, bs), cs);
    s2 = f32x4.add(f32x4.mul(s2, bs), cs);
    s3 = f32x4.add(f32x4.mul(s3, bs), cs);
    s4 = f32x4.add(f32x4.mul(s4, bs), cs);
    s5 = f32x4.add(f32x4.mul(s5, bs), cs);
    s6 = f32x4.add(f32x4.mul(s6, bs), cs);
    s7 = f32x4.add(f32x4.mul(s7, bs), cs);
    s8 = f32x4.add(f32x4.mul(s8, bs), cs);
    s9 = f32x4.add(f32x4.mul(s9, bs), cs);
    sA = f32x4.add(f32x4.mul(sA, bs), cs);
    sB = f32x4.add(f32x4.mul(sB, bs), cs);
  } while (--rounds > 0);
  return sumLanes(f32x4.add(sumOf(s0, s1, s2, s3), f32x4.add(sumOf(s4, s5, s6, s7), sumOf(s8, s9, sA, sB))));
}

/** As chained8, sixteen sums: 128 operations a round. */
export function chained16(rounds: i32, b: f32, c: f32): f32 {
  const bs = f32x4.splat(b);
  const cs = f32x4.splat(c);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(1);
  let s2 = f32x4.splat(2);
  let s3 = f32x4.splat(3);
  let s4 = f32x4.splat(4);
  let s5 = f32x4.splat(5);
  let s6 = f32x4.splat(6);
  let s7 = f32x4.splat(7);
  let s8 = f32x4.splat(8);
  let s9 = f32x4.splat(9);
  let sA = f32x4.splat(10);
  let sB = f32x4.splat(11);
  let sC = f32x4.splat(12);
  let sD = f32x4.splat(13);
  let sE = f32x4.splat(14);
  let sF = f32x4.splat(15);
  do {
    s0 = f32x4.add(f32x4.mul(s0, bs), cs);
    s1 = f32x4.add(f32x4.mul(s1, bs), cs);
    s2 = f32x4.add(f32x4.mul(s2, bs), cs);
    s3 = f32x4.add(f32x4.mul(s3, bs), cs);
    s4 = f32x4.add(f32x4.mul(s4, bs), cs);
    s5 = f32x4.add(f32x4.mul(s5, bs), cs);
    s6 = f32x4.add(f32x4.mul(s6, bs), cs);
    s7 = f32x4.add(f32x4.mul(s7, bs), cs);
    s8 = f32x4.add(f32x4.mul(s8, bs), cs);
    s9 = f32x4.add(f32x4.mul(s9, bs), cs);
    sA = f32x4.add(f32x4.mul(sA, bs), cs);
    sB = f32x4.add(f32x4.mul(sB, bs), cs);
    sC = f32x4.add(f32x4.mul(sC, bs), cs);
    sD = f32x4.add(f32x4.mul(sD, bs), cs);
    sE = f32x4.add(f32x4.mul(sE, bs), cs);
    sF = f32x4.add(f32x4.mul(sF, bs), cs);
  } while (--rounds > 0);
  const low = f32x4.add(sumOf(s0, s1, s2, s3), sumOf(s4, s5, s6, s7));
  return sumLanes(f32x4.add(low, f32x4.add(sumOf(s8, s9, sA, sB), sumOf(sC, sD, sE, sF))));
}

/** p = p b for six products and s = s + c for six sums, none waiting for another: 48 operations a round. */
export function independent(rounds: i32, b: f32, c: f32): f32 {
  const bs = f32x4.splat(b);
  const cs = f32x4.splat(c);
  let p0 = f32x4.splat(1);
  let p1 = f32x4.splat(2);
  let p2 = f32x4.splat(3);
  let p3 = f32x4.splat(4);
  let p4 = f32x4.splat(5);
  let p5 = f32x4.splat(6);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(1);
  let s2 = f32x4.splat(2);
  let s3 = f32x4.splat(3);
  let s4 = f32x4.splat(4);
  let s5 = f32x4.splat(5);
  do {
    p0 = f32x4.mul(p0, bs);
    s0 = f32x4.add(s0, cs);
    p1 = f32x4.mul(p1, bs);
    s1 = f32x4.add(s1, cs);
    p2 = f32x4.mul(p2, bs);
    s2 = f32x4.add(s2, cs);
    p3 = f32x4.mul(p3, bs);
    s3 = f32x4.add(s3, cs);
    p4 = f32x4.mul(p4, bs);
    s4 = f32x4.add(s4, cs);
    p5 = f32x4.mul(p5, bs);
    s5 = f32x4.add(s5, cs);
  } while (--rounds > 0);
  return sumLanes(f32x4.add(sumOf(p0, p1, p2, p3), f32x4.add(sumOf(s0, s1, s2, s3), sumOf(p4, p5, s4, s5))));
}

/** The sum of x [bytes / 4] float32, eight vectors a round: a streaming read. bytes: a multiple of 128, at least 128. */
export function readStream(x: usize, bytes: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  const end = x + bytes;
  do {
    s0 = f32x4.add(s0, v128.load(x));
    s1 = f32x4.add(s1, v128.load(x, 16));
    s2 = f32x4.add(s2, v128.load(x, 32));
    s3 = f32x4.add(s3, v128.load(x, 48));
    s4 = f32x4.add(s4, v128.load(x, 64));
    s5 = f32x4.add(s5, v128.load(x, 80));
    s6 = f32x4.add(s6, v128.load(x, 96));
    s7 = f32x4.add(s7, v128.load(x, 112));
    x += 128;
  } while (x < end);
  return sumLanes(f32x4.add(sumOf(s0, s1, s2, s3), sumOf(s4, s5, s6, s7)));
}

// @ts-ignore: decorator
@inline
function sumOf(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
}
