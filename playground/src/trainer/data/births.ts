import { windows } from "downhill";
import { readCsv } from "downhill/csv";
import type { Setup } from "../../setup/setup.js";
import { cut } from "./cut.js";
import { pastColumns } from "./past-columns.js";
import type { Rows } from "./rows.js";

/** Births a day in the United States, each predicted from the days before it. */
export function birthsRows(setup: Setup, text: string): Rows {
  const { past = 28 } = setup;
  const births = readCsv(text, { name: "births" }).columns.births as Float64Array;
  return {
    ...cut(windows(births, { past }), setup),
    task: "regression",
    shape: past === 1 ? "curve" : "series",
    target: "births",
    columns: pastColumns("births", past),
  };
}
