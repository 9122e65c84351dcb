import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { json } from "../src/cli/commands/lecture/json.js";
import { birthsRow, spamRow } from "../src/cli/commands/lecture/rows.js";
import { LectureText } from "../src/cli/commands/lecture/text.js";
import { BIRTHS } from "../src/cli/lecture/experiment.js";
import { confusionLines, ScoreTable } from "../src/cli/show/scores.js";

/** One record, shown as text and as JSON. */

const plain = (lines: string | readonly string[]): string =>
  stripVTControlCharacters(typeof lines === "string" ? lines : lines.join("\n"));
const setting = (model: string) => {
  const found = BIRTHS.find((candidate) => candidate.model === model);
  if (found === undefined) throw new Error(`There is no setting ${model}.`);
  return found;
};

describe("a row of the lecture", () => {
  const results = [
    { train: 150, test: 480, epochs: 300, bestEpoch: 300, early: { train: 300, test: 350 } },
    { train: 160, test: 500, epochs: 300, bestEpoch: 300, early: { train: 310, test: 360 } },
  ];
  const row = birthsRow("overfitting, MSE", results, 1.5);

  it("is means and deviations over the seeds", () => {
    expect(JSON.parse(json.showBirths(setting(row.model), row))).toEqual({
      model: "overfitting, MSE",
      trainMae: 155,
      testMae: 490,
      trainSd: Math.sqrt(50),
      testSd: Math.sqrt(200),
      seeds: 2,
      epochs: 300,
      seconds: 1.5,
    });
    expect(plain(new LectureText(2).showBirths(setting(row.model), row))).toBe(
      "overfitting, MSE                    155.0 ± 7.1          155.0   490.0 ± 14.1          503.0\n" +
        "  after 30 epochs it was at 305 and 355 (306, 353): since then the error has fallen on train and risen on test\n",
    );
  });

  it("of one seed has no deviation, and says when the training stopped itself", () => {
    const model = "overfitting, MSE, early stopping";
    const one = birthsRow(model, [{ train: 300, test: 340, epochs: 44, bestEpoch: 24 }], 1);
    expect(JSON.parse(json.showBirths(setting(model), one))).toMatchObject({ trainSd: null, testSd: null });
    expect(plain(new LectureText(1).showBirths(setting(model), one))).toBe(
      "overfitting, MSE, early stopping    300.0              –    340.0              –\n" +
        "  stopped itself after epoch 44 and went back to 24, the best on 2013\n",
    );
  });

  it("of spam has the log loss, and below it what share is right", () => {
    const result = { trainLoss: 0.15, logLoss: 0.18, accuracy: 0.94, auc: 0.975, epochs: 60 };
    const spam = spamRow("spam, logistic", [result], 1);
    expect(JSON.parse(json.showSpam(spam))).toMatchObject({ accuracy: 0.94, logLoss: 0.18, auc: 0.975 });
    expect(plain(new LectureText(1).showSpam(spam))).toBe(
      "spam, logistic                      0.150              –    0.180          0.170\n" +
        "  94.0 % right (94.1 %), AUC 0.975 (0.977)\n",
    );
  });
});

describe("a table of scores", () => {
  it("is aligned to its widest line, known before the model's score is", () => {
    const baselines = [
      { name: "median of the training rows", score: { mae: 1750.04, rmse: 2000, r2: -0.5 } },
    ];
    const scores = new ScoreTable("error on 40 test rows", baselines);
    expect(plain([...scores.head(), scores.model({ mae: 0.0927, rmse: 3.1414, r2: 1 })])).toBe(
      "error on 40 test rows               MAE        RMSE          R2\n" +
        "median of the training rows     1,750.0     2,000.0     -0.5000\n" +
        "this model                       0.0927       3.141       1.000",
    );
  });

  it("of classes has an AUC only where a baseline has one", () => {
    const head = (auc?: number): string =>
      plain(new ScoreTable("score", [{ name: "always", score: { accuracy: 1, auc } }]).head());
    expect(head(0.5)).toMatch(/accuracy +log loss +AUC\n/);
    expect(head(NaN)).toMatch(/accuracy +log loss\n/);
    expect(head()).toMatch(/accuracy +log loss\n/);
  });
});

describe("a confusion matrix", () => {
  it("says in words what is what", () => {
    const confusion = [
      [18, 2],
      [0, 20],
    ];
    expect(plain(confusionLines(confusion, ["no", "yes"]))).toBe(
      "\nrows    said no  said yes\nis no        18         2\nis yes        0        20",
    );
  });

  it("is left out for a regression and for many classes", () => {
    expect(confusionLines(undefined, [])).toEqual([]);
    const many = Array.from({ length: 11 }, (_, i) => i);
    expect(
      confusionLines(
        many.map(() => many),
        many,
      ),
    ).toEqual([]);
  });
});
