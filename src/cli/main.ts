import { Command, CommanderError, Option } from "commander";
import { ACTIVATIONS } from "../spec/layer.js";
import { evaluate } from "./commands/evaluate.js";
import { explain, type ExitCode } from "./show/failure.js";
import { fit } from "./commands/fit.js";
import { answerInterrupts } from "./show/interrupt.js";
import { lecture, type LectureOptions } from "./commands/lecture.js";
import { batchSize, layerSizes, nameList, positive, share, wholeNumber } from "./options.js";
import { LOSSES, OPTIMIZERS, type FitOptions } from "./problem/problem.js";
import { predict, type PredictOptions } from "./commands/predict.js";
import { TASKS } from "./problem/task.js";

/** The version in package.json, written in here by the build. */
declare const __VERSION__: string;

const COMMANDS = ["lecture", "fit", "predict", "evaluate"];

/** Runs one command line. Failures become one line on standard error. */
async function run(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = build((result) => (code = result));
  if (argv.length <= 2) {
    program.outputHelp();
    return 0;
  }
  try {
    await program.parseAsync(argv as string[]);
    return code;
  } catch (error) {
    // Help and version end as an "error" of code 0; a wrong command line has been reported by then.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { code, text } = explain(error);
    process.stderr.write(`downhill: ${text}\n`);
    return code;
  }
}

/** The program with its four commands; `done` hears the exit code of the one that ran. */
function build(done: (code: ExitCode) => void): Command {
  const program = new Command("downhill")
    .description("Finds a function from data: small neural networks, trained where you are.")
    .version(__VERSION__, "-v, --version")
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(`downhill: ${plain(text)}\n`) })
    .helpCommand(false)
    .addHelpText(
      "after",
      `
Examples:
  downhill lecture                                       the whole experiment on real data, in under a minute
  downhill fit births.csv --target births --past 56      tomorrow from the last 56 days
  downhill fit iris.csv --target species --save iris.safetensors
  downhill predict iris.safetensors new-flowers.csv
  downhill evaluate iris.safetensors other-flowers.csv

downhill <command> --help says more of each.`,
    );
  addLecture(program, done);
  addFit(program, done);
  addPredict(program, done);
  addEvaluate(program, done);
  return program;
}

function addLecture(program: Command, done: (code: ExitCode) => void): void {
  program
    .command("lecture")
    .summary("the experiment from one straight line to deep networks that overfit")
    .description(
      "The lecture's whole experiment on births in the United States and on spam: naive guesses, straight lines over " +
        "1 to 56 days, wider and deeper networks, overfitting and its cure, each beside a trusted tool's result.",
    )
    .addOption(
      new Option("--seeds <n>", "train each row with seeds 1 to n, show mean and deviation")
        .argParser(wholeNumber(1))
        .default(1),
    )
    .option("--quick", "at most 60 epochs: a look in seconds, not the result")
    .option("--json", "one JSON object a line")
    .addHelpText(
      "after",
      examples(
        "downhill lecture",
        "downhill lecture --quick",
        "downhill lecture --seeds 5 --json > rows.jsonl",
      ),
    )
    .action(async (options: LectureOptions) => done(await lecture(options)));
}

