import { instantiateKernels, type Kernels } from "../tests/kernels/core.js";
import type { Work } from "./rounds.js";
import { median } from "./statistics.js";

/** The loops of assembly/peak.ts. */
interface PeakLoops extends Kernels {
  chained8(rounds: number, b: number, c: number): number;
  chained10(rounds: number, b: number, c: number): number;
  chained12(rounds: number, b: number, c: number): number;
  chained16(rounds: number, b: number, c: number): number;
  independent(rounds: number, b: number, c: number): number;
  readStream(address: number, bytes: number): number;
}

/** Operations of a round. */
const LOOPS = { chained8: 64, chained10: 80, chained12: 96, chained16: 128, independent: 48 } as const;
type Loop = keyof typeof LOOPS;

const LOOP_NAMES = Object.keys(LOOPS) as Loop[];
const ROUNDS = 2_000;
const STREAM = "stream";

/** What limitsOf wants to be timed. */
export const LIMIT_NAMES: readonly string[] = [...LOOP_NAMES, STREAM];

/** Larger than any cache that one core has to itself. */
const STREAM_BYTES = 64 << 20;

/** What the machine can do at most, measured beside what is timed. */
export interface Limits {
  /** GFLOP/s of the best loop, in each round. */
  readonly peak: Float64Array;
  /** GFLOP/s of each loop, medians. */
  readonly loops: Readonly<Record<Loop, number>>;
  /** GB/s of a read that no cache holds, the median. */
  readonly bandwidth: number;
}

/** Those as works: to be timed in turn with the rest. */
export function limitWorks(): Work[] {
  const kernels = instantiateKernels(STREAM_BYTES) as PeakLoops;
  const address = kernels.arenaStart();
  // Pages that nobody has written are all one page, and that one is in the cache.
  new Uint8Array(kernels.memory.buffer, address, STREAM_BYTES).fill(0x3f);
  return [
    ...LOOP_NAMES.map((name) => ({ name, run: () => void kernels[name](ROUNDS, -1, 0.5) })),
    { name: STREAM, run: () => void kernels.readStream(address, STREAM_BYTES) },
  ];
}

/** Reads the limits out of what timeInRounds returned. */
export function limitsOf(times: ReadonlyMap<string, Float64Array>): Limits {
  const timesOf = (name: string): Float64Array => times.get(name) as Float64Array;
  const rates = new Map(
    LOOP_NAMES.map((name) => [name, timesOf(name).map((ms) => (LOOPS[name] * ROUNDS) / ms / 1e6)]),
  );
  const rateOf = (name: Loop): Float64Array => rates.get(name) as Float64Array;
  return {
    peak: rateOf("independent").map((_, round) => Math.max(...LOOP_NAMES.map((name) => rateOf(name)[round]))),
    loops: Object.fromEntries(LOOP_NAMES.map((name) => [name, median(rateOf(name))])) as Record<Loop, number>,
    bandwidth: STREAM_BYTES / median(timesOf(STREAM)) / 1e6,
  };
}
