import {
  adagrad,
  adam,
  adamw,
  dense,
  huber,
  Model,
  rmsprop,
  sgd,
  type Dataset,
  type Epoch,
  type History,
} from "../../index.js";
import { flat, missingClassNote } from "../problem/baselines.js";
import { ScoreBoard, sayConfusion } from "../show/board.js";
import type { Table } from "../read/csv.js";
import { naiveBaselines } from "./evaluate.js";
import { UsageError, type ExitCode } from "../show/failure.js";
import { checkWritable, writeWhole } from "../read/files.js";
import { interruptible } from "../show/interrupt.js";
import { count, faint, fixed, number, percent, say, sayJson, whole } from "../show/output.js";
import {
  chooseLoss,
  divide,
  judgedPart,
  seriesProblem,
  tableProblem,
  takeNotes,
  type FitOptions,
  type LossName,
  type Parts,
  type Problem,
} from "../problem/problem.js";
import { makeProgress } from "../show/progress.js";
import { calendarNote, describeFile, fewRowsNote, readCsv, scoreModel } from "../problem/samples.js";
import { mean, median } from "../problem/score.js";
import type { Target } from "../problem/task.js";

const OPTIMIZER = { sgd, adam, adamw, rmsprop, adagrad };

/** `downhill fit`: finds a function from a CSV to one of its columns, and says how good it is on rows it has not seen. */
export async function fit(file: string, options: FitOptions): Promise<ExitCode> {
  const { json = false, save } = options;
  if (save !== undefined) checkWritable("--save", save);
  const { table, text } = readCsv(file);
  const problem = options.past === undefined ? tableProblem(table, options) : seriesProblem(table, options);
  const { target, data, calendar } = problem;
  const loss = chooseLoss(options.loss, target);
  const parts = divide(file, data, options);
  const model = buildModel(parts.train, target, loss, options);
  const notes = takeNotes(problem, parts.train, options, text);
  model.notes = { cli: notes };
  const [judged, judgedName] = judgedPart(parts);
  const baselines = naiveBaselines(judged, notes, calendar);
  const board = new ScoreBoard(target.task, baselines);
  if (!json) {
    describe(table, problem, parts, model, loss, options);
    board.head(
      `${target.task === "regression" ? "error" : "score"} on ${count(judged.rows, `${judgedName} row`)}`,
    );
    for (const { model, score } of baselines) board.add(model, score);
  }

  const history = await train(model, parts, options);
  const interrupted = history.stoppedBy === "signal";
  if (history.epochs.length === 0) {
    process.stderr.write(
      `downhill: stopped before the first epoch was done${save ? ", nothing saved" : ""}.\n`,
    );
    return 130;
  }
  const { score, confusion } = scoreModel(model, judged);
  if (save !== undefined) writeWhole(save, model.save());
  if (json) {
    sayJson({
      file,
      task: target.task,
      target: options.target,
      classes: notes.classes,
      inputs: options.past === undefined ? problem.inputs : undefined,
      ...notes.series,
      parameters: model.count,
      rows: { train: parts.train.rows, validation: parts.validation?.rows ?? 0, test: parts.test?.rows ?? 0 },
      loss,
      seed: options.seed,
      epochs: history.epochs.length,
      bestEpoch: history.best.epoch,
      trainLoss: history.best.loss,
      validationLoss: history.best.validationLoss,
      stoppedBy: history.stoppedBy,
      seconds: seconds(history),
      [judgedName]: { ...score, confusion },
      baselines: flat(baselines),
      saved: save,
    });
  } else {
    board.add("this model", score);
    if (target.task === "classification") sayConfusion(confusion, target.classes);
    say();
    for (const note of [missingClassNote(baselines, notes), fewRowsNote(judged.rows, `${judgedName} row`)]) {
      if (note !== undefined) say(note);
    }
    say(summarize(history, options, parts));
    if (save !== undefined) {
      say(
        `Saved to ${save}. Next: downhill predict ${save} ${file}${options.past === undefined ? "" : " --steps 7"}`,
      );
    }
  }
  return interrupted ? 130 : 0;
}

function buildModel(train: Dataset, target: Target, loss: LossName, options: FitOptions): Model {
  if (options.past !== undefined && loss === "crossEntropy") {
    throw new UsageError("--loss crossEntropy is not for a series of 0 and 1: leave --loss out.");
  }
  const outputs =
    loss === "crossEntropy" && target.task === "classification" ? target.classes.length : train.targetWidth;
  const { hidden, activation, optimizer, learningRate, seed } = options;
  return new Model({
    inputs: train,
    layers: [...hidden.map((units) => dense(units, activation)), dense(outputs)],
    loss: loss === "huber" ? huber() : loss,
    optimizer: OPTIMIZER[optimizer]({ learningRate }),
    seed,
  });
}

