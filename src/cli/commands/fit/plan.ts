import type { Model } from "../../../index.js";
import { UsageError } from "../../base/failure.js";
import { naiveBaselines, type Baseline } from "../../judge/baselines.js";
import {
  buildModel,
  chooseLoss,
  countOutputs,
  type LossName,
  type NetworkOptions,
} from "../../problem/network.js";
import { fingerprint, noteTraining, takeNotes, type Notes } from "../../problem/notes.js";
import { candidatesOf, type Choice } from "../../problem/choice.js";
import { cutAnew, readProblem, type Problem, type ProblemOptions } from "../../problem/problem.js";
import {
  judgedPart,
  splitProblem,
  type JudgedPart,
  type Parts,
  type SplitOptions,
} from "../../problem/split.js";
import type { Batch } from "../../../stream/index.js";
import { mean, median } from "../../base/statistics.js";
import type { Target } from "../../problem/target.js";
import { readCsv } from "../../read/csv.js";
import type { Interval } from "../options.js";
import type { Progress } from "../../show/progress.js";
import { choose } from "./choose.js";
import { readKeptTraining, type KeptTraining } from "./kept-training.js";

/** Epochs. */
const DEFAULT_PATIENCE = 20;

/** The options of `downhill fit`, defaults filled in. */
export interface FitOptions extends ProblemOptions, SplitOptions, NetworkOptions {
  readonly loss?: LossName;
  readonly epochs: number;
  readonly batch: number | "all";
  readonly onDiverge: "throw" | "halve";
  /** The user's own choice of patience, which needs validation rows. */
  readonly patience?: number;
  readonly save?: string;
  /** The file of the report. */
  readonly report?: string;
  /** Lets `save` replace a file that is no model, and so on. */
  readonly force?: boolean;
  /** Reads the file bit by bit, with so many rows in memory. */
  readonly stream?: boolean;
  readonly shuffleRows?: number;
  readonly json?: boolean;
  /** Whether a terminal shows the loss curves; false for --no-plot. */
  readonly plot?: boolean;
  /** The file that the fit under way is kept in, and how often. */
  readonly checkpoint?: string;
  readonly every?: Interval;
  /** Goes on from that file, where it is there. */
  readonly resume?: boolean;
}

/** All that is known of a fit before the training. */
export interface FitPlan {
  readonly file: string;
  readonly options: FitOptions;
  readonly problem: Problem;
  /** The rows that are in memory; the training rows of a file that is streamed are not. */
  readonly parts: Partial<Parts>;
  readonly rows: RowCounts;
  readonly facts: TargetFacts;
  /** The rows that the result is measured on. */
  readonly judged: JudgedPart;
  readonly loss: LossName;
  /** Epochs without a better validation loss before the training ends; 0 never ends it. */
  readonly patience: number;
  readonly outputs: number;
  /** Not trained yet; not used where a kept training goes on. */
  readonly model: Model;
  readonly notes: Notes;
  /** On the judged rows. */
  readonly baselines: readonly Baseline[];
  /** How a series was cut, where the validation rows have decided. */
  readonly choice?: Choice;
  /** Where --resume finds one. */
  readonly kept?: KeptTraining;
  /** The training rows where they are read again for each epoch, and how many are in memory at a time. */
  readonly stream?: { readonly batches: () => AsyncIterable<Batch>; readonly shuffleRows: number };
}

