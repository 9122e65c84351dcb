/**
 * Milliseconds of processor time that this process has used, all threads together. It is pinned to one core, so on a quiet
 * machine that is the wall's time; on a busy one the others' share of the core is left out.
 */
export function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A round lasts at least this long, so that the clock's own cost and grain vanish. */
const ROUND = 100;
const WALL_LIMIT = 20_000;

/**
 * Milliseconds that one call of `work` takes: the median of rounds, after a warm-up.
 *
 * @param work done again and again; may return a promise
 * @param budget milliseconds of processor time for the rounds
 */
export async function timed(work, { warmUp = 700, budget = 2500 } = {}) {
  const wallStart = performance.now();
  const begun = processorTime();
  let repeats = 0;
  do {
    await repeat(work, 1);
    repeats++;
  } while (processorTime() - begun < warmUp && performance.now() - wallStart < WALL_LIMIT / 2);
  const perCall = (processorTime() - begun) / repeats;
  const calls = Math.max(1, Math.ceil(ROUND / perCall));
  const rounds = [];
  const start = processorTime();
  const wall = performance.now();
  do {
    const before = processorTime();
    await repeat(work, calls);
    rounds.push((processorTime() - before) / calls);
  } while (
    rounds.length < 3 ||
    (processorTime() - start < budget && performance.now() - wallStart < WALL_LIMIT)
  );
  const share = (processorTime() - start) / (performance.now() - wall);
  return { milliseconds: median(rounds), spread: spreadOf(rounds), rounds: rounds.length, share };
}

async function repeat(work, times) {
  for (let i = 0; i < times; i++) {
    const pending = work();
    if (pending instanceof Promise) await pending;
  }
}

/** Half the distance between the quartiles, as a part of the median. */
function spreadOf(values) {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values);
}

export function median(values) {
  return quantile(values, 0.5);
}

/** @param part 0.5 is the median */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
