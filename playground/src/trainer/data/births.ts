import { windows } from "downhill";
import { readCsv } from "downhill/csv";
import birthsUrl from "../../../../data/us-births-2000-2014.csv?url";
import type { Setup } from "../../setup/setup.js";
import { cut, type Rows } from "./rows.js";

/** Births a day in the United States, each predicted from the days before it. */
export async function birthsRows(setup: Setup): Promise<Rows> {
  const { past = 28 } = setup;
  const text = await (await fetch(birthsUrl)).text();
  const births = readCsv(text, { name: "births" }).columns.births as Float64Array;
  return {
    ...cut(windows(births, { past }), setup),
    task: "regression",
    shape: past === 1 ? "curve" : "series",
    target: "births",
    columns: Array.from({ length: past }, (_, k) => (k === past - 1 ? "births" : `births-${past - k}`)),
    choices: ["births"],
    notes: [],
  };
}
