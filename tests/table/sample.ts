import { type Dataset, dense, Model, type ModelOptions } from "../../src/index.js";
import { type Row, table, type TableOptions } from "../../src/table/index.js";

/** Days of three towns: a number with gaps, a text, an answer, a date, and what is to be predicted. */
export function days(count = 48): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    wind: i % 7 === 3 ? null : 2 + ((i * 5) % 13) / 2,
    town: ["Oslo", "Bergen", "Rome"][(i * i) % 3 === 1 ? i % 2 : 2],
    open: ["yes", "no"][(i >> 1) % 2],
    day: `2015-${String((i % 12) + 1).padStart(2, "0")}-${String((i % 28) + 1).padStart(2, "0")}`,
    rain: ((i * 11) % 17) / 4,
  }));
}

export const OPTIONS: TableOptions = { target: "rain", missing: "mean", dates: ["month", "dayOfYear"] };

/** The same rows as columns. */
export function columnsOf(records: readonly Row[]): Record<string, Row[string][]> {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  return Object.fromEntries(Array.from(names, (name) => [name, records.map((record) => record[name])]));
}

export function built(data: Dataset, options: Partial<ModelOptions> = {}): Model {
  const units = data.classes?.length ?? data.targetWidth;
  const loss = data.classes ? "crossEntropy" : "mse";
  return new Model({ inputs: data, layers: [dense(5, "tanh"), dense(units)], loss, seed: 3, ...options });
}

export function trained(data: Dataset, options: Partial<ModelOptions> = {}): Model {
  const model = built(data, options);
  model.fitSync(data, { epochs: 2, batchSize: 8 });
  return model;
}

/** What a model makes of the columns of a table: its names, the kinds of its fields. */
export function madeOf(data: Dataset): { kinds: Record<string, string>; columns: readonly string[] } {
  const model = built(data);
  const { features } = model.spec.encoding as unknown as { features: { name: string; kind: string }[] };
  return {
    kinds: Object.fromEntries(features.map(({ name, kind }) => [name, kind])),
    columns: model.columns ?? [],
  };
}

/** The table of one column beside a target of 0, 1, 2 ... */
export function tableOf(cells: readonly unknown[], options: Partial<TableOptions> = {}): Dataset {
  const records = cells.map((cell, rain) => ({ it: cell, rain }));
  return table(records as Row[], { target: "rain", ...options });
}
