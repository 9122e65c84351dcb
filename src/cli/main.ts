import { Command, CommanderError } from "commander";
import { explain } from "./base/failure.js";
import { answerInterrupts } from "./base/interrupt.js";
import { helpLayout } from "./commands/help-layout.js";
import { addEvaluate } from "./commands/evaluate/command.js";
import { addFit } from "./commands/fit/command.js";
import { addLecture } from "./commands/lecture/command.js";
import { addPlayground } from "./commands/playground/command.js";
import { addPredict } from "./commands/predict/command.js";
import { complaint } from "./show/text.js";

/** The version in package.json, written in here by the build. */
declare const __VERSION__: string;

/** The program. Each of its commands leaves its exit code in `process.exitCode`. */
function buildProgram(): Command {
  const program = new Command("downhill");
  program
    .description("Finds a function from data: small neural networks, trained where you are.")
    .version(__VERSION__, "-v, --version")
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(complaint(explainUsage(program, text))) })
    .configureHelp(helpLayout)
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
  downhill playground                                    a page to watch networks learn in

downhill <command> --help says more of each.`,
    );
  addLecture(program);
  addFit(program);
  addPredict(program);
  addEvaluate(program);
  addPlayground(program);
  return program;
}

/** Commander's complaint as one line: `error: unknown option '--epoch'\n(Did you mean --epochs?)`. */
function explainUsage(program: Command, text: string): string {
  const line = text
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replace(/^error: /, "");
  const sentence = /[.?)]$/.test(line) ? line : `${line}.`;
  if (!line.startsWith("unknown command")) return sentence;
  const names = program.commands.map((command) => command.name());
  return `${sentence} Commands: ${names.join(", ")}.`;
}

/** Runs one command line. A failure becomes one line on standard error. */
async function run(argv: readonly string[]): Promise<void> {
  const program = buildProgram();
  if (argv.length <= 2) {
    program.outputHelp();
    return;
  }
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version end as an "error" of code 0; a wrong command line has been reported by then.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    const { code, text } = explain(error);
    process.stderr.write(complaint(text));
    process.exitCode = code;
  }
}

// A reader that closes the pipe early, as head does, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
answerInterrupts();
await run(process.argv);