/** How many rows there are, and in each part. */
export interface RowCounts {
  readonly all: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** What is told of a target: of numbers over all rows, or the rows of each class. */
export interface TargetFacts {
  readonly values?: {
    readonly low: number;
    readonly high: number;
    readonly mean: number;
    readonly median: number;
  };
  readonly counts?: readonly number[];
}

/** @returns undefined where Ctrl-C came while it was chosen how a series is cut */
export async function planFit(
  file: string,
  options: FitOptions,
  progress: Progress,
): Promise<FitPlan | undefined> {
  const patience = choosePatience(options);
  const { table, text } = readCsv(file);
  const asked = readProblem(table, options);
  const loss = chooseLoss(asked, options.loss);
  const typed = {
    ...trainingOptions(options, loss),
    ...cuttingOptions(asked, options),
    ...columnOptions(options),
  };
  const firstParts = splitProblem(asked, options);
  const training = noteTraining(firstParts.train, asked.target);
  const noted = takeNotes(asked, training, fingerprint(text), typed);
  const { checkpoint, resume } = options;
  const kept = checkpoint !== undefined && resume ? readKeptTraining(checkpoint, noted) : undefined;
  const candidates = firstParts.validation ? candidatesOf(asked, options) : [];
  let choice = kept?.notes.choice;
  if (kept === undefined && candidates.length > 1) {
    choice = await choose(asked, candidates, { options, loss, patience }, progress);
    if (choice === undefined) return undefined;
  }
  const problem = choice && asked.series ? cutAnew(asked, { ...asked.series, ...choice.chosen }) : asked;
  const parts = problem === asked ? firstParts : splitProblem(problem, options);
  const outputs = countOutputs(problem, loss);
  const model = buildModel(parts.train, outputs, loss, options);
  const notes = takeNotes(problem, training, fingerprint(text), typed, choice);
  model.notes = { cli: notes };
  const judged = judgedPart(parts);
  const baselines = naiveBaselines(judged.data, notes, problem.calendar);
  return {
    ...{
      file,
      options,
      problem,
      parts,
      judged,
      loss,
      patience,
      outputs,
      model,
      notes,
      baselines,
      choice,
      kept,
    },
    rows: {
      all: problem.data.rows,
      train: parts.train.rows,
      validation: parts.validation?.rows ?? 0,
      test: parts.test?.rows ?? 0,
    },
    facts: factsOf(problem.target),
  };
}

function factsOf(target: Target): TargetFacts {
  if (target.task === "classification") return { counts: target.counts };
  const { values } = target;
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  return { values: { low, high, mean: mean(values), median: median(values) } };
}

/** @throws UsageError for a patience that has no validation loss to watch */
export function choosePatience({ validation, patience }: FitOptions): number {
  if (validation > 0) return patience ?? DEFAULT_PATIENCE;
  if (patience === undefined || patience === 0) return 0;
  throw new UsageError(
    `--patience ${patience} waits for a better validation loss, and --validation 0 leaves no rows to measure one on. ` +
      `Leave out one of the two.`,
  );
}

/** What is said of a table's columns, as it would be typed; only where something is, as older checkpoints have none of it. */
function columnOptions({
  kinds,
  missing,
  unknown,
  dates,
  calendar,
  past,
}: FitOptions): Record<string, string> {
  if (past !== undefined) return {};
  const said = { kinds, missing, unknown, dates, calendar };
  return Object.fromEntries(
    Object.entries(said)
      .filter(([, choice]) => choice !== undefined)
      .map(([name, choice]) => [`--${name}`, typeof choice === "string" ? choice : JSON.stringify(choice)]),
  );
}

/** How a series is to be cut, as it would be typed. */
function cuttingOptions({ series }: Problem, { relative, calendar }: FitOptions): Record<string, string> {
  if (series === undefined) return {};
  return {
    "--relative": relative ?? "chosen",
    "--calendar": calendar ? calendar.join(",") || "none" : "chosen",
  };
}

/** All that the training depends on besides the rows and columns, as it would be typed. */
export function trainingOptions(options: FitOptions, loss: LossName): Record<string, string> {
  const { hidden, activation, optimizer, learningRate, epochs, batch, onDiverge } = options;
  const { validation, test, patience = DEFAULT_PATIENCE, seed } = options;
  return {
    "--hidden": hidden.length > 0 ? hidden.join(",") : "none",
    "--activation": activation,
    "--loss": loss,
    "--optimizer": optimizer,
    "--learning-rate": String(learningRate),
    "--epochs": String(epochs),
    "--batch": String(batch),
    "--on-diverge": onDiverge,
    "--validation": String(validation),
    "--test": String(test),
    "--patience": String(patience),
    "--seed": String(seed),
  };
}
