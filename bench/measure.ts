import { createBaseline, createCore, PREDICT_ROWS, SINGLE_ROWS, type Contestant } from "./contestants.js";
import { limitsOf, limitWorks, type Limits } from "./limits.js";
import { timeInRounds, type RoundOptions, type Work } from "./rounds.js";
import { median, spread } from "./statistics.js";
import { predictionFlops, trainingFlops, type Task } from "./tasks.js";

/** Whole epochs; one row at a time; many rows at once. */
export const KINDS = ["train", "predict", "predictAll"] as const;
export type Kind = (typeof KINDS)[number];

/** What one implementation reached, medians over the rounds. */
export interface Figure {
  /** Seconds for one row. */
  readonly seconds: number;
  /** The distance of the rounds' quartiles, as a part of the median. */
  readonly spread: number;
}

/** Core and baseline at one kind of work. */
export interface Comparison {
  readonly kind: Kind;
  readonly core: Figure;
  readonly baseline: Figure;
  /** How many times as fast the core is: the median of the rounds' ratios, each of two times taken one after the other. */
  readonly ratio: number;
  /** What the core does, and which share that is of the peak measured in the same round. */
  readonly gflops: number;
  readonly peakShare: number;
}

export interface Measurement {
  readonly task: Task;
  readonly comparisons: readonly Comparison[];
  readonly limits: Limits;
}

/** Times core and baseline at a task in turn, and the machine's limits among them. */
export function measure(task: Task, options: RoundOptions): Measurement {
  const core = createCore(task, { shuffle: true });
  const baseline = createBaseline(task, { shuffle: true });
  const works = KINDS.flatMap((kind) => [work(kind, "core", core), work(kind, "baseline", baseline)]);
  const times = timeInRounds([...works, ...limitWorks()], options);
  core.free();
  baseline.free();

  const limits = limitsOf(times);
  const comparisons = KINDS.map((kind): Comparison => {
    const rows = rowsOf(kind, task);
    const secondsOf = (name: string): Float64Array =>
      (times.get(`${kind} ${name}`) as Float64Array).map((ms) => ms / 1000 / rows);
    const [ours, theirs] = [secondsOf("core"), secondsOf("baseline")];
    const flops = kind === "train" ? trainingFlops(task) : predictionFlops(task);
    const gflops = ours.map((seconds) => flops / seconds / 1e9);
    return {
      kind,
      core: { seconds: median(ours), spread: spread(ours) },
      baseline: { seconds: median(theirs), spread: spread(theirs) },
      ratio: median(theirs.map((seconds, round) => seconds / ours[round])),
      gflops: median(gflops),
      peakShare: median(gflops.map((rate, round) => rate / limits.peak[round])),
    };
  });
  return { task, comparisons, limits };
}

function work(kind: Kind, implementation: string, contestant: Contestant): Work {
  const name = `${kind} ${implementation}`;
  switch (kind) {
    case "train":
      return { name, run: () => void contestant.trainEpoch(), prepare: () => contestant.restart() };
    case "predict":
      return {
        name,
        run: () => {
          for (let row = 0; row < SINGLE_ROWS; row++) contestant.predictOne(row);
        },
      };
    case "predictAll":
      return { name, run: () => void contestant.predictAll() };
  }
}

/** Rows that one run of a work takes. */
function rowsOf(kind: Kind, task: Task): number {
  return { train: task.rows, predict: SINGLE_ROWS, predictAll: PREDICT_ROWS }[kind];
}
