import { fixed, whole } from "../../base/format.js";
import { spread } from "../../base/statistics.js";
import type { NaiveGuess } from "../../lecture/births.js";
import type { BirthsSetting } from "../../lecture/experiment.js";
import { lessons } from "../../lecture/lessons.js";
import { OVERFITTING_AT_30, REFERENCE } from "../../lecture/reference.js";
import type { Spam } from "../../lecture/spam.js";
import { alignRow, bold, faint, joinLines, listItem } from "../../show/text.js";
import type { LectureRenderer } from "./renderer.js";
import type { BirthsRow, SpamRow } from "./rows.js";

/** A table whose lines appear one by one, each beside its reference. */
export class LectureText implements LectureRenderer {
  readonly #widths: readonly number[];

  /** @param seeds the seeds of each row; over several a result has a deviation, and needs room for it */
  constructor(seeds: number) {
    const own = seeds > 1 ? 13 : 7;
    this.#widths = [32, own, 13, own, 13];
  }

  showBirthsHead(most: number | undefined): string {
    return joinLines([
      "Births a day in the United States: predict each day from the days before it.",
      "Learnt from the 1,461 days of 2010 to 2013, tested on the 365 of 2014. Errors",
      "are mean absolute errors, in births. Beside them the reference: PyTorch, with",
      "the same settings (mean ± deviation over five seeds).",
      most === undefined
        ? "The lines come to rest by a learning rate that falls to 0, the reference's not quite."
        : `Quick: at most ${most} epochs, so that the reference is not reached.`,
      "",
      this.#headings(),
    ]);
  }

  showNaive({ model, train, test }: NaiveGuess): string {
    return joinLines([this.#row(model, fixed(train, 1), fixed(test, 1), 1)]);
  }

  showBirths({ patience }: BirthsSetting, row: BirthsRow): string {
    return joinLines([
      this.#row(row.model, spread(row.train, 1), spread(row.test, 1), 1),
      row.early && note(compareEarly(row.early, row.test.mean)),
      patience === undefined ? undefined : note(describeStop(row)),
    ]);
  }

  showSpamHead({ train, test }: Spam): string {
    return joinLines([
      "",
      `Spam or not, from 57 numbers of an e-mail: ${whole(train.rows)} to learn from, ${whole(test.rows)} to test`,
      "on. The loss is the log loss; below it stands what share of the test is right.",
      "",
      this.#headings(),
    ]);
  }

  showSpam({ model, trainLoss, logLoss, accuracy, auc }: SpamRow): string {
    const reference = REFERENCE[model];
    const right = `${fixed(accuracy * 100, 1)} % right (${fixed((reference.accuracy ?? 0) * 100, 1)} %)`;
    return joinLines([
      this.#row(model, spread(trainLoss, 3), spread(logLoss, 3), 3),
      note(`${right}, AUC ${fixed(auc, 3)} (${fixed(reference.auc ?? 0, 3)})`),
    ]);
  }

  showLessons({ twins, test }: Spam, seconds: number): string {
    return joinLines([
      "",
      "What to see in it:",
      ...lessons(twins, test.rows).map(listItem),
      faint(`${fixed(seconds, 1)} s`),
    ]);
  }

  showReport(path: string): string {
    return joinLines([`The report, with pictures, is in ${path}: open it in a browser.`]);
  }

  showStopped(): string {
    return joinLines([faint("Stopped by Ctrl-C; the rows above are whole.")]);
  }

  #headings(): string {
    return bold(alignRow(["", "train", "reference", "test", "reference"], this.#widths));
  }

  #row(model: string, train: string, test: string, digits: number): string {
    const reference = REFERENCE[model];
    const cells = [model, train, spread(reference?.train, digits), test, spread(reference?.test, digits)];
    return alignRow(cells, this.#widths);
  }
}

function compareEarly(early: { train: number; test: number }, finalTest: number): string {
  const { train, test } = OVERFITTING_AT_30;
  const since = finalTest > early.test ? "fallen on train and risen on test" : "not risen yet";
  return (
    `after 30 epochs it was at ${fixed(early.train, 0)} and ${fixed(early.test, 0)} (${train}, ${test}): ` +
    `since then the error has ${since}`
  );
}

function describeStop({ epochs, bestEpoch }: BirthsRow): string {
  return `stopped itself after epoch ${fixed(epochs, 0)} and went back to ${fixed(bestEpoch, 0)}, the best on 2013`;
}

function note(text: string): string {
  return faint(`  ${text}`);
}
