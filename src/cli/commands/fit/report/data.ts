import { capitalized, count, listed, number, percent, whole } from "../../../base/format.js";
import { html, type Content, type Html } from "../../../report/html.js";
import { facts, list, table } from "../../../report/table.js";
import { describeCandidate } from "../../../show/choice.js";
import { columnsOf } from "../../../show/columns.js";
import { describeOrder, hasDecimalCommas } from "../../../show/file.js";
import { describeWindow } from "../../../show/inputs.js";
import { notesBefore } from "../notes.js";
import type { FitPlan } from "../plan.js";
import { placesOf } from "./places.js";

/** Rows of tables that may be as long as a file likes. */
const MOST_ROWS = 40;
/** Names of columns in a sentence. */
const MOST_NAMES = 60;

/** What the file holds, what was taken for what, and which rows were for what. */
export function dataSection(plan: FitPlan): Html {
  const { problem, rows } = plan;
  const { table: file, calendar, series } = problem;
  return html`${facts([
    ["File", html`<code>${file.file}</code>`],
    ["Rows", `${whole(plan.stream ? rows.all : file.rows)}${leftRows(plan)}`],
    ["Dates", calendar && describeOrder(file, calendar)],
    ["Numbers", hasDecimalCommas(file) && "with decimal commas"],
    ["Target", html`"${problem.targetName}"${targetValues(plan)}`],
    ["Taken for", problem.target.announcement],
    ["Inputs", series ? describeWindow(series) : describeColumns(plan)],
    ["Left out", problem.leftOut.length > 0 && problem.leftOut.join(", ")],
  ])}${partsTable(plan)}${classesTable(plan)}${columnsTable(plan)}${choiceTable(plan)}${noteList(plan)}`;
}

/** Where there are fewer rows to learn from than in the file. */
function leftRows({ problem: { series }, rows, stream }: FitPlan): string {
  if (series === undefined || stream) return "";
  return `, of which ${whole(rows.all)} have a whole window before them`;
}

function targetValues({ facts: { values } }: FitPlan): string {
  if (values === undefined) return "";
  const { low, high, mean, median } = values;
  return `, from ${number(low)} to ${number(high)}, mean ${number(mean)}, median ${number(median)}`;
}

/** The columns of a table of numbers, which need no table of their own. */
function describeColumns({ problem: { mixed, inputs } }: FitPlan): string {
  const columns = count(inputs.length, "column");
  if (mixed !== undefined) return `${columns}, see below`;
  return `${columns} of numbers without a gap, standardized: ${listed(inputs, MOST_NAMES)}`;
}

function partsTable(plan: FitPlan): Html {
  const { rows, options, problem, stream } = plan;
  const { train, validation, test } = rows;
  const used = train + validation + test;
  const order =
    problem.series === undefined ? `shuffled by seed ${options.seed}` : "in time order, the test last";
  const places = placesOf(plan);
  const parts = [
    { name: "Training", rows: train, place: places?.train },
    { name: "Validation", rows: validation, place: places?.validation },
    { name: "Test", rows: test, place: places?.test },
  ].filter((part) => part.rows > 0);
  return table(
    "parts",
    `The rows, ${stream ? "each part drawn by the seed" : order}. Training rows are learnt from, validation rows choose the epoch, and ` +
      "test rows judge the result.",
    [
      { heading: "Part" },
      { heading: "Rows", isNumber: true },
      { heading: "Share", isNumber: true },
      ...(places ? [{ heading: "From" }, { heading: "To" }] : []),
    ],
    parts.map(({ name, rows: n, place }) => ({
      cells: [name, whole(n), percent(n / used), ...(places ? [place?.from, place?.to] : [])],
    })),
  );
}

function classesTable({ problem: { target }, facts: { counts = [] } }: FitPlan): Html | undefined {
  if (target.task !== "classification") return undefined;
  const all = counts.reduce((sum, rows) => sum + rows, 0);
  const { classes } = target;
  const shown = classes.slice(0, MOST_ROWS);
  return table(
    "classes",
    `The classes${shown.length < classes.length ? `, the first ${MOST_ROWS} of ${whole(classes.length)}` : ""}.`,
    [{ heading: "Class" }, { heading: "Rows", isNumber: true }, { heading: "Share", isNumber: true }],
    shown.map((name, c) => ({ cells: [String(name), whole(counts[c]), percent(counts[c] / all)] })),
  );
}

function columnsTable({ problem: { mixed }, model }: FitPlan): Html | undefined {
  if (mixed === undefined) return undefined;
  const columns = columnsOf(model, mixed);
  const shown = columns.slice(0, MOST_ROWS);
  const missing = columns.reduce((sum, column) => sum + (column.missing?.cells ?? 0), 0);
  return table(
    "columns",
    `The inputs${shown.length < columns.length ? `, the first ${MOST_ROWS} of ${whole(columns.length)}` : ""}: ` +
      `${count(missing, "missing cell")} in all.`,
    [
      { heading: "Column" },
      { heading: "Kind" },
      { heading: "Missing", isNumber: true },
      { heading: "What it becomes" },
    ],
    shown.map(({ name, words, missing: lacking, becomes = "standardized", filled }) => ({
      cells: [name, words, whole(lacking?.cells ?? 0), [becomes, filled && `; where missing, ${filled}`]],
    })),
  );
}

function choiceTable({ choice }: FitPlan): Html | undefined {
  if (choice === undefined) return undefined;
  const { chosen, measure, rows, candidates } = choice;
  const cells = ({ relative, calendar, error }: (typeof candidates)[number]): Content[] => [
    describeCandidate({ relative, calendar }),
    error === null ? "diverged" : number(error),
  ];
  return table(
    "choice",
    `How the series is cut was chosen on the ${count(rows, "validation row")}, never on the test rows: the first whose error is not ` +
      "larger than the least by more than chance.",
    [{ heading: "Windows" }, { heading: measure, isNumber: true }],
    candidates.map((candidate) => ({
      cells: cells(candidate),
      isMarked:
        candidate.relative === chosen.relative && candidate.calendar.join() === chosen.calendar.join(),
    })),
  );
}

function noteList(plan: FitPlan): Html | undefined {
  const notes = list(notesBefore(plan).map(capitalized));
  return notes && html`<h3>Notes on the data</h3>\n${notes}`;
}
