import { checkCount, checkName, checkOptions, kindOf, mustBe, show } from "../base/check.js";
import { type DateOrder, ORDERS } from "../cells/dates.js";
import { type Kind, KINDS } from "../cells/kind.js";

/** How CSV is read. */
export interface CsvOptions {
  /** What errors call it, such as the file's name; default "the text". */
  name?: string;
  /** The kinds of some columns, by name; those of the others are found. Numbers such as Unix seconds are dates only where it is said. */
  kinds?: Readonly<Record<string, Kind>>;
  /** Whether 1/2/2015 begins with its day or its month; by default the cells of each column decide, and are refused where they do not. */
  dates?: DateOrder;
}

/** How CSV is read in batches. */
export interface CsvStreamOptions extends CsvOptions {
  /** Rows of a batch, and those that decide the kinds; default 10,000. */
  rows?: number;
}

export interface CheckedOptions {
  readonly file: string;
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly dates: DateOrder | undefined;
  readonly rows: number;
}

export function checkCsvOptions(
  caller: string,
  options: CsvStreamOptions,
  known: readonly (keyof CsvStreamOptions)[],
): CheckedOptions {
  checkOptions(caller, options, known, '"data.csv"');
  const { name = "the text", kinds = {}, dates, rows = 10_000 } = options;
  if (typeof name !== "string") throw mustBe(caller, "name", "a string", name);
  if (kindOf(kinds) !== "Object") throw mustBe(caller, "kinds", 'an object such as { city: "text" }', kinds);
  const said = new Map(Object.entries(kinds));
  for (const [column, kind] of said)
    checkName(`${caller}: kinds, column ${show(column)}`, "kind", kind, KINDS);
  if (dates !== undefined) checkName(`${caller}: dates`, "order", dates, ORDERS);
  checkCount(caller, "rows", rows, 1);
  return { file: name, kinds: said, dates, rows };
}

/** @throws OptionError for a kind that is said of a column which the file does not have */
export function checkNames(caller: string, kinds: ReadonlyMap<string, Kind>, names: readonly string[]): void {
  for (const name of kinds.keys()) checkName(`${caller}: kinds`, `column ${show(name)}`, name, names);
}
