import {
  BIRTHS,
  Births,
  SPAM,
  Spam,
  type BirthsResult,
  type SpamResult,
  type Watcher,
} from "../lecture/experiment.js";
import type { ExitCode } from "../show/failure.js";
import { interruptible } from "../show/interrupt.js";
import { alignRow, bold, faint, fixed, say, sayJson, whole } from "../show/output.js";
import { makeProgress, type Progress } from "../show/progress.js";
import { OVERFITTING_AT_30, REFERENCE, type Measured } from "../lecture/reference.js";
import { deviation, mean } from "../problem/score.js";

export interface LectureOptions {
  seeds?: number;
  quick?: boolean;
  json?: boolean;
}

const QUICK_EPOCHS = 60;

/** `downhill lecture`: the whole experiment, from copying yesterday to networks that learn by heart, row by row. */
export async function lecture({ seeds = 1, quick = false, json = false }: LectureOptions): Promise<ExitCode> {
  const began = performance.now();
  const table = new LectureTable(seeds, json);
  const limit = (epochs: number): number => (quick ? Math.min(epochs, QUICK_EPOCHS) : epochs);
  const progress = makeProgress(json);
  const births = new Births();
  table.head(
    [
      "Births a day in the United States: predict each day from the days before it.",
      "Learnt from the 1,461 days of 2010 to 2013, tested on the 365 of 2014. Errors",
      "are mean absolute errors, in births. Beside them the reference: PyTorch, with",
      "the same settings (mean ± deviation over five seeds).",
      ...(quick
        ? [`Quick: at most ${QUICK_EPOCHS} epochs, so that the reference is not reached.`]
        : ["The lines come to rest by a learning rate that falls to 0, the reference's not quite."]),
    ],
    "births",
  );
  for (const [model, train, test] of births.naive()) table.naive(model, train, test);

  const all = BIRTHS.length + SPAM.length;
  const finished = await interruptible(async (signal) => {
    for (const [i, setting] of BIRTHS.entries()) {
      const epochs = limit(setting.epochs);
      const run = (seed: number, watcher: Watcher) => births.run(setting, seed, epochs, watcher);
      const row = await overSeeds(`${i + 1}/${all} ${setting.model}`, seeds, epochs, progress, signal, run);
      if (row === undefined) return false;
      table.births(setting.model, row.results, row.seconds);
    }
    const spam = new Spam();
    table.head(
      [
        `Spam or not, from 57 numbers of an e-mail: ${whole(spam.train.rows)} to learn from, ${whole(spam.test.rows)} to test`,
        "on. The loss is the log loss; below it stands what share of the test is right.",
      ],
      "spam",
    );
    for (const [i, setting] of SPAM.entries()) {
      const epochs = limit(setting.epochs);
      const run = (seed: number, watcher: Watcher) => spam.run(setting, seed, epochs, watcher);
      const name = `${BIRTHS.length + i + 1}/${all} ${setting.model}`;
      const row = await overSeeds(name, seeds, epochs, progress, signal, run);
      if (row === undefined) return false;
      table.spam(setting.model, row.results, row.seconds);
    }
    table.lessons(spam, (performance.now() - began) / 1000);
    return true;
  });
  if (!finished && !json) say(faint("Stopped by Ctrl-C; the rows above are whole."));
  return finished ? 0 : 130;
}

/** One row for seeds 1..n, or undefined when Ctrl-C came in between. */
async function overSeeds<Result extends { interrupted: boolean }>(
  title: string,
  seeds: number,
  epochs: number,
  progress: Progress,
  signal: AbortSignal,
  run: (seed: number, watcher: Watcher) => Promise<Result>,
): Promise<{ results: Result[]; seconds: number } | undefined> {
  const began = performance.now();
  const results: Result[] = [];
  progress.start(title, epochs * seeds);
  try {
    for (let seed = 1; seed <= seeds; seed++) {
      const note = seeds > 1 ? `seed ${seed} of ${seeds}` : "";
      const onEpoch = ({ epoch }: { epoch: number }) => progress.update((seed - 1) * epochs + epoch, note);
      const result = await run(seed, { signal, onEpoch });
      if (result.interrupted) return undefined;
      results.push(result);
    }
  } finally {
    progress.stop();
  }
  return { results, seconds: Math.round(performance.now() - began) / 1000 };
}

/** Prints each row as it comes: aligned for a person, or one JSON object a line. */
class LectureTable {
  readonly #widths: number[];

  constructor(
    private readonly seeds: number,
    private readonly json: boolean,
  ) {
    const own = seeds > 1 ? 13 : 7;
    this.#widths = [32, own, 13, own, 13];
  }

