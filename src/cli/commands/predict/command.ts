import type { Command } from "commander";
import { UsageError } from "../../base/failure.js";
import { count } from "../../base/format.js";
import { loadModel, type SavedModel } from "../../problem/saved.js";
import { readCsv } from "../../read/csv.js";
import type { Table } from "../../read/table.js";
import { checkWritable, writeWhole } from "../../write/output-file.js";
import { checkPredictionsOutput } from "../../write/overwriting.js";
import { examples, wholeNumber } from "../options.js";
import * as csv from "./csv.js";
import * as json from "./json.js";
import { forecast, predictSeries, predictTable, type Predictions } from "./predictions.js";

interface PredictOptions {
  readonly out?: string;
  readonly force?: boolean;
  /** True for --steps alone. */
  readonly steps?: number | true;
  readonly json?: boolean;
}

export function addPredict(program: Command): void {
  program
    .command("predict")
    .summary("predictions of a saved model, as CSV")
    .description(
      "Predicts with a model that fit has saved. A table: one line for each row of the file. A series: one for each row " +
        "with enough values before it, or with --steps the values after the file's end.",
    )
    .argument("<model.safetensors>", "a model saved by downhill fit --save")
    .argument("<data.csv>", "a CSV file (- is standard input) with the columns the model was trained on")
    .option("--out <file>", "write the CSV here, not to standard output")
    .option("--force", "let --out replace a file that is there already")
    .option(
      "--steps [n]",
      "series: predict the n values after the file's end (default: as many as the model predicts at once)",
      wholeNumber(1),
    )
    .option("--json", "one JSON object a line instead of CSV")
    .addHelpText(
      "after",
      examples(
        "downhill predict iris.safetensors new-flowers.csv --out predictions.csv",
        "downhill predict births.safetensors births.csv --steps 7",
      ),
    )
    .action((modelFile: string, file: string, options: PredictOptions) => {
      predict(modelFile, file, options);
    });
}

/** `downhill predict`: a saved model's predictions for a file, as CSV or JSON lines. */
function predict(modelFile: string, file: string, options: PredictOptions): void {
  const { out, steps, force } = options;
  if (out !== undefined) {
    checkWritable("--out", out);
    checkPredictionsOutput({ option: "--out", path: out, inputs: [modelFile, file], force });
  }
  const saved = loadModel(modelFile);
  if (steps !== undefined && saved.notes.series === undefined) {
    throw new UsageError(`--steps is for series; ${modelFile} was trained on a table, without --past.`);
  }
  const predictions = run(saved, readCsv(file).table, steps);
  const render = options.json ? json : csv;
  const text = render.showResult(predictions);
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  writeWhole(out, text);
  if (!options.json) {
    const written = count(predictions.rows.length, "prediction");
    process.stdout.write(`${written} of "${saved.notes.target}" written to ${out}\n`);
  }
}

function run({ model, notes }: SavedModel, table: Table, steps: number | true | undefined): Predictions {
  const { series } = notes;
  if (series === undefined) return predictTable(model, notes, table);
  if (steps === undefined) return predictSeries(model, notes, series, table);
  return forecast(model, notes, series, table, steps === true ? series.ahead : steps);
}
