import type { Command } from "commander";
import { examples } from "../options.js";
import * as json from "./json.js";
import { run } from "./run.js";
import * as text from "./text.js";

export function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .summary("how good a saved model is on another file")
    .description(
      "Measures a model that fit has saved on every row of a file that holds the answers, beside naive guesses.",
    )
    .argument("<model.safetensors>", "a model saved by downhill fit --save")
    .argument(
      "<data.csv>",
      "a CSV file (- is standard input) with the columns the model was trained on, the target too",
    )
    .option("--json", "one JSON object instead of text")
    .addHelpText("after", examples("downhill evaluate births.safetensors births-2015.csv"))
    .action((modelFile: string, file: string, options: { json?: boolean }) => {
      const render = options.json ? json : text;
      process.stdout.write(render.showResult(run(modelFile, file)));
    });
}
