import type { Batch } from "../../stream/index.js";
import type { ClassName } from "../problem/target.js";
import { PartsOfRows, TRAIN } from "./lots.js";
import type { StreamedFile, StreamedRows, WantedColumns } from "./streamed-file.js";
import type { SurveyOptions } from "./survey.js";

/** The training rows of a file, in one pass. */
export async function* trainingRows(
  file: StreamedFile,
  wanted: WantedColumns,
  { shares, seed, isClass }: Omit<SurveyOptions, "onlyYesNo">,
): AsyncGenerator<Batch> {
  const parts = new PartsOfRows(seed, shares);
  const columns = wanted.inputs.map(({ name }) => name);
  for await (const rows of file.rows(wanted)) {
    const chosen: number[] = [];
    for (let row = 0; row < rows.count; row++) if (parts.next() === TRAIN) chosen.push(row);
    if (chosen.length > 0) yield batchOf(rows, chosen, columns, isClass);
  }
}

function batchOf(
  { numbers, width, texts }: StreamedRows,
  chosen: readonly number[],
  columns: readonly string[],
  isClass: boolean,
): Batch {
  const inputs = columns.length;
  const values = new Float64Array(chosen.length * inputs);
  const isNumber = width > inputs;
  const targets = new Float64Array(isNumber ? chosen.length : 0);
  for (const [place, row] of chosen.entries()) {
    const from = row * width;
    for (let c = 0; c < inputs; c++) values[place * inputs + c] = numbers[from + c];
    if (isNumber) targets[place] = numbers[from + inputs];
  }
  if (!isClass) return { inputs: values, targets, columns };
  const labels: ClassName[] = isNumber ? Array.from(targets) : chosen.map((row) => texts[row]);
  return { inputs: values, labels: labels as string[], columns };
}
