import { compareResults } from "./agreement.js";
import { LIMIT_NAMES, limitsOf, type Limits } from "./limits.js";
import { timeInRounds, type RoundOptions } from "./rounds.js";
import { withSides, type Implementation } from "./sides.js";
import { median, spread } from "./statistics.js";
import { predictionFlops, trainingFlops, type Task } from "./tasks.js";
import { KINDS, rowsOf, type Kind } from "./works.js";

/** What one implementation reached, medians over the rounds. */
export interface Figure {
  /** Seconds for one row. */
  readonly seconds: number;
  /** The distance of the rounds' quartiles, as a part of the median. */
  readonly spread: number;
  /**
   * How many times as fast the core is: the median of the rounds' ratios, each of two times taken one after the other. 1
   * for the core itself.
   */
  readonly ratio: number;
}

/** All implementations at one kind of work. */
export interface Comparison {
  readonly kind: Kind;
  readonly figures: Readonly<Record<Implementation, Figure>>;
  /** What the core does, and which share that is of the peak measured in the same round. */
  readonly gflops: number;
  readonly peakShare: number;
}

export interface Measurement {
  readonly task: Task;
  readonly comparisons: readonly Comparison[];
  readonly limits: Limits;
  /** The part of the turns in which the works had a core: below 1 where other processes were at work. */
  readonly share: number;
}

/** @throws Error unless all implementations compute the same */
export async function check(task: Task, options: RoundOptions): Promise<void> {
  await withSides(task, options, async ({ core, baseline, float64 }) => {
    const expected = await baseline.results();
    compareResults(task, await core.results(), expected);
    compareResults(task, await float64.results(), expected, "the baseline on doubles and on float32");
  });
}

/** Times all implementations of a task in turn, and the machine's limits among them. */
export async function measure(task: Task, options: RoundOptions): Promise<Measurement> {
  return withSides(task, options, async (sides) => {
    const all = Object.values(sides);
    const works = KINDS.flatMap((kind) => all.map((side) => side.timed(kind)));
    const limitWorks = LIMIT_NAMES.map((name) => ({ ...sides.core.timed(name), name }));
    const times = await timeInRounds([...works, ...limitWorks], options.rounds);
    const limits = limitsOf(times);
    const comparisons = KINDS.map((kind) => compare(kind, task, times, limits));
    const shares = await Promise.all(all.map((side) => side.share()));
    return { task, comparisons, limits, share: Math.min(...shares) };
  });
}

function compare(
  kind: Kind,
  task: Task,
  times: ReadonlyMap<string, Float64Array>,
  { peak }: Limits,
): Comparison {
  const rows = rowsOf(kind, task);
  const secondsOf = (implementation: Implementation): Float64Array =>
    (times.get(`${kind} ${implementation}`) as Float64Array).map((ms) => ms / 1000 / rows);
  const core = secondsOf("core");
  const figureOf = (implementation: Implementation): Figure => {
    const seconds = secondsOf(implementation);
    const ratio = median(seconds.map((time, round) => time / core[round]));
    return { seconds: median(seconds), spread: spread(seconds), ratio };
  };
  const flops = kind === "train" ? trainingFlops(task) : predictionFlops(task);
  const gflops = core.map((seconds) => flops / seconds / 1e9);
  return {
    kind,
    figures: { core: figureOf("core"), baseline: figureOf("baseline"), float64: figureOf("float64") },
    gflops: median(gflops),
    peakShare: median(gflops.map((rate, round) => rate / peak[round])),
  };
}
