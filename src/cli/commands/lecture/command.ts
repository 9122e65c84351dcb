import type { Command } from "commander";
import type { ExitCode } from "../../base/failure.js";
import { interruptible } from "../../base/interrupt.js";
import { Births } from "../../lecture/births.js";
import { BIRTHS, SPAM, type Watcher } from "../../lecture/experiment.js";
import { Spam } from "../../lecture/spam.js";
import { loadPlots, type Plots } from "../../report/peers.js";
import { progressBar, SILENT, type Progress } from "../../show/progress.js";
import { checkWritable, writeWhole } from "../../write/output-file.js";
import { checkReportOutput } from "../../write/overwriting.js";
import { examples, wholeNumber } from "../options.js";
import { json } from "./json.js";
import { overSeeds } from "./over-seeds.js";
import { emptyRecord, type LectureRecord } from "./record.js";
import type { LectureRenderer } from "./renderer.js";
import { lectureReport } from "./report.js";
import { birthsRow, spamRow } from "./rows.js";
import { LectureText } from "./text.js";

interface LectureOptions {
  readonly seeds: number;
  readonly quick?: boolean;
  readonly json?: boolean;
  /** The file of the report, and whether it may replace any file. */
  readonly report?: string;
  readonly force?: boolean;
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
    .option("--report <file>", "write a page for a browser here, with tables and pictures")
    .option("--force", "let --report replace any file that is there")
    .option("--json", "one JSON object a line")
    .addHelpText(
      "after",
      examples(
        "downhill lecture",
        "downhill lecture --quick",
        "downhill lecture --report lecture.html",
        "downhill lecture --seeds 5 --json > rows.jsonl",
      ),
    )
    .action(async (options: LectureOptions) => {
      process.exitCode = await lecture(options);
    });
}

/** `downhill lecture`: the whole experiment, from copying yesterday to networks that learn by heart, row by row. */
async function lecture(options: LectureOptions): Promise<ExitCode> {
  const { seeds, quick, report } = options;
  const plots = report === undefined ? undefined : await prepareReport(report, options);
  const render = options.json ? json : new LectureText(seeds);
  const progress = options.json ? SILENT : progressBar();
  const record = emptyRecord();
  const most = quick ? QUICK_EPOCHS : undefined;
  const [births, spam] = [new Births(), new Spam()];
  const show = { render, progress, record, keepsPictures: plots !== undefined };
  const isFinished = await interruptible((signal) => run({ births, spam, seeds, most }, show, signal));
  if (!isFinished) process.stdout.write(render.showStopped());
  if (report !== undefined && plots !== undefined) {
    const args = process.argv.slice(2);
    writeWhole(report, await lectureReport({ record, births, spam, seeds, most, isFinished, args }, plots));
    process.stdout.write(render.showReport(report));
  }
  return isFinished ? 0 : 130;
}

/** Throws, before a minute of training, where the report could not be written or drawn. */
async function prepareReport(report: string, { force }: LectureOptions): Promise<Plots> {
  checkWritable("--report", report);
  checkReportOutput({ option: "--report", path: report, inputs: [], force });
  return await loadPlots();
}

/** What is run. */
interface Experiment {
  readonly births: Births;
  readonly spam: Spam;
  readonly seeds: number;
  /** The most epochs of a training, where they are cut short. */
  readonly most: number | undefined;
}

/** Where its results go. */
interface Show {
  readonly render: LectureRenderer;
  readonly progress: Progress;
  readonly record: LectureRecord;
  readonly keepsPictures: boolean;
}

/** Runs the experiment and shows each row as it is done; false when Ctrl-C has ended it. */
async function run(
  { births, spam, seeds, most }: Experiment,
  { render, progress, record, keepsPictures }: Show,
  signal: AbortSignal,
): Promise<boolean> {
  const began = performance.now();
  const count = BIRTHS.length + SPAM.length;

  process.stdout.write(render.showBirthsHead(most));
  for (const guess of births.naive()) {
    record.naive.push(guess);
    process.stdout.write(render.showNaive(guess));
  }
  for (const [i, setting] of BIRTHS.entries()) {
    const title = `${i + 1}/${count} ${setting.model}`;
    const epochs = Math.min(setting.epochs, most ?? Infinity);
    const train = (seed: number, watcher: Watcher) => births.run(setting, seed, epochs, watcher);
    const trained = await overSeeds({ title, seeds, epochs, train, keepsPictures }, progress, signal);
    if (trained === undefined) return false;
    const row = birthsRow(setting.model, trained.results, trained.seconds);
    record.births.push({ setting, row, first: trained.results[0] });
    process.stdout.write(render.showBirths(setting, row));
  }

  process.stdout.write(render.showSpamHead(spam));
  for (const [i, setting] of SPAM.entries()) {
    const title = `${BIRTHS.length + i + 1}/${count} ${setting.model}`;
    const epochs = Math.min(setting.epochs, most ?? Infinity);
    const train = (seed: number, watcher: Watcher) => spam.run(setting, seed, epochs, watcher);
    const trained = await overSeeds({ title, seeds, epochs, train, keepsPictures }, progress, signal);
    if (trained === undefined) return false;
    const row = spamRow(setting.model, trained.results, trained.seconds);
    record.spam.push({ row, first: trained.results[0] });
    process.stdout.write(render.showSpam(row));
  }

  process.stdout.write(render.showLessons(spam, (performance.now() - began) / 1000));
  return true;
}
