import type { Command } from "commander";
import type { ExitCode } from "../../base/failure.js";
import { interruptible } from "../../base/interrupt.js";
import { Births } from "../../lecture/births.js";
import { BIRTHS, SPAM, type Watcher } from "../../lecture/experiment.js";
import { Spam } from "../../lecture/spam.js";
import { progressBar, SILENT, type Progress } from "../../show/progress.js";
import { examples, wholeNumber } from "../options.js";
import { json } from "./json.js";
import { overSeeds } from "./over-seeds.js";
import type { LectureRenderer } from "./renderer.js";
import { birthsRow, spamRow } from "./rows.js";
import { LectureText } from "./text.js";

interface LectureOptions {
  readonly seeds: number;
  readonly quick?: boolean;
  readonly json?: boolean;
}

const QUICK_EPOCHS = 60;

export function addLecture(program: Command): void {
  program
    .command("lecture")
    .summary("the experiment from one straight line to deep networks that overfit")
    .description(
      "The lecture's whole experiment on births in the United States and on spam: naive guesses, straight lines over " +
        "1 to 56 days, wider and deeper networks, overfitting and its cure, each beside a trusted tool's result.",
    )
    .option("--seeds <n>", "train each row with seeds 1 to n, show mean and deviation", wholeNumber(1), 1)
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
    .action(async (options: LectureOptions) => {
      process.exitCode = await lecture(options);
    });
}

/** `downhill lecture`: the whole experiment, from copying yesterday to networks that learn by heart, row by row. */
async function lecture(options: LectureOptions): Promise<ExitCode> {
  const render = options.json ? json : new LectureText(options.seeds);
  const progress = options.json ? SILENT : progressBar();
  const isFinished = await interruptible((signal) => run(options, render, progress, signal));
  if (isFinished) return 0;
  process.stdout.write(render.showStopped());
  return 130;
}

/** Runs the experiment and shows each row as it is done; false when Ctrl-C has ended it. */
async function run(
  { seeds, quick }: LectureOptions,
  render: LectureRenderer,
  progress: Progress,
  signal: AbortSignal,
): Promise<boolean> {
  const began = performance.now();
  const most = quick ? QUICK_EPOCHS : undefined;
  const count = BIRTHS.length + SPAM.length;

  const births = new Births();
  process.stdout.write(render.showBirthsHead(most));
  for (const guess of births.naive()) process.stdout.write(render.showNaive(guess));
  for (const [i, setting] of BIRTHS.entries()) {
    const title = `${i + 1}/${count} ${setting.model}`;
    const epochs = Math.min(setting.epochs, most ?? Infinity);
    const train = (seed: number, watcher: Watcher) => births.run(setting, seed, epochs, watcher);
    const trained = await overSeeds({ title, seeds, epochs, train }, progress, signal);
    if (trained === undefined) return false;
    const row = birthsRow(setting.model, trained.results, trained.seconds);
    process.stdout.write(render.showBirths(setting, row));
  }

  const spam = new Spam();
  process.stdout.write(render.showSpamHead(spam));
  for (const [i, setting] of SPAM.entries()) {
    const title = `${BIRTHS.length + i + 1}/${count} ${setting.model}`;
    const epochs = Math.min(setting.epochs, most ?? Infinity);
    const train = (seed: number, watcher: Watcher) => spam.run(setting, seed, epochs, watcher);
    const trained = await overSeeds({ title, seeds, epochs, train }, progress, signal);
    if (trained === undefined) return false;
    const row = spamRow(setting.model, trained.results, trained.seconds);
    process.stdout.write(render.showSpam(row));
  }

  process.stdout.write(render.showLessons(spam, (performance.now() - began) / 1000));
  return true;
}
