import { dataset, type CalendarField, type Dataset } from "../../index.js";
import { UsageError } from "../base/failure.js";
import { count, shellWord } from "../base/format.js";

import type { Calendar } from "../read/dates.js";
import { isMissing, whyMissing, type Table } from "../read/table.js";
import { checkNumbers, chooseInputs, type InputChoice } from "./inputs.js";
import { areMixed, missingOf, mixedRows, type MixedOptions } from "./mixed.js";
import type { TypedColumn } from "../read/typed-column.js";
import { inputRows, seriesCalendar, seriesRows, type SeriesShape } from "./rows.js";
import { readSeriesTarget, readTarget, type Target, type Task } from "./target.js";

/** What is to be found from a file. */
export interface ProblemOptions extends InputChoice, MixedOptions {
  readonly target: string;
  /** The user's own choice; left out, the target decides. */
  readonly task?: Task;
  /** Makes the target a series. */
  readonly past?: number;
  readonly ahead?: number;
  readonly gap?: number;
  /** The user's own choice of what a series is measured from; left out, the validation rows decide. */
  readonly relative?: "last" | "none";
  /** Whether inputs must be plain numbers, since the file is not read whole. */
  readonly onlyNumbers?: boolean;
  /** Of a series the same for the columns of the calendar; of a table what it says of each date. */
  readonly calendar?: readonly CalendarField[];
}

/** A file turned into rows for training. */
export interface Problem {
  readonly table: Table;
  readonly target: Target;
  /** The name of the target's column. */
  readonly targetName: string;
  readonly data: Dataset;
  /** The input columns of a table; empty for a series. */
  readonly inputs: readonly string[];
  /** A table's columns that are no inputs since they only number the rows. */
  readonly leftOut: readonly string[];
  /** A table's input columns, where they are more than plain numbers. */
  readonly mixed?: readonly TypedColumn[];
  /** Those of its columns that have no value in any row. */
  readonly empty?: readonly string[];
  /** Present for a series. */
  readonly series?: SeriesShape;
  /** Present for a series with a column of dates. */
  readonly calendar?: Calendar;
}

export function readProblem(table: Table, options: ProblemOptions): Problem {
  const { past, ahead = 1, gap = 0 } = options;
  return past === undefined
    ? tableProblem(table, options)
    : seriesProblem(table, options, {
        ...{ past, ahead, gap },
        relative: options.relative === "last" ? "last" : false,
        calendar: [...(options.calendar ?? [])],
      });
}

/** A table: each row stands alone. */
function tableProblem(file: Table, options: ProblemOptions): Problem {
  const table = withTarget(file, options);
  for (const name of ["ahead", "gap", "relative"] as const) {
    if (options[name] === undefined) continue;
    throw new UsageError(`--${name} is for series: say --past too, the steps to look back on.`);
  }
  const { target: targetName, task } = options;
  const target = readTarget(table, targetName, task);
  const { inputs: columns, leftOut: numbering } = chooseInputs(table, targetName, options);
  const leftOut = numbering.map(({ name }) => name);
  if (options.onlyNumbers) checkNumbers(table, columns);
  else if (areMixed(table, columns, options)) {
    const { data, columns: mixed, empty } = mixedRows(table, columns, targetName, target, options);
    const inputs = mixed.map(({ name }) => name);
    return { table, target, targetName, data, inputs, leftOut, mixed, empty };
  }
  const names = columns.map((column) => column.name);
  const inputs = inputRows(table, columns);
  const layout = { inputWidth: columns.length, columns: names };
  const data =
    target.task === "regression"
      ? dataset({ inputs, targets: target.values }, layout)
      : dataset({ inputs, labels: [...target.labels] }, layout);
  return { table, target, targetName, data, inputs: names, leftOut };
}

/** The rows whose target is there, where the others are to be dropped. */
function withTarget(table: Table, options: ProblemOptions): Table {
  const { target } = options;
  const column = table.column(target);
  const { cells } = column;
  if (missingOf(target, options) === "drop") return table.withRows((row) => !isMissing(cells[row]));
  const row = cells.findIndex(isMissing);
  const lacking = cells.filter(isMissing).length;
  if (row < 0 || lacking === cells.length) return table;
  throw table.cellError(
    column,
    row,
    `${whyMissing(cells[row])} ${count(lacking, "row")} ${lacking === 1 ? "lacks" : "lack"} the target: --missing ${shellWord(`${target}=drop`)} leaves them out.`,
  );
}

/** A series: each row is the window before a value. */
function seriesProblem(table: Table, options: ProblemOptions, series: SeriesShape): Problem {
  const { target: targetName, task } = options;
  for (const name of ["features", "drop"] as const) {
    if (options[name] === undefined) continue;
    throw new UsageError(
      `--${name} is for tables: a series (--past) reads only its own column "${targetName}".`,
    );
  }
  for (const name of ["kinds", "missing", "unknown", "dates"] as const) {
    if (options[name] !== undefined)
      throw new UsageError(`--${name} is for tables: leave it out, or leave out --past.`);
  }
  const target = readSeriesTarget(table, targetName, task);
  const calendar = seriesCalendar(table);
  const values = seriesValues(target);
  const { past, ahead, gap, relative } = series;
  const longest = values.length - gap - ahead;
  if (past > longest && longest > 0) {
    throw new UsageError(
      `--past ${past} is too large for a series of ${count(values.length, "value")}: ${longest} is the most` +
        ` with --ahead ${ahead} and --gap ${gap}.`,
    );
  }
  if (relative && past < 2)
    throw new UsageError("--relative last needs --past 2 or more: a single value less itself is 0.");
  const data = seriesRows(table, values, series, calendar);
  return { table, target, targetName, data, inputs: [], leftOut: [], series, calendar };
}

/** The same series cut in another way. */
export function cutAnew(problem: Problem, series: SeriesShape): Problem {
  const { table, target, calendar } = problem;
  return { ...problem, series, data: seriesRows(table, seriesValues(target), series, calendar) };
}

function seriesValues(target: Target): Float64Array {
  return target.task === "regression" ? target.values : Float64Array.from(target.labels, Number);
}
