import { Bench, type TimestampProvider } from "tinybench";

import { median } from "./statistics.js";

/** Something to be timed. */
export interface Work {
  readonly name: string;
  /** The work, once. */
  readonly run: () => void;
  /** What must be so at the start of a round; not timed. */
  readonly prepare?: () => void;
}

/** The time that this process has a core, or the time that passes. */
export type Clock = "cpu" | "wall";

export interface RoundOptions {
  readonly rounds: number;
  /** Milliseconds of each work in each round, at least; at least one sample is taken. */
  readonly turn: number;
  /**
   * On a quiet machine both are the same. On a busy one "cpu" leaves out the turns of other processes, and "wall" is
   * unjust: short samples fit between those turns, long ones do not (half a core gave a slow work two fifths of
   * its speed and a fast one all of it).
   */
  readonly clock: Clock;
}

/** Milliseconds of a sample, at least: the clock's own cost is then below a thousandth. */
const SAMPLE = 0.3;

/**
 * Times works in turn, round after round, so that whatever slows the machine down for a while slows all of them.
 *
 * In its turn a work is sampled for `turn` milliseconds, and the median of the samples is that round's time. The first
 * round warms everything up and does not count.
 *
 * @returns for each name, milliseconds of one run in each round
 */
export function timeInRounds(works: readonly Work[], options: RoundOptions): Map<string, Float64Array> {
  const { rounds, turn, clock } = options;
  const bench = new Bench({
    ...{ time: turn, iterations: 1, warmup: false, throws: true },
    timestampProvider: provider(clock),
  });
  const runs = new Map<string, number>();
  for (const { name, run, prepare } of works) {
    prepare?.();
    const count = runsOfSample(run, clock);
    runs.set(name, count);
    const sample = (): void => {
      for (let i = 0; i < count; i++) run();
    };
    bench.add(name, sample, { async: false, beforeAll: () => prepare?.() });
  }
  const times = new Map(works.map(({ name }) => [name, new Float64Array(rounds)]));
  for (let round = -1; round < rounds; round++) {
    bench.reset();
    for (const { name, result } of bench.runSync()) {
      if (result.state !== "completed") throw new Error(`${name}: not timed, but ${result.state}`);
      const list = times.get(name);
      if (list && round >= 0) list[round] = result.latency.p50 / (runs.get(name) ?? 1);
    }
  }
  return times;
}

/** How many runs one sample takes. */
function runsOfSample(run: () => void, clock: Clock): number {
  const now = NOW[clock];
  for (let count = 1; ; count *= 2) {
    const times = Array.from({ length: 3 }, () => {
      const begun = now();
      for (let i = 0; i < count; i++) run();
      return now() - begun;
    });
    if (median(times) >= SAMPLE) return count;
  }
}

/** Milliseconds. User and system time come in whole microseconds. */
const NOW: Readonly<Record<Clock, () => number>> = {
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  wall: () => performance.now(),
};

function provider(clock: Clock): TimestampProvider {
  return { name: clock, fn: NOW[clock], fromMs: (milliseconds) => milliseconds, toMs: Number };
}
