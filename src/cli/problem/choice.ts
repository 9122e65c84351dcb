import type { CalendarField } from "../../index.js";
import type { Step } from "../read/step.js";
import type { Calendar } from "../read/dates.js";
import type { Problem, ProblemOptions } from "./problem.js";

/** A way to cut a series that may be chosen. */
export type Candidate = { relative: "last" | false; calendar: CalendarField[] };

/** What the validation rows have decided, as plain JSON for the notes of a model. */
export type Choice = {
  chosen: Candidate;
  measure: "MAE" | "RMSE" | "log loss";
  /** How many there were. */
  rows: number;
  /** In the order of preference; `error` is null where the training has diverged. */
  candidates: (Candidate & { error: number | null })[];
};

const DAY = 86_400_000;

/** What the calendar may tell of rows so far apart, and the days of a round of it. */
const FIELDS: readonly (readonly [field: CalendarField, days: number, of: readonly Step[]])[] = [
  ["hour", 1, ["hour"]],
  ["weekday", 7, ["hour", "day"]],
  ["month", 365, ["hour", "day", "week", "month"]],
];

/**
 * The ways in which a series could be cut, the preferred one first: what is relative to the last value holds where a series has never
 * been, and more columns need more reason. Only one where the user has decided, or nothing else fits.
 */
export function candidatesOf({ target, series, calendar }: Problem, options: ProblemOptions): Candidate[] {
  if (series === undefined) return [];
  // In a series of 0 and 1 it is the last value itself that tells.
  const mayBeRelative = series.past > 1 && target.task === "regression";
  const relatives: Candidate["relative"][] =
    options.relative === undefined && mayBeRelative ? ["last", false] : [series.relative ?? false];
  const fields = options.calendar ?? fieldsFor(calendar);
  const calendars = options.calendar === undefined && fields.length > 0 ? [[], fields] : [fields];
  return relatives.flatMap((relative) =>
    calendars.map((chosen) => ({ relative, calendar: [...chosen] as CalendarField[] })),
  );
}

/** Those that fit the step of the rows, some of which may be missing, and come round twice in the file. */
function fieldsFor(calendar: Calendar | undefined): CalendarField[] {
  if (calendar?.step === undefined) return [];
  const { times, step } = calendar;
  // From the first row to the end of the last.
  const days = ((times[times.length - 1] - times[0]) / DAY) * (times.length / (times.length - 1));
  return FIELDS.filter(([, round, steps]) => steps.includes(step) && days >= 2 * round).map(
    ([field]) => field,
  );
}
