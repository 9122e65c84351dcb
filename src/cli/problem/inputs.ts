import { DataError } from "../../index.js";
import { quoted } from "../../cells/quoted.js";
import { shellWord } from "../base/format.js";
import { UsageError } from "../base/failure.js";
import { findCalendar } from "../read/dates.js";
import { isMissing, type Column, type Table } from "../read/table.js";
import { numbersRows } from "./row-numbers.js";

/** Which columns of a table are its inputs. */
export interface InputChoice {
  /** Only these. */
  readonly features?: readonly string[];
  /** All but these. */
  readonly drop?: readonly string[];
}

/** The input columns, and those that would be if they did not only number the rows. */
export interface ChosenInputs {
  readonly inputs: readonly Column[];
  readonly leftOut: readonly Column[];
}

/**
 * The input columns: every column but the target and those that only number the rows, or those the user chose.
 *
 * @throws UsageError for a choice that leaves none
 */
export function chooseInputs(
  table: Table,
  target: string,
  { features, drop = [] }: InputChoice,
): ChosenInputs {
  // Throws for a name that is no column.
  for (const name of [...(features ?? []), ...drop]) table.column(name);
  if (features?.includes(target)) {
    throw new UsageError(
      `--features names the target "${target}" itself: that would be looking up the answer.`,
    );
  }
  if (drop.includes(target)) throw new UsageError(`--drop names the target "${target}".`);
  const candidates = table.columns.filter(
    ({ name }) => name !== target && !drop.includes(name) && (features?.includes(name) ?? true),
  );
  const leftOut = features === undefined ? candidates.filter(numbersRows) : [];
  const inputs = candidates.filter((column) => !leftOut.includes(column));
  if (inputs.length > 0) return { inputs, leftOut };
  const names = leftOut.map(({ name }) => name).join(",");
  const hint = names === "" ? "" : ` Take what only numbers the rows with --features ${shellWord(names)}.`;
  throw new UsageError(`${table.file}: no column is left as an input beside "${target}".${hint}`);
}

/** Throws for columns that a file which is streamed cannot have as inputs: their categories and fills are found in all rows. */
export function checkNumbers(table: Table, inputs: readonly Column[]): void {
  const unfit = inputs.filter((column) => table.kind(column) !== "numbers");
  if (unfit.length > 0) throw unfitError(table, unfit);
}

/** What is wrong with the first of the columns, and how to leave all of them out. */
function unfitError(table: Table, unfit: readonly Column[]): DataError {
  const names = unfit.map(({ name }) => name).join(",");
  const calendar = findCalendar(table);
  const hasDates = calendar !== undefined && unfit.includes(calendar.column);
  const series = hasDates ? ", or say --past 56 if the rows are a series" : "";
  const number = table.numberAlone(unfit[0].cells.find((cell) => !isMissing(cell)) ?? "");
  const advice = `eave it out with --drop ${shellWord(names)}${series}.`;
  return new DataError(
    `${table.file}: column "${unfit[0].name}" ${describeUnfit(table, unfit)}, and inputs must be numbers. ` +
      (number === undefined ? `L${advice}` : `Write numbers alone (${number}), or l${advice}`),
    { column: unfit[0].index },
  );
}

function describeUnfit(table: Table, [first, ...others]: readonly Column[]): string {
  if (table.kind(first) === "nothing") return "is empty";
  const row = first.cells.findIndex((cell) => !isMissing(cell));
  const more =
    others.length === 0 ? "" : `, and so ${others.length === 1 ? "does" : "do"} ${others.length} more`;
  return `holds text (${quoted(first.cells[row])} in line ${table.line(row)})${more}`;
}
