import { createHash } from "node:crypto";
import type { Dataset } from "../../index.js";
import type { DateOrder } from "../../cells/dates.js";
import { mean, median } from "../base/statistics.js";
import type { Choice } from "./choice.js";
import type { Problem } from "./problem.js";
import type { SeriesShape } from "./rows.js";
import { TASKS, type ClassName, type Target, type Task } from "./target.js";

/** What `predict` and `evaluate` need to know of the training; it travels inside the model's file. */
export type Notes = {
  version: 1;
  task: Task;
  target: string;
  /** Present for a series. */
  series?: SeriesShape;
  /** How the series came to be cut as it is, where the validation rows have decided. */
  choice?: Choice;
  /** A table's input columns, in the model's order; empty for a series. */
  inputs: string[];
  /** The classes of a classification, in the model's order. */
  classes?: ClassName[];
  /** Of columns of dates how 1/2/2015 is meant, where their cells have shown it. */
  dateOrders?: Record<string, DateOrder>;
  training: TrainingNotes;
  /** Fingerprint of the file trained on, so that `evaluate` can tell when it sees the same rows again. */
  file: string;
  /** The other options that the training depends on, as they are typed; older files have none. */
  options?: Record<string, string>;
};

/** What a guess without inputs would be: these are the naive baselines. */
export type TrainingNotes = {
  rows: number;
  /** Of the targets of a regression. */
  median?: number;
  mean?: number;
  /** The share of each class among the rows. */
  shares?: number[];
};

/**
 * @param training what a guess would be, by the training rows
 * @param file the fingerprint of the file trained on
 * @param options the options of the training, as they are typed
 * @param choice what the validation rows have decided
 */
export function takeNotes(
  problem: Pick<Problem, "target" | "targetName" | "inputs" | "series" | "mixed">,
  training: TrainingNotes,
  file: string,
  options: Record<string, string>,
  choice?: Choice,
): Notes {
  const { target, targetName, inputs, series, mixed = [] } = problem;
  const orders = mixed.flatMap(({ name, order }) => (order ? [[name, order] as const] : []));
  return {
    version: 1,
    target: targetName,
    inputs: [...inputs],
    file,
    ...(series && { series }),
    ...(orders.length > 0 && { dateOrders: Object.fromEntries(orders) }),
    ...(choice && { choice }),
    task: target.task,
    ...(target.task === "classification" && { classes: [...target.classes] }),
    training,
    options,
  };
}

/** What a guess would be, by rows that are all there. */
export function noteTraining({ rows, targets }: Dataset, target: Target): TrainingNotes {
  if (target.task === "regression") return { rows, median: median(targets), mean: mean(targets) };
  const counts = target.classes.map(() => 0);
  for (const index of targets) counts[index]++;
  return { rows, shares: counts.map((count) => count / targets.length) };
}

/** Whether a model's notes are complete, as `downhill fit` writes them. */
export function isNotes(notes: Partial<Notes> | undefined): notes is Notes {
  if (notes === undefined) return false;
  const { version, task, target, inputs, classes, training, file, series } = notes;
  return (
    version === 1 &&
    TASKS.includes(task as Task) &&
    (task === "regression" || Array.isArray(classes)) &&
    typeof target === "string" &&
    Array.isArray(inputs) &&
    typeof training === "object" &&
    typeof file === "string" &&
    (series !== undefined || inputs.length > 0)
  );
}

/** A short name for a file's content. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
