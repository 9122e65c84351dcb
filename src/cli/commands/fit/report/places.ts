import type { Parts } from "../../../problem/split.js";
import type { FitPlan } from "../plan.js";

/** The first and the last time that is predicted in a part. */
export interface Place {
  readonly from: string;
  readonly to: string;
}

/** Where the parts of a series with dates lie; undefined of rows without any, or whose dates go back and forth. */
export function placesOf(plan: FitPlan): Partial<Record<keyof Parts, Place>> | undefined {
  const { problem, parts } = plan;
  const { series, calendar } = problem;
  if (series === undefined || calendar === undefined || calendar.order === "mixed") return undefined;
  const { past, gap, ahead } = series;
  const { cells } = calendar.column;
  // Parts are cut from the end, and so many rows are left out between two.
  const border = ahead - 1 + gap;
  let end = problem.data.rows;
  const places: Partial<Record<keyof Parts, Place>> = {};
  for (const name of ["test", "validation", "train"] as const) {
    const { rows } = parts[name] ?? {};
    if (rows === undefined) continue;
    const first = end - rows + past + gap;
    places[name] = { from: cells[first], to: cells[first + rows - 1 + ahead - 1] };
    end -= rows + border;
  }
  return places;
}

/** The row of the file that a row of the judged part predicts first, for a series. */
export function firstJudgedRow({ problem, judged }: FitPlan): number {
  const { past = 0, gap = 0 } = problem.series ?? {};
  return problem.data.rows - judged.data.rows + past + gap;
}
