import { DataError, windows } from "downhill";
import type { CsvTable } from "downhill/csv";
import { type KindOptions, table, type TableOptions } from "downhill/table";
import { areClasses, isShortened, MOST_TEXTS, namesRows } from "../../setup/columns.js";
import type { Setup } from "../../setup/setup.js";
import type { ColumnFacts } from "../messages.js";
import { cut } from "./cut.js";
import type { CsvFile } from "./files.js";
import { pastColumns } from "./past-columns.js";
import type { Rows } from "./rows.js";

/** Rows of a CSV file of one's own: a table, or, with `past`, the series in one of its columns. */
export function csvRows(setup: Setup, file: CsvFile): Rows {
  const { columns } = file.facts;
  const target = setup.target ?? columns[columns.length - 1].name;
  const facts = columns.find(({ name }) => name === target);
  if (!facts) throw new DataError(`${file.name}: there is no column "${target}" to predict.`);
  return setup.past === undefined ? tableRows(setup, file, facts) : seriesRows(setup, file, facts);
}

function tableRows(setup: Setup, file: CsvFile, target: ColumnFacts): Rows {
  if (setup.inputs?.length === 0) throw new DataError(`${file.name}: choose at least one input.`);
  const options = tableOptions(setup, file, target);
  const data = table(file.table, options);
  if (data.classes?.length === 1)
    throw new DataError(
      `${file.name}, column "${target.name}": every row is "${String(data.classes[0])}". Classes to tell apart are at least two: choose another target.`,
    );
  const columns = data.columns ?? [];
  return {
    ...cut(data, setup),
    task: data.classes ? "classification" : "regression",
    shape: shapeOf(columns, file),
    target: target.name,
    columns,
    ...(data.classes && { classes: data.classes.map(String) }),
    tableOptions: options,
  };
}

/** What the library is to do with each column: nobody is asked before the first training. */
function tableOptions(
  setup: Setup,
  { facts: { columns, rows } }: CsvFile,
  target: ColumnFacts,
): TableOptions {
  const { inputs: features } = setup;
  const kinds: Record<string, KindOptions> = {};
  for (const column of columns) {
    const isChosen = features?.includes(column.name) ?? !namesRows(column, rows);
    if (isChosen && isShortened(column, rows)) kinds[column.name] = { most: MOST_TEXTS };
  }
  // Numbers that name classes are labels to the library only where it is said.
  if (target.kind === "number" && areClasses(target, setup.targetKind)) kinds[target.name] = { kind: "text" };
  else delete kinds[target.name];
  const filled = columns.map(({ name }) => [name, name === target.name ? "drop" : "mean"] as const);
  return {
    target: target.name,
    missing: target.missing > 0 ? Object.fromEntries(filled) : "mean",
    ...(Object.keys(kinds).length > 0 && { kinds }),
    ...(features && { features }),
  };
}

/** Whether it can be drawn whole: one or two inputs, all of them numbers. */
function shapeOf(inputs: readonly string[], { facts }: CsvFile): Rows["shape"] {
  const areWhole = inputs.every((input) =>
    facts.columns.some(({ name, kind, missing }) => name === input && kind === "number" && missing === 0),
  );
  if (!areWhole || inputs.length > 2) return "table";
  return inputs.length === 1 ? "curve" : "plane";
}

function seriesRows(setup: Setup, file: CsvFile, { name: target }: ColumnFacts): Rows {
  const { past = 1 } = setup;
  const series = file.table.columns[target];
  if (!(series instanceof Float64Array))
    throw new DataError(
      `${file.name}: column "${target}" is no series of numbers. Choose another target, or take the file as a table.`,
    );
  checkWhole(file, target, series);
  const dates = datesOf(file.table);
  return {
    ...cut(windows(series, { past, name: target, ...(dates && { dates }) }), setup),
    task: "regression",
    shape: past === 1 ? "curve" : "series",
    target,
    columns: pastColumns(target, past),
  };
}

/** A row that is left out would make neighbours of values that are none. */
function checkWhole({ name, table: read }: CsvFile, target: string, series: Float64Array): void {
  const row = series.findIndex(Number.isNaN);
  if (row < 0) return;
  throw new DataError(
    `${name}, line ${read.line(row)} of the file, column "${target}": this cell is missing, and a series needs every value. ` +
      "Fill it in the file, or take the file as a table.",
    { row },
  );
}

/** The first column of dates without a gap: `windows` holds that they are in time order. */
function datesOf({ columns, kinds }: CsvTable): readonly string[] | undefined {
  const isWhole = (name: string): boolean => !(columns[name] as readonly unknown[]).includes(null);
  const name = Object.keys(columns).find((column) => kinds[column] === "date" && isWhole(column));
  return name === undefined ? undefined : (columns[name] as readonly string[]);
}
