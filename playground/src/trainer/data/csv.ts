import { DataError, windows } from "downhill";
import { readCsv } from "downhill/csv";
import { table } from "downhill/table";
import type { Setup } from "../../setup/setup.js";
import { cut, type Rows } from "./rows.js";

/** Rows of a CSV file of one's own: a table, or, with `past`, the series in one of its columns. */
export function csvRows(setup: Setup, name: string, text: string): Rows {
  const file = readCsv(text, { name });
  const choices = Object.keys(file.columns);
  const target = setup.target ?? choices[choices.length - 1];
  if (setup.past !== undefined) {
    const { past } = setup;
    const series = file.columns[target];
    if (!(series instanceof Float64Array))
      throw new DataError(
        `${name}: column "${target}" is no series of numbers. Choose another target, or take it as a table.`,
      );
    return {
      ...cut(windows(series, { past, name: target }), setup),
      task: "regression",
      shape: past === 1 ? "curve" : "series",
      target,
      columns: Array.from({ length: past }, (_, k) => (k === past - 1 ? target : `${target}-${past - k}`)),
      choices,
      notes: file.notes,
    };
  }
  const features = setup.inputs && [...setup.inputs];
  const data = table(file, { target, missing: "mean", ...(features && { features }) });
  const isNumber = data.labels === undefined;
  const inputs = features ?? choices.filter((column) => column !== target);
  const areNumbers = inputs.every((column) => file.kinds[column] === "number");
  return {
    ...cut(data, setup),
    task: isNumber ? "regression" : "classification",
    shape:
      areNumbers && inputs.length === 1 ? "curve" : areNumbers && inputs.length === 2 ? "plane" : "table",
    target,
    columns: inputs,
    choices,
    ...(data.classes && { classes: data.classes.map(String) }),
    notes: [...file.notes, ...data.notes],
  };
}
