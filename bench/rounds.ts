import { Bench, type TimestampProvider } from "tinybench";

import type { BusyMeter } from "./machine.js";
import { median } from "./statistics.js";

/** Something to be timed. */
export interface Work {
  readonly name: string;
  /** The work, once. */
  readonly run: () => void;
  /** What must be so at the start of a turn; not timed. */
  readonly prepare?: () => void;
}

/** The time that this process has a core, or the time that passes. */
export type Clock = "cpu" | "wall";

export interface TurnOptions {
  /** Milliseconds of a work in its turn, at least; at least one sample is taken. */
  readonly turn: number;
  /**
   * On a quiet machine both are the same. On a busy one "cpu" leaves out the turns of other processes, and "wall" is
   * unjust: short samples fit between those turns, long ones do not (half a core gave a slow work two fifths of
   * its speed and a fast one all of it).
   */
  readonly clock: Clock;
}

export interface RoundOptions extends TurnOptions {
  readonly rounds: number;
}

/** A work that can be given its turn, here or in another process. */
export interface Timed {
  readonly name: string;
  /** Milliseconds of one run: the median of this turn's samples. */
  readonly turn: () => number | Promise<number>;
}

/** Milliseconds of a sample, at least: the clock's own cost is then below a thousandth. */
const SAMPLE = 0.3;

/** A work whose turns are in this process. */
interface TimedHere extends Timed {
  readonly turn: () => number;
}

/** The work, to be sampled in this process. `busy` sees its turns. */
export function timed(
  { name, run, prepare }: Work,
  { turn, clock }: TurnOptions,
  busy: BusyMeter,
): TimedHere {
  const bench = new Bench({
    ...{ time: turn, iterations: 1, warmup: false, throws: true },
    timestampProvider: provider(clock),
  });
  let count = 0;
  const sample = (): void => {
    for (let i = 0; i < count; i++) run();
  };
  bench.add(name, sample, { async: false, beforeAll: () => prepare?.() });
  const takeTurn = (): number => {
    if (count === 0) {
      prepare?.();
      count = runsOfSample(run, clock);
    }
    bench.reset();
    const [{ result }] = bench.runSync();
    if (result.state !== "completed") throw new Error(`${name}: not timed, but ${result.state}`);
    return result.latency.p50 / count;
  };
  return { name, turn: () => busy.during(takeTurn) };
}

/**
 * Gives works their turns, round after round, so that whatever slows the machine down for a while slows all of them. The
 * first round warms everything up and does not count.
 *
 * @returns for each name, milliseconds of one run in each round
 */
export async function timeInRounds(
  works: readonly Timed[],
  rounds: number,
): Promise<Map<string, Float64Array>> {
  const times = new Map(works.map(({ name }) => [name, new Float64Array(rounds)]));
  for (let round = -1; round < rounds; round++) {
    for (const { name, turn } of works) {
      const milliseconds = await turn();
      if (round >= 0) (times.get(name) as Float64Array)[round] = milliseconds;
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
export const NOW: Readonly<Record<Clock, () => number>> = {
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  wall: () => performance.now(),
};

function provider(clock: Clock): TimestampProvider {
  return { name: clock, fn: NOW[clock], fromMs: (milliseconds) => milliseconds, toMs: Number };
}