  head(text: readonly string[], what: "births" | "spam"): void {
    if (this.json) return;
    if (what === "spam") say();
    for (const line of text) say(line);
    say();
    say(bold(alignRow(["", "train", "reference", "test", "reference"], this.#widths)));
  }

  naive(model: string, train: number, test: number): void {
    if (this.json) {
      const spread = { trainSd: null, testSd: null };
      sayJson({ model, trainMae: train, testMae: test, ...spread, seeds: 0, epochs: 0, seconds: 0 });
      return;
    }
    this.#row(model, fixed(train, 1), fixed(test, 1), 1);
  }

  births(model: string, results: readonly BirthsResult[], seconds: number): void {
    const [train, test] = [results.map((result) => result.train), results.map((result) => result.test)];
    const epochs = mean(results.map((result) => result.epochs));
    if (this.json) {
      sayJson({
        model,
        trainMae: mean(train),
        testMae: mean(test),
        trainSd: deviation(train),
        testSd: deviation(test),
        seeds: this.seeds,
        epochs,
        seconds,
      });
      return;
    }
    this.#row(model, spread(train, 1), spread(test, 1), 1);
    const early = results.flatMap((result) => result.early ?? []);
    if (early.length > 0) {
      const [trainEarly, testEarly] = [mean(early.map((e) => e.train)), mean(early.map((e) => e.test))];
      const { train, test } = OVERFITTING_AT_30;
      this.#note(
        `after 30 epochs it was at ${fixed(trainEarly, 0)} and ${fixed(testEarly, 0)} (${train}, ${test}): since then the ` +
          `error has ${mean(results.map((r) => r.test)) > testEarly ? "fallen on train and risen on test" : "not risen yet"}`,
      );
    }
    if (model.includes("early stopping")) {
      const best = mean(results.map((result) => result.bestEpoch));
      this.#note(
        `stopped itself after epoch ${fixed(epochs, 0)} and went back to ${fixed(best, 0)}, the best on 2013`,
      );
    }
  }

  spam(model: string, results: readonly SpamResult[], seconds: number): void {
    const of = (name: "trainLoss" | "logLoss" | "accuracy" | "auc") => results.map((result) => result[name]);
    const [accuracy, auc] = [mean(of("accuracy")), mean(of("auc"))];
    if (this.json) {
      const epochs = mean(results.map((result) => result.epochs));
      sayJson({ model, accuracy, logLoss: mean(of("logLoss")), auc, seeds: this.seeds, epochs, seconds });
      return;
    }
    this.#row(model, spread(of("trainLoss"), 3), spread(of("logLoss"), 3), 3);
    const reference = REFERENCE[model];
    this.#note(
      `${fixed(accuracy * 100, 1)} % right (${fixed((reference.accuracy ?? 0) * 100, 1)} %), ` +
        `AUC ${fixed(auc, 3)} (${fixed(reference.auc ?? 0, 3)})`,
    );
  }

  lessons(spam: Spam, seconds: number): void {
    if (this.json) return;
    say();
    say("What to see in it:");
    say("- Look at the naive guesses first. On a weekly series, one day back is no better");
    say("  than the median, and last week's value is hard to beat: a model that does not");
    say("  beat it has found nothing.");
    say("- More parameters fit the training days ever better. Only the test days tell, and");
    say("  only once: choosing window or depth by them makes them validation days.");
    say("- With squared errors the network learns its training days by heart. Days kept");
    say("  aside (here all of 2013) tell it when to stop.");
    say(
      `- ${spam.twins} of the ${whole(spam.test.rows)} spam test rows have an identical twin among the training`,
    );
    say("  rows: a fault of the data, the same for everyone.");
    say(faint(`${fixed(seconds, 1)} s`));
  }

  #row(model: string, train: string, test: string, digits: number): void {
    const { train: trainReference, test: testReference } = REFERENCE[model] ?? {};
    say(
      alignRow(
        [model, train, measured(trainReference, digits), test, measured(testReference, digits)],
        this.#widths,
      ),
    );
  }

  #note(text: string): void {
    say(faint(`  ${text}`));
  }
}

/** `182.7 ± 13.1`, or the mean alone of one seed. */
function spread(values: readonly number[], digits: number): string {
  const sd = deviation(values);
  return fixed(mean(values), digits) + (sd === null ? "" : ` ± ${fixed(sd, digits)}`);
}

function measured(reference: Measured | undefined, digits: number): string {
  if (reference === undefined) return "–";
  const sd = reference.sd === undefined ? "" : ` ± ${fixed(reference.sd, digits)}`;
  return fixed(reference.mean, digits) + sd;
}