function addFit(program: Command, done: (code: ExitCode) => void): void {
  program
    .command("fit")
    .summary("find a function from a CSV file to one of its columns")
    .description(
      "Finds a function from the columns of a CSV file to one of them, the target, and says how good it is on rows it " +
        "has not seen, beside naive guesses. With --past, the target is a series in time order and is predicted from its " +
        "own past; without, each row of the table stands alone. A target of texts, or of only 0 and 1, is classified.",
    )
    .argument("<data.csv>", "a CSV file whose first line names the columns")
    .option("--target <column>", "the column to predict (required)")
    .addOption(
      new Option("--past [steps]", "the target is a series: look back on so many values")
        .argParser(wholeNumber(1))
        .preset("56"),
    )
    .addOption(
      new Option("--ahead <steps>", "series: values to predict at once (default: 1)").argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option("--gap <steps>", "series: values left out before them (default: 0)").argParser(
        wholeNumber(0),
      ),
    )
    .addOption(new Option("--task <task>", "overrides what the target looks like").choices(TASKS))
    .addOption(new Option("--features <columns>", "table: only these columns are inputs").argParser(nameList))
    .addOption(new Option("--drop <columns>", "table: these columns are no inputs").argParser(nameList))
    .addOption(
      new Option("--hidden <sizes>", 'units of the hidden layers, or "none"')
        .argParser(layerSizes)
        .default([100, 100], "100,100"),
    )
    .addOption(
      new Option("--activation <name>", "what a hidden unit does to its sum")
        .choices(ACTIVATIONS)
        .default("relu"),
    )
    .addOption(
      new Option("--loss <name>", "what to make small (default: mae, for classes cross-entropy)").choices([
        ...LOSSES.regression,
        ...LOSSES.classification,
      ]),
    )
    .addOption(new Option("--optimizer <name>", "how to go downhill").choices(OPTIMIZERS).default("adam"))
    .addOption(
      new Option("--learning-rate <rate>", "how far each step goes").argParser(positive).default(1e-3),
    )
    .addOption(
      new Option("--epochs <n>", "passes over the training rows").argParser(wholeNumber(1)).default(300),
    )
    .addOption(new Option("--batch <rows>", 'rows for each step, or "all"').argParser(batchSize).default(32))
    .addOption(
      new Option("--validation <share>", "rows that choose the best epoch").argParser(share).default(0.1),
    )
    .addOption(new Option("--test <share>", "rows kept for the result").argParser(share).default(0.2))
    .addOption(
      new Option(
        "--patience <epochs>",
        "stop after so many epochs without a better validation loss, 0: never",
      )
        .argParser(wholeNumber(0))
        .default(20),
    )
    .addOption(
      new Option("--seed <n>", "decides shuffles and first weights").argParser(wholeNumber(0)).default(1),
    )
    .option("--save <file>", "write the model here; on Ctrl-C the best so far")
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
      done(await fit(file, options));
    });
}

function addPredict(program: Command, done: (code: ExitCode) => void): void {
  program
    .command("predict")
    .summary("predictions of a saved model, as CSV")
    .description(
      "Predicts with a model that fit has saved. A table: one line for each row of the file. A series: one for each row " +
        "with enough values before it, or with --steps the values after the file's end.",
    )
    .argument("<model.safetensors>", "a model saved by downhill fit --save")
    .argument("<data.csv>", "a CSV file with the columns the model was trained on")
    .option("--out <file>", "write the CSV here, not to standard output")
    .addOption(
      new Option("--steps <n>", "series: predict the n values after the file's end").argParser(
        wholeNumber(1),
      ),
    )
    .option("--json", "one JSON object a line instead of CSV")
    .addHelpText(
      "after",
      examples(
        "downhill predict iris.safetensors new-flowers.csv --out predictions.csv",
        "downhill predict births.safetensors births.csv --steps 7",
      ),
    )
    .action((model: string, file: string, options: PredictOptions) => done(predict(model, file, options)));
}

function addEvaluate(program: Command, done: (code: ExitCode) => void): void {
  program
    .command("evaluate")
    .summary("how good a saved model is on another file")
    .description(
      "Measures a model that fit has saved on every row of a file that holds the answers, beside naive guesses.",
    )
    .argument("<model.safetensors>", "a model saved by downhill fit --save")
    .argument("<data.csv>", "a CSV file with the columns the model was trained on, the target too")
    .option("--json", "one JSON object instead of text")
    .addHelpText("after", examples("downhill evaluate births.safetensors births-2015.csv"))
    .action((model: string, file: string, options: { json?: boolean }) =>
      done(evaluate(model, file, options)),
    );
}

function examples(...lines: string[]): string {
  return `\nExample${lines.length > 1 ? "s" : ""}:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

/** Commander's complaint as one line: `error: unknown option '--epoch'\n(Did you mean --epochs?)`. */
function plain(text: string): string {
  const line = text
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replace(/^error: /, "");
  const sentence = /[.?)]$/.test(line) ? line : `${line}.`;
  return line.startsWith("unknown command") ? `${sentence} Commands: ${COMMANDS.join(", ")}.` : sentence;
}

// A reader that closes the pipe early, as head does, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
answerInterrupts();
process.exitCode = await run(process.argv);
