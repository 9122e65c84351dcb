import { Option, type Command } from "commander";
import { relative } from "node:path";
import { ORDERS } from "../../../cells/dates.js";
import { DataError } from "../../../index.js";
import { asOptions } from "../../problem/saved-mixed.js";
import { UsageError, type ExitCode } from "../../base/failure.js";
import { ACTIVATIONS, LOSSES, OPTIMIZERS } from "../../problem/network.js";
import { TASKS } from "../../problem/target.js";
import { loadPlots } from "../../report/peers.js";
import { progressBar, SILENT } from "../../show/progress.js";
import { complaint } from "../../show/text.js";
import { checkWritable, writeWhole } from "../../write/output-file.js";
import { checkCheckpointOutput, checkModelOutput, checkReportOutput } from "../../write/overwriting.js";
import {
  batchSize,
  calendarFields,
  examples,
  interval,
  kindsByColumn,
  layerSizes,
  missingChoices,
  nameList,
  positive,
  share,
  wholeNumber,
} from "../options.js";
import * as json from "./json.js";
import { isStreamed, planStream } from "./stream-plan.js";
import { planFit, type FitOptions, type FitPlan } from "./plan.js";
import { fitReport } from "./report/report.js";
import { run } from "./run.js";
import * as text from "./text.js";

export function addFit(program: Command): void {
  program
    .command("fit")
    .summary("find a function from a CSV file to one of its columns")
    .description(
      "Finds a function from the columns of a CSV file to one of them, the target, and says how good it is on rows it " +
        "has not seen, beside naive guesses. With --past, the target is a series in time order and is predicted from its " +
        "own past; without, each row of the table stands alone. A target of text, or of only 0 and 1, is classified.",
    )
    .argument("<data.csv>", "a CSV file (- is standard input) whose first line names the columns")
    .option("--target <column>", "the column to predict (required)")
    .addOption(
      new Option("--past [steps]", "the target is a series: look back on so many values")
        .argParser(wholeNumber(1))
        .preset("56"),
    )
    .option("--ahead <steps>", "series: values to predict at once (default: 1)", wholeNumber(1))
    .option("--gap <steps>", "series: values left out before them (default: 0)", wholeNumber(0))
    .addOption(
      new Option(
        "--relative <what>",
        "series: measured from the last value of each window (default: what is better on the validation rows)",
      ).choices(["last", "none"]),
    )
    .option(
      "--calendar <fields>",
      `series: what the dates tell, such as weekday,month, or "none" (default: what is better on the validation rows)`,
      calendarFields,
    )
    .addOption(new Option("--task <task>", "overrides what the target looks like").choices(TASKS))
    .option("--features <columns>", "table: only these columns are inputs", nameList)
    .option("--drop <columns>", "table: these columns are not inputs", nameList)
    .option("--kinds <column=kind>", "table: what columns are, as zip=text,city=text:20", kindsByColumn)
    .option("--missing <what>", "table: mean, median or drop, also as age=mean,city=drop", missingChoices)
    .addOption(new Option("--dates <order>", "table: how 1/2/2015 is meant").choices(ORDERS))
    .addOption(
      new Option("--unknown <what>", "table: what predictions do about a category never seen").choices([
        "error",
        "ignore",
      ]),
    )
    .addOption(
      new Option("--hidden <sizes>", 'units of the hidden layers, or "none"')
        .argParser(layerSizes)
        .default([100, 100], "100,100"),
    )
    .addOption(
      new Option("--activation <name>", "what a hidden unit does to its sum")
        .choices(Object.keys(ACTIVATIONS))
        .default("relu"),
    )
    .addOption(
      new Option("--loss <name>", "what to make small (default: mae, for classes cross-entropy)").choices([
        ...LOSSES.regression,
        ...LOSSES.classification,
      ]),
    )
    .addOption(
      new Option("--optimizer <name>", "how to go downhill").choices(Object.keys(OPTIMIZERS)).default("adam"),
    )
    .option("--learning-rate <rate>", "how far each step goes", positive, 1e-3)
    .option("--epochs <n>", "passes over the training rows", wholeNumber(1), 300)
    .option("--batch <rows>", 'rows for each step, or "all"', batchSize, 32)
    .addOption(
      new Option(
        "--on-diverge <what>",
        "when the numbers grow beyond all bounds: end, or halve the learning rate",
      )
        .choices(["throw", "halve"])
        .default("throw"),
    )
    .option("--validation <share>", "rows that choose the best epoch", share, 0.1)
    .option("--test <share>", "rows kept for the result", share, 0.2)
    .option(
      "--patience <epochs>",
      "stop after so many epochs without a better validation loss, 0: never (default: 20)",
      wholeNumber(0),
    )
    .option("--seed <n>", "decides shuffles and first weights", wholeNumber(0), 1)
    .option("--save <file>", "write the model here; on Ctrl-C the best so far")
    .option(
      "--report <file>",
      "write a page for a browser here, with pictures of the training and its result",
    )
    .option("--force", "let --save, --report and --checkpoint replace any file that is there")
    .option("--checkpoint <file>", "keep the training here, also on Ctrl-C, to go on with --resume")
    .option("--every <n>", "how often: after so many epochs, or seconds as 30s (default: 30s)", interval)
    .option("--resume", "go on from the file of --checkpoint, where it is there")
    .option("--stream", "read the file bit by bit, also one that is larger than the memory")
    .option(
      "--shuffle-rows <rows>",
      "streamed: rows in memory, of which batches are drawn, 0: in their order (default: 16,384)",
      wholeNumber(0),
    )
    .option("--no-plot", "leave out the loss curves, which are drawn in a terminal only")
    .option("--json", "one JSON object instead of text")
    .addHelpText(
      "after",
      examples(
        "downhill fit births.csv --target births --past 56 --save births.safetensors",
        "downhill fit births.csv --target births --past 28 --ahead 7 --hidden none",
        "downhill fit iris.csv --target species --hidden 16 --save iris.safetensors",
        "downhill fit houses.csv --target price --drop address,agent --loss huber",
      ),
    )
    .action(async (file: string, options: FitOptions, command: Command) => {
      // Checked here and not by commander, which would complain of it before a mistyped --traget.
      if (options.target === undefined) command.error("required option '--target <column>' not specified");
      process.exitCode = await fit(file, options);
    });
}

