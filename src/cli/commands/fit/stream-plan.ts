import { statSync } from "node:fs";
import { totalmem } from "node:os";

import { DataError } from "../../../index.js";
import { UsageError } from "../../base/failure.js";
import { whole } from "../../base/format.js";
import { naiveBaselines } from "../../judge/baselines.js";
import { buildModel, chooseLoss, countOutputs } from "../../problem/network.js";
import { takeNotes, type TrainingNotes } from "../../problem/notes.js";
import { readProblem, type Problem } from "../../problem/problem.js";
import { withClasses, type ClassName, type Target } from "../../problem/target.js";
import { STANDARD_INPUT } from "../../read/text-file.js";
import { trainingRows } from "../../stream/batches.js";
import { StreamedFile } from "../../stream/streamed-file.js";
import { type FileSurvey, surveyFile } from "../../stream/survey.js";
import { choosePatience, trainingOptions, type FitOptions, type FitPlan } from "./plan.js";

/** Numbers of validation and of test rows that are kept in memory at most, and rows. */
const MOST_KEPT_CELLS = 4_000_000;
const MOST_KEPT_ROWS = 20_000;
/** Rows in memory, unless --shuffle-rows says otherwise: the library's own default. */
const DEFAULT_WINDOW = 16_384;

/** Whether a file is read bit by bit: as asked, or where it is larger than a quarter of the machine's memory. */
export function isStreamed(path: string, { stream }: FitOptions): boolean {
  if (stream) return true;
  const size = path === STANDARD_INPUT ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return size > totalmem() / 4;
}

/** A plan for a file of which only some rows are in memory. One pass over it is made here. */
export async function planStream(path: string, options: FitOptions): Promise<FitPlan> {
  checkStreamable(path, options);
  for (const name of ["kinds", "missing", "unknown", "dates", "calendar"] as const) {
    if (options[name] === undefined) continue;
    throw new UsageError(
      `--${name} is for files that are read whole: what is missing and which categories there are is found in all rows. ` +
        "Leave out --stream, or this option.",
    );
  }
  const { seed, shuffleRows = DEFAULT_WINDOW } = options;
  const asked = choosePatience(options);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${path}: is a folder, not a file.`);
  const file = await StreamedFile.open(path);
  const byHead = problemOf(file, options);
  const { target, targetName, inputs } = byHead;
  const isClass = target.task === "classification";
  const wanted = {
    inputs: inputs.map((name) => file.head.column(name)),
    target: file.head.column(targetName),
    asText: isClass && typeof target.labels[0] === "string",
  };
  const shares = keptShares(options, file.rowsAbout, inputs.length);
  const how = { shares, seed, isClass };
  const onlyYesNo = isClass && options.task === undefined && !wanted.asText;
  const survey = await surveyFile(file, wanted, { ...how, onlyYesNo });
  const { rows, validation, test } = survey;
  const judged = test
    ? ({ name: "test", data: test } as const)
    : validation && ({ name: "validation", data: validation } as const);
  if (judged === undefined || rows.train === 0)
    throw new DataError(`${path}: ${whole(rows.all)} rows are too few to keep some for a test. Add rows.`);
  // Chance may leave none of a few rows to watch.
  const patience = validation ? asked : 0;
  const problem = withAllRows(byHead, survey);
  const loss = chooseLoss(problem, options.loss);
  const outputs = countOutputs(problem, loss);
  const model = buildModel(
    problem.data,
    outputs,
    loss,
    options,
    isClass ? classesOf(problem.target) : undefined,
  );
  const typed = {
    ...trainingOptions(options, loss),
    "--stream": "given",
    "--shuffle-rows": String(shuffleRows),
  };
  const notes = takeNotes(problem, trainingNotes(problem.target, survey), survey.fingerprint, typed);
  model.notes = { cli: notes };
  return {
    file: path,
    options,
    problem,
    parts: { ...(validation && { validation }), ...(test && { test }) },
    rows: { ...rows, validation: validation?.rows ?? 0, test: test?.rows ?? 0 },
    facts: factsOf(problem.target, survey),
    judged,
    ...{ loss, patience, outputs, model, notes },
    baselines: naiveBaselines(judged.data, notes, undefined),
    stream: { batches: () => trainingRows(file, wanted, how), shuffleRows },
  };
}

/** @throws UsageError for what needs all rows at once */
function checkStreamable(path: string, options: FitOptions): void {
  const { past, batch, onDiverge, checkpoint, validation, test, stream } = options;
  const why = stream ? "--stream" : `${path} is larger than a quarter of the memory, so that it is streamed`;
  const refuse = (what: string, reason: string): never => {
    throw new UsageError(`${why}: ${what} ${reason}`);
  };
  if (path === STANDARD_INPUT)
    refuse("standard input", "can be read only once, and each epoch reads it again.");
  if (past !== undefined)
    refuse("--past", "is not for rows that are streamed: a window would reach over what is gone.");
  if (batch === "all") refuse("--batch all", "needs all rows at once. Give a number.");
  if (onDiverge === "halve")
    refuse("--on-diverge halve", "needs rows that are gone. Give a smaller --learning-rate.");
  if (checkpoint !== undefined) refuse("--checkpoint", "is not for rows that are streamed yet.");
  if (validation === 0 && test === 0)
    refuse("--validation 0 and --test 0", "leave no rows in memory to judge the model on. Give one of them.");
}

/** The shares of validation and test, so that their rows find room in memory. */
function keptShares({ validation, test }: FitOptions, rowsAbout: number, inputs: number): FileShares {
  if (validation + test >= 1) throw new UsageError("--validation and --test: nothing is left to train on.");
  const most = Math.min(MOST_KEPT_ROWS, Math.ceil(MOST_KEPT_CELLS / inputs));
  const share = (asked: number): number => Math.min(asked, most / rowsAbout);
  return { validation: share(validation), test: share(test) };
}

interface FileShares {
  readonly validation: number;
  readonly test: number;
}

/** What the first rows ask for. */
function problemOf({ head }: StreamedFile, options: FitOptions): Problem {
  try {
    return readProblem(head, { ...options, onlyNumbers: true });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const text = `${error.message} (So say the first ${whole(head.rows)} rows, by which a file that is streamed is judged.)`;
    throw new DataError(text, { ...error });
  }
}

/** The problem with the classes of all rows, where the first ones have given only some. */
function withAllRows(problem: Problem, { classes, rows }: FileSurvey): Problem {
  const { target, table, targetName } = problem;
  if (target.task === "regression") return problem;
  if (classes.size > 20 && classes.size * 2 > rows.all)
    throw new DataError(
      `${table.file}: column "${targetName}" has ${whole(classes.size)} different values in ${whole(rows.all)} rows. A classification ` +
        "needs a few classes with many rows each.",
    );
  const counts = new Map(Array.from(classes, ([name, { all }]) => [name, all]));
  return { ...problem, target: withClasses(target, counts) };
}

function classesOf(target: Target): readonly ClassName[] {
  return target.task === "classification" ? target.classes : [];
}

function trainingNotes(target: Target, { rows, classes, values }: FileSurvey): TrainingNotes {
  if (target.task === "regression") return { rows: rows.train, median: values.median, mean: values.mean };
  return {
    rows: rows.train,
    shares: target.classes.map((name) => (classes.get(name)?.train ?? 0) / rows.train),
  };
}

function factsOf(target: Target, { values }: FileSurvey): FitPlan["facts"] {
  return target.task === "regression" ? { values } : { counts: target.counts };
}
