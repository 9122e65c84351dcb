import { capitalized, count } from "../../../base/format.js";
import type { Html } from "../../../report/html.js";
import { table } from "../../../report/table.js";
import { scoreCells, scoreColumns } from "../../../show/scores.js";
import type { FitPlan } from "../plan.js";
import type { FitResult } from "../run.js";

/** The model's score below those of the naive guesses. */
export function scoresTable({ judged, baselines, problem }: FitPlan, { score }: FitResult): Html {
  const measures = scoreColumns(baselines);
  const what = problem.target.task === "regression" ? "Error" : "Score";
  return table(
    "scores",
    `${what} on ${count(judged.data.rows, `${judged.name} row`)}. ${capitalized(measures.map((measure) => EXPLANATIONS[measure]).join("; "))}.`,
    [{ heading: "Model" }, ...measures.map((heading) => ({ heading: capitalized(heading), isNumber: true }))],
    [
      ...baselines.map((baseline) => ({
        cells: [`Guess: ${baseline.name}`, ...scoreCells(baseline.score, measures.length)],
      })),
      { cells: ["This model", ...scoreCells(score, measures.length)], isMarked: true },
    ],
  );
}

/** What a measure is, for those who do not know it by name. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  MAE: "MAE is the mean absolute error",
  RMSE: "RMSE the root of the mean squared one",
  R2: "R2 the share of the variance that is explained, 1 at best",
  accuracy: "accuracy is the share of right answers",
  "log loss": "log loss counts how unlikely the model found what happened, 0 at best",
  AUC: "AUC is the chance to rank a row of the second class above one of the first",
};