/** `downhill fit`: finds a function from a CSV to one of its columns, and says how good it is on rows it has not seen. */
async function fit(file: string, options: FitOptions): Promise<ExitCode> {
  checkOutputs(file, options);
  if (options.shuffleRows !== undefined && !isStreamed(file, options))
    throw new UsageError("--shuffle-rows is for a file that is streamed: say --stream too.");
  const plots = options.report === undefined ? undefined : await loadPlots();
  const render = options.json ? json : text;
  const progress = options.json ? SILENT : progressBar();
  const plan = isStreamed(file, options)
    ? await planStream(file, options)
    : await planFit(file, options, progress);
  if (plan === undefined) {
    process.stderr.write(complaint(text.showUnbegun({ options }, {})));
    return 130;
  }
  process.stdout.write(render.showPlan(plan));
  const { save, report } = options;
  const result = await run(plan, progress).catch((error: unknown) => {
    throw inTermsOfTheFile(plan, error);
  });
  if (result.history === undefined) {
    process.stderr.write(complaint(text.showUnbegun(plan, result)));
    return 130;
  }
  if (save !== undefined) writeWhole(save, result.model.save());
  process.stdout.write(render.showResult(plan, result));
  if (report !== undefined && plots !== undefined) {
    writeWhole(report, await fitReport(plan, result, plots, process.argv.slice(2)));
    process.stdout.write(render.showReport(report));
  }
  return result.history.stoppedBy === "signal" ? 130 : 0;
}

/** Throws, before an hour of training, where a file cannot be written or would be lost. */
function checkOutputs(file: string, options: FitOptions): void {
  const { save, report, force, checkpoint, every, resume = false } = options;
  if (save !== undefined) {
    checkWritable("--save", save);
    checkModelOutput({ option: "--save", path: save, inputs: [file], force });
  }
  if (report !== undefined) {
    checkWritable("--report", report);
    checkReportOutput({ option: "--report", path: report, inputs: [file], force });
  }
  checkApart({ "--save": save, "--report": report, "--checkpoint": checkpoint });
  if (checkpoint !== undefined) {
    checkWritable("--checkpoint", checkpoint);
    checkCheckpointOutput({ option: "--checkpoint", path: checkpoint, inputs: [file], force }, resume);
  } else if (resume) {
    throw new UsageError("--resume: say --checkpoint too, the file to go on from.");
  } else if (every !== undefined) {
    throw new UsageError("--every: say --checkpoint too, the file to write so often.");
  }
}

/** Throws where two options name one file. */
function checkApart(outputs: Readonly<Record<string, string | undefined>>): void {
  const named = Object.entries(outputs).flatMap(([option, path]) =>
    path === undefined ? [] : [{ option, path }],
  );
  for (const [i, { option, path }] of named.entries()) {
    const same = named.slice(0, i).find((other) => relative(other.path, path) === "");
    if (same)
      throw new UsageError(`${option} ${path}: the same file as ${same.option}. Write to another file.`);
  }
}

/** A category that only validation or test rows have is found while the model is trained or judged: what a program would do, as options. */
function inTermsOfTheFile({ problem: { table, mixed } }: FitPlan, error: unknown): unknown {
  if (!mixed || !(error instanceof DataError) || error.row === undefined) return error;
  const where = /^Model\.fit: validation: rows\[\d+\]: /.test(error.message)
    ? "a validation row"
    : "a test row";
  const message = error.message.replace(
    /^Model\.\w+: (?:validation: )?rows\[\d+\]: /,
    `${table.file}, ${where}: `,
  );
  return new DataError(`${asOptions(message)} Rare texts can share a column, too: --kinds NAME=text:20.`, {
    ...error,
  });
}
