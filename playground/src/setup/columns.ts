/* What is made of a CSV's columns where nobody has said it. The page shows it, and the trainer does it. */
import type { ColumnFacts, FileFacts } from "../trainer/messages.js";
import type { Setup } from "./setup.js";

/** Of a column with a great many texts so many, the most frequent ones, become inputs. */
export const MOST_TEXTS = 20;
/** More different numbers than these are not offered as classes. */
export const MOST_CLASSES = 20;
/** Past values of a series, and the fewest windows of it that are worth learning from. */
const [PAST, FEWEST_WINDOWS] = [28, 50];

/** Whether only the most frequent texts of an input count; the library asks for it where most rows have a text of their own, or a thousand do. */
export function isShortened({ kind, different, missing }: ColumnFacts, rows: number): boolean {
  return kind === "text" && different > MOST_TEXTS && (different > 1000 || different * 2 > rows - missing);
}

/** Whether a text only names its row: such a column is no input unless it is chosen. */
export function namesRows({ kind, different, missing }: ColumnFacts, rows: number): boolean {
  return kind === "text" && different > MOST_TEXTS && different === rows - missing;
}

/** Whether numbers can be meant as classes. */
export function mayBeClasses({ kind, different }: ColumnFacts): boolean {
  return kind === "number" && different >= 2 && different <= MOST_CLASSES;
}

/** Whether a target's values name classes: 0 and 1 do, unless it is said otherwise. */
export function areClasses(column: ColumnFacts, said: Setup["targetKind"]): boolean {
  if (column.kind !== "number") return true;
  if (!mayBeClasses(column)) return false;
  return said === undefined ? column.isZeroOrOne === true : said === "classes";
}

/** The column that is predicted where none is chosen: the last that holds anything to predict. */
export function firstTarget({ columns }: FileFacts): string {
  const possible = columns.filter(({ kind, different }) => kind !== "date" && different > 1);
  return (possible.at(-1) ?? columns[columns.length - 1]).name;
}

/** How many past values predict a file's first target where its rows seem to be a series; undefined for a table. */
export function firstPast(facts: FileFacts): number | undefined {
  const target = facts.columns.find(({ name }) => name === firstTarget(facts));
  const isSeries =
    facts.inTimeOrder && target?.kind === "number" && target.missing === 0 && !areClasses(target, undefined);
  return isSeries && facts.rows >= PAST + FEWEST_WINDOWS ? PAST : undefined;
}

/** The columns that predict a target where none are chosen: those that the library would take. */
export function firstInputs({ columns, rows }: FileFacts, target: string): string[] {
  const inputs = columns.filter(
    (column) => column.name !== target && column.kind !== "empty" && !namesRows(column, rows),
  );
  return inputs.map(({ name }) => name);
}
