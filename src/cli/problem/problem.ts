import { DataError, dataset, type Activation, type Dataset } from "../../index.js";
import type { Table } from "../read/csv.js";
import type { Calendar } from "../read/dates.js";
import { UsageError } from "../show/failure.js";
import { fingerprint, type Notes } from "./notes.js";
import { count } from "../show/output.js";
import { inputRows, seriesCalendar, seriesRows } from "./samples.js";
import { mean, median } from "./score.js";
import { chooseInputs, readTarget, type InputChoice, type Target, type Task } from "./task.js";

export const OPTIMIZERS = ["sgd", "adam", "adamw", "rmsprop", "adagrad"] as const;

/** Losses by task; the first is the default. A classification of two classes begins with the second. */
export const LOSSES = {
  regression: ["mae", "mse", "huber"],
  classification: ["crossEntropy", "binaryCrossEntropy"],
} as const;

export type LossName = (typeof LOSSES)[Task][number];

/** The options of `downhill fit`, defaults filled in. */
export interface FitOptions extends InputChoice {
  target: string;
  past?: number;
  ahead?: number;
  gap?: number;
  task?: Task;
  hidden: number[];
  activation: Activation;
  loss?: LossName;
  optimizer: (typeof OPTIMIZERS)[number];
  learningRate: number;
  epochs: number;
  batch: number | "all";
  validation: number;
  test: number;
  patience: number;
  seed: number;
  save?: string;
  json?: boolean;
}

/** A file turned into rows for training. */
export interface Problem {
  readonly data: Dataset;
  readonly target: Target;
  readonly inputs: readonly string[];
  readonly calendar?: Calendar;
}

export interface Parts {
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
}

/** A table: each row stands alone. */
export function tableProblem(table: Table, options: FitOptions): Problem {
  const series = ["ahead", "gap"] as const;
  const lost = series.find((name) => options[name] !== undefined);
  if (lost !== undefined)
    throw new UsageError(`--${lost} is for series: say --past too, the steps to look back on.`);
  const target = readTarget(table, options.target, options.task, false);
  const columns = chooseInputs(table, options.target, options);
  const inputs = inputRows(table, columns);
  const names = columns.map((column) => column.name);
  const shape = { inputWidth: columns.length, columns: names };
  const data =
    target.task === "regression"
      ? dataset({ inputs, targets: target.values }, shape)
      : dataset({ inputs, labels: [...target.labels] }, shape);
  return { data, target, inputs: names };
}

/** A series: each row is the window before a value. */
export function seriesProblem(table: Table, options: FitOptions): Problem {
  const { past = 56, ahead = 1, gap = 0 } = options;
  const lost = (["features", "drop"] as const).find((name) => options[name] !== undefined);
  if (lost !== undefined) {
    throw new UsageError(
      `--${lost} is for tables: a series (--past) reads only its own column "${options.target}".`,
    );
  }
  const target = readTarget(table, options.target, options.task, true);
  const calendar = seriesCalendar(table);
  const values = target.task === "regression" ? target.values : Float64Array.from(target.labels, Number);
  const longest = values.length - gap - ahead;
  if (past > longest && longest > 0) {
    throw new UsageError(
      `--past ${past} is too large for a series of ${count(values.length, "value")}: ${longest} is the most` +
        ` with --ahead ${ahead} and --gap ${gap}.`,
    );
  }
  return { data: seriesRows(table.file, values, { past, ahead, gap }), target, inputs: [], calendar };
}

/** The loss asked for, or the one that fits the task. */
export function chooseLoss(asked: LossName | undefined, target: Target): LossName {
  const fitting: readonly LossName[] = LOSSES[target.task];
  if (asked !== undefined && !fitting.includes(asked)) {
    throw new UsageError(
      `--loss ${asked} does not fit: ${target.announcement} Its losses: ${fitting.join(", ")}. ` +
        `--task decides otherwise.`,
    );
  }
  if (target.task === "regression") return asked ?? "mae";
  const two = target.classes.length === 2;
  if (asked === "binaryCrossEntropy" && !two) {
    throw new UsageError(`--loss binaryCrossEntropy is for two classes, there are ${target.classes.length}.`);
  }
  return asked ?? (two ? "binaryCrossEntropy" : "crossEntropy");
}

/** Train, validation and test: a series in time order, a table shuffled by the seed. */
export function divide(
  file: string,
  data: Dataset,
  { validation, test, seed, past, ahead = 1 }: FitOptions,
): Parts {
  if (validation === 0 && test === 0) return { train: data };
  const shares = [
    ...(validation > 0 ? [`--validation ${validation}`] : []),
    ...(test > 0 ? [`--test ${test}`] : []),
  ].join(" and ");
  if (validation + test >= 1) throw new UsageError(`${shares}: nothing is left to train on.`);
  try {
    return data.split({
      ...(validation > 0 && { validation }),
      ...(test > 0 && { test }),
      shuffle: past === undefined ? seed : false,
    }) as Parts;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const rows = count(data.rows, "row");
    const between = ahead > 1 ? `, and --ahead ${ahead} leaves out ${ahead - 1} between two parts` : "";
    throw new DataError(
      past === undefined
        ? `${file}: ${rows} ${data.rows === 1 ? "is" : "are"} too few for ${shares}. Every part needs a row: ` +
            `add rows, or choose other shares.`
        : `${file}: --past ${past} leaves ${rows}, too few for ${shares}. Every part needs a row${between}: ` +
            `choose a smaller --past, or other shares.`,
      { ...error },
    );
  }
}

/** The rows that the model is judged on: the test's, or without any what comes nearest. */
export function judgedPart({ train, validation, test }: Parts): [Dataset, "test" | "validation" | "train"] {
  if (test !== undefined) return [test, "test"];
  return validation === undefined ? [train, "train"] : [validation, "validation"];
}

/** What the model's file is to say beside the weights. */
export function takeNotes(problem: Problem, train: Dataset, options: FitOptions, text: string): Notes {
  const { target, inputs } = problem;
  const { past, ahead = 1, gap = 0 } = options;
  const shared: Pick<Notes, "version" | "target" | "inputs" | "file"> = {
    version: 1,
    target: options.target,
    inputs: [...inputs],
    file: fingerprint(text),
  };
  const series = past === undefined ? {} : { series: { past, ahead, gap } };
  const { targets, rows } = train;
  if (target.task === "regression") {
    const training = { rows, median: median(targets), mean: mean(targets) };
    return { ...shared, ...series, task: "regression", training };
  }
  const counts = target.classes.map(() => 0);
  for (const index of targets) counts[index]++;
  const shares = counts.map((count) => count / targets.length);
  const classes = [...target.classes];
  return { ...shared, ...series, task: "classification", classes, training: { rows, shares } };
}
