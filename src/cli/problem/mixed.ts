import { DataError, type CalendarField, type Dataset } from "../../index.js";
import { type Missing, table as mixedTable } from "../../table/index.js";
import { areTooMany } from "../../cells/categories.js";
import type { DateOrder } from "../../cells/dates.js";
import type { Kind } from "../../cells/kind.js";
import { UsageError } from "../base/failure.js";
import { count, shellWord } from "../base/format.js";
import { quoted } from "../../cells/quoted.js";
import { isPlainNumbers, typedColumn, type TypedColumn } from "../read/typed-column.js";
import type { Column, Table } from "../read/table.js";
import type { Target } from "./target.js";

/** What the user says of columns of mixed kinds. */
export interface MixedOptions {
  readonly kinds?: Readonly<Record<string, { readonly kind: Kind; readonly most?: number }>>;
  /** For all columns, or by name. */
  readonly missing?: Missing | Readonly<Record<string, Missing>>;
  readonly unknown?: "error" | "ignore";
  readonly dates?: DateOrder;
  readonly calendar?: readonly CalendarField[];
}

/** Rows of mixed kinds. */
export interface MixedRows {
  readonly data: Dataset;
  readonly columns: readonly TypedColumn[];
  /** Columns that are no inputs, as they tell nothing. */
  readonly empty: readonly string[];
}

/** Names of columns that an error lists. */
const MOST_NAMES = 10;

/** Whether columns are more than plain numbers, or the user says something that only such columns need. */
export function areMixed(table: Table, columns: readonly Column[], options: MixedOptions): boolean {
  const said = [options.kinds, options.missing, options.unknown, options.dates, options.calendar];
  return (
    said.some((choice) => choice !== undefined) || columns.some((column) => !isPlainNumbers(table, column))
  );
}

/** @throws DataError for cells that do not fit their column, or are missing where nothing is said of that */
export function mixedRows(
  table: Table,
  inputs: readonly Column[],
  targetName: string,
  target: Target,
  options: MixedOptions,
): MixedRows {
  checkNames(table, options, targetName);
  const read = inputs.map((column) => typedColumn(table, column, options));
  const columns = read.filter((column) => column !== undefined);
  const empty = inputs.filter((_, k) => read[k] === undefined).map(({ name }) => name);
  if (columns.length === 0)
    throw new DataError(
      `${table.file}: no column has a value that could be an input beside "${targetName}".`,
    );
  if (options.calendar && options.calendar.length > 0 && !columns.some(({ kind }) => kind === "date"))
    throw new UsageError("--calendar is for dates, and no input column holds any.");
  checkMissing(table, inputs, columns, options);
  for (const column of columns) checkCategories(table, column, options);
  const isClassified = target.task === "classification";
  const data = mixedTable(
    // As entries: a column may be called __proto__.
    Object.fromEntries([
      ...columns.map(({ name, cells }) => [name, cells] as const),
      [targetName, isClassified ? target.labels : target.values] as const,
    ]),
    {
      target: targetName,
      features: columns.map(({ name }) => name),
      kinds: Object.fromEntries([
        ...columns.map(({ name, kind }) => [name, kindOf(kind, options.kinds?.[name]?.most)]),
        ...(isClassified ? [[targetName, "text" as const]] : []),
      ]),
      missing: Object.fromEntries(columns.map(({ name }) => [name, missingOf(name, options)])),
      dates: options.calendar ?? [],
      unknown: options.unknown ?? "error",
    },
  );
  return { data, columns, empty };
}

/** What `table` is told: numbers of only 0 and 1 it finds itself. */
function kindOf(kind: Kind, most: number | undefined): Kind | { kind?: Kind; most?: number } {
  if (most !== undefined) return { kind: "text", most };
  return kind === "number" ? {} : kind;
}

export function missingOf(name: string, { missing = "error" }: MixedOptions): Missing {
  return typeof missing === "string" ? missing : (missing[name] ?? "error");
}

function checkNames(table: Table, { kinds = {}, missing = "error" }: MixedOptions, target: string): void {
  const named = [...Object.keys(kinds), ...(typeof missing === "string" ? [] : Object.keys(missing))];
  // Throws for a name that is no column.
  for (const name of named) table.column(name);
  if (kinds[target])
    throw new UsageError(
      `--kinds names the target "${target}": --task regression or classification decides what it is.`,
    );
  const ofTarget = typeof missing === "string" ? "error" : (missing[target] ?? "error");
  if (ofTarget === "mean" || ofTarget === "median")
    throw new UsageError(
      `--missing: the target "${target}" cannot be filled. Say --missing ${shellWord(`${target}=drop`)}.`,
    );
}

function checkMissing(
  table: Table,
  inputs: readonly Column[],
  columns: readonly TypedColumn[],
  options: MixedOptions,
): void {
  const lacking = columns.filter(({ name, missing }) => missing > 0 && missingOf(name, options) === "error");
  if (lacking.length === 0) return;
  const listed = lacking.slice(0, MOST_NAMES).map(({ name, missing, cells }) => {
    const first = cells.findIndex((cell: unknown) => cell === null || Number.isNaN(cell));
    return `"${name}" has ${count(missing, "missing cell")} (the first in line ${table.line(first)})`;
  });
  const more = lacking.length > MOST_NAMES ? ` and ${lacking.length - MOST_NAMES} columns more` : "";
  const [{ name }] = lacking;
  throw new DataError(
    `${table.file}: ${listed.join(", ")}${more}. Say what to do: --missing mean or median fills them and adds a column that says where, ` +
      `--missing drop leaves out such rows; by column --missing ${shellWord(`${name}=mean`)}; or --drop ${shellWord(lacking.map((column) => column.name).join(","))}.`,
    { column: inputs.find((column) => column.name === name)?.index },
  );
}

function checkCategories(
  table: Table,
  { name, kind, cells, missing }: TypedColumn,
  { kinds }: MixedOptions,
): void {
  if (kind !== "text" || kinds?.[name]?.most !== undefined) return;
  const texts = new Set(cells as readonly (string | null)[]);
  texts.delete(null);
  const rows = cells.length - missing;
  if (!areTooMany(texts.size, rows)) return;
  const [example] = texts;
  throw new UsageError(
    `${table.file}: column "${name}" has ${count(texts.size, "different text")} in ${count(rows, "row")}, such as ${quoted(String(example))}. ` +
      `Leave it out with --drop ${shellWord(name)}, or keep the 20 most frequent with --kinds ${shellWord(`${name}=text:20`)}.`,
  );
}