/** Trains with a bar, until done or Ctrl-C. */
function train(model: Model, { train, validation }: Parts, options: FitOptions): Promise<History> {
  const { epochs, batch, patience, json = false } = options;
  const progress = makeProgress(json);
  progress.start("training", epochs);
  return interruptible((signal) =>
    model.fit(train, {
      epochs,
      batchSize: batch,
      validation,
      ...(validation !== undefined && patience > 0 && { earlyStopping: { patience } }),
      signal,
      onEpoch: (epoch: Epoch) => {
        const judged =
          epoch.validationLoss === undefined ? "" : `, validation ${number(epoch.validationLoss)}`;
        progress.update(epoch.epoch, `loss ${number(epoch.loss)}${judged}`);
      },
    }),
  ).finally(() => progress.stop());
}

function describe(
  table: Table,
  { target, data, inputs, calendar }: Problem,
  parts: Parts,
  model: Model,
  loss: LossName,
  options: FitOptions,
): void {
  const { past, ahead = 1, gap = 0, hidden, activation, optimizer, learningRate, batch, seed } = options;
  say(describeFile(table, calendar));
  const note = past === undefined ? undefined : calendarNote(table, calendar);
  if (note !== undefined) say(note);
  say(target.announcement);
  if (target.task === "regression") {
    const { values } = target;
    const [low, high] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
    say(
      `from ${number(low)} to ${number(high)}, mean ${number(mean(values))}, median ${number(median(values))}`,
    );
  } else {
    const shown = target.classes.slice(0, 10).map((name, c) => {
      const rows = target.counts[c];
      return `${name}: ${count(rows, "row")} (${percent(rows / table.rows)})`;
    });
    say(shown.join(", ") + (target.classes.length > 10 ? ", ..." : ""));
  }
  if (past === undefined) {
    const named = inputs.length <= 12 ? inputs.join(", ") : `${inputs.slice(0, 10).join(", ")}, ...`;
    say(`${count(inputs.length, "input")}: ${named}`);
  } else {
    const skipped = gap > 0 ? ` after a gap of ${gap}` : "";
    say(
      `inputs: the ${past === 1 ? "value" : `${past} values`} before, to predict the next ${ahead === 1 ? "one" : ahead}${skipped}`,
    );
  }
  const order = past === undefined ? `shuffled by seed ${seed}` : "in time order";
  const { train, validation, test } = parts;
  say(
    `rows to learn from: ${whole(data.rows)}, ${order}: ${whole(train.rows)} train, ` +
      `${whole(validation?.rows ?? 0)} validation, ${whole(test?.rows ?? 0)} test`,
  );
  const widths = [
    data.inputWidth,
    ...hidden,
    model.spec.layers.flatMap((l) => ("units" in l ? [l.units] : [])).at(-1),
  ];
  const kind =
    hidden.length > 0 ? `network ${widths.join("-")} with ${activation}` : `linear model ${widths.join("-")}`;
  say(
    `${kind}, ${count(model.count, "parameter")}; loss ${loss}, ${optimizer} at ${learningRate}, batch ${batch}, seed ${seed}`,
  );
  if (test === undefined)
    say(faint("Without test rows nothing is known of rows that the training has not seen."));
  say();
}

/** How the training went, in a sentence or two. */
function summarize(history: History, { patience, epochs }: FitOptions, { validation }: Parts): string {
  const { best, stoppedBy } = history;
  const done = `${count(history.epochs.length, "epoch")} in ${fixed(seconds(history), 1)} s`;
  const reason = {
    epochs: "",
    earlyStopping: `, stopped early: ${patience} epochs without a better validation loss`,
    gradient: ", stopped where the gradient vanished",
    signal: `, stopped by Ctrl-C before its ${whole(epochs)} epochs`,
    stopped: ", stopped",
  }[stoppedBy];
  const kept =
    validation === undefined
      ? `The model is that of the last epoch (loss ${number(best.loss)}).`
      : `The model is that of epoch ${best.epoch}, the best on the validation rows (${number(best.validationLoss)}).`;
  return `${done}${reason}. ${kept}`;
}

function seconds(history: History): number {
  return Math.round(history.epochs[history.epochs.length - 1].elapsedMs) / 1000;
}
