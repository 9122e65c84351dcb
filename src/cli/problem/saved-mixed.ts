import { DataError, type Dataset, type Model } from "../../index.js";
import { table as mixedTable } from "../../table/index.js";
import type { Feature, TableEncoding } from "../../encoding/features.js";
import { typedColumn } from "../read/typed-column.js";
import type { Table } from "../read/table.js";
import type { Notes } from "./notes.js";

type Cells = Float64Array | readonly (string | null)[];

/** The columns of a model that reads mixed kinds; undefined for one of plain numbers. */
export function savedFeatures({ spec: { encoding } }: Model): readonly Feature[] | undefined {
  return encoding?.type === "table" ? (encoding as TableEncoding).features : undefined;
}

/** The columns that such a model reads, by name. */
export function savedColumns(
  table: Table,
  features: readonly Feature[],
  { dateOrders = {} }: Notes,
): Record<string, Cells> {
  return Object.fromEntries(
    features.map(({ name, kind }) => {
      const said = { kinds: { [name]: { kind } }, dates: dateOrders[name] };
      const typed = typedColumn(table, table.column(name), said);
      return [name, typed?.cells ?? new Array<null>(table.rows).fill(null)];
    }),
  );
}

/** Rows with their answers, for such a model. */
export function savedMixedDataset(
  table: Table,
  features: readonly Feature[],
  notes: Notes,
  answers: Float64Array | readonly (string | number)[],
): Dataset {
  const { target, classes } = notes;
  const kinds = features.map(({ name, kind }) => [name, kind] as const);
  // A missing cell is the model's own business: it knows what to do, or refuses it.
  const missing = Object.fromEntries(features.map(({ name }) => [name, "mean" as const]));
  return mixedTable(
    { ...savedColumns(table, features, notes), [target]: answers },
    {
      target,
      missing,
      features: features.map(({ name }) => name),
      kinds: Object.fromEntries([
        ...kinds.filter(([, kind]) => kind !== "number"),
        ...(classes ? [[target, "text"] as const] : []),
      ]),
    },
  );
}

/** Runs what names rows in its errors so that they name lines of the file, and options in place of what a program would write. */
export function atLines<Result>(table: Table, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof DataError) || error.row === undefined) throw error;
    const message = error.message.replace(
      /^.*?rows\[\d+\]: /,
      `${table.file}, line ${table.line(error.row)} of the file: `,
    );
    throw new DataError(asOptions(message), { ...error });
  }
}

/** What a program would write as options of the command. */
export function asOptions(message: string): string {
  return message
    .replace('say unknown: "ignore" in table()', "train with --unknown ignore")
    .replace('train with missing: "mean" or "median" in table()', "train with --missing mean or median");
}
