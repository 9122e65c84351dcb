import { count, fixed, percent, whole } from "../../base/format.js";
import { spread } from "../../base/statistics.js";
import type { Births } from "../../lecture/births.js";
import { lessons } from "../../lecture/lessons.js";
import { OVERFITTING_AT_30, REFERENCE } from "../../lecture/reference.js";
import type { Spam } from "../../lecture/spam.js";
import { htmlPage, type Section } from "../../report/document.js";
import { figureHtml } from "../../report/figure.js";
import { html, type Content, type Html } from "../../report/html.js";
import type { Plots } from "../../report/peers.js";
import { commandLine, repetition } from "../../report/repeat.js";
import { facts, list, table, type TableColumn, type TableRow } from "../../report/table.js";
import type { LectureRecord } from "./record.js";
import {
  confusionFigure,
  curveFigure,
  errorFigure,
  reliabilityFigure,
  yearFigure,
} from "./report-figures.js";

/** What the report is of. */
export interface LectureReport {
  readonly record: LectureRecord;
  readonly births: Births;
  readonly spam: Spam;
  readonly seeds: number;
  /** The most epochs of a training, where they are cut short. */
  readonly most: number | undefined;
  readonly isFinished: boolean;
  /** Of the command line. */
  readonly args: readonly string[];
}

type BirthsEntry = LectureRecord["births"][number];

/** The lecture as a page: the same command gives the same bytes, as no time and no duration is in it. */
export async function lectureReport(report: LectureReport, plots: Plots): Promise<string> {
  const { record, args } = report;
  const { births } = record;
  const lines = births.filter(({ setting }) => setting.hidden.length === 0);
  const nets = births.filter(({ setting }) => setting.hidden.length > 0 && !setting.drawn);
  const overfit = births.filter(({ setting }) => setting.drawn);
  const sections = [
    { title: "The data", content: dataSection(report) },
    { title: "Guesses, and a straight line over 1 to 56 days", content: linesSection(report, lines) },
    nets.length > 0 && { title: "Wider and deeper", content: await netsSection(report, nets, plots) },
    overfit.length > 0 && {
      title: "Learning by heart, and its cure",
      content: overfittingSection(report, overfit),
    },
    record.spam.length > 0 && { title: "Spam or not", content: await spamSection(report, plots) },
    report.isFinished && { title: "What to see in it", content: lessonList(report) },
    { title: "To repeat it", content: repetitionOf(report, args) },
  ];
  return htmlPage({
    title: "From one straight line to networks that learn by heart",
    lead: leadOf(report),
    sections: sections.filter((section): section is Section => section !== false),
  });
}

const QUESTION =
  "How many children will be born in the United States tomorrow: by how much is a straight line better than a naive guess, and a network " +
  "better than a line?";

function leadOf(report: LectureReport): Html {
  const { record, most, isFinished } = report;
  const models = count(record.births.length + record.spam.length, "model");
  const remarks = [
    most !== undefined && `This was a quick look, of at most ${most} epochs: the reference is not reached.`,
    !isFinished && `It was stopped by Ctrl-C after ${models}; what is here is whole.`,
  ].filter((remark) => remark !== false);
  return html`<p class="question">${QUESTION}</p>
${answerOf(report)}${remarks.map((remark) => html`<p>${remark}</p>\n`)}`;
}

/** The best of the guesses, of the lines and of the networks; nothing before the first line is done. */
function answerOf({ record: { naive, births } }: LectureReport): Html | undefined {
  const guess = least(naive);
  const of = (isLine: boolean): TestError | undefined =>
    least(
      births
        .filter(({ setting }) => (setting.hidden.length === 0) === isLine)
        .map(({ row }) => ({ model: row.model, test: row.test.mean })),
    );
  const [line, network] = [of(true), of(false)];
  if (guess === undefined || line === undefined) return undefined;
  const isBeaten = Math.min(line.test, network?.test ?? Infinity) < guess.test;
  const last = network && `; the best network, "${network.model}", by ${fixed(network.test, 1)}`;
  return html`<p class="answer verdict${isBeaten && " good"}">On the days of 2014, which no training has seen, the best guess, "${guess.model}", is off by ${fixed(guess.test, 1)} births a day; the best line, "${line.model}", by ${fixed(line.test, 1)}${last}.</p>
`;
}

interface TestError {
  readonly model: string;
  readonly test: number;
}

function least(rows: readonly TestError[]): TestError | undefined {
  return [...rows].sort((a, b) => a.test - b.test).at(0);
}

function dataSection({ births, spam, seeds }: LectureReport): Html {
  const { births: days } = births.testDays();
  return html`${facts([
    ["Births", "one number a day, United States, 2000 to 2014; it comes with the package"],
    ["Training", "the 1,461 days of 2010 to 2013"],
    ["Test", `the ${whole(days.length)} days of 2014`],
    ["Inputs", "the births of the 1, 7, 28 or 56 days before, standardized"],
    ["Missing", "no day"],
    [
      "Spam",
      `e-mails as 57 numbers, x as ln(1 + x): ${whole(spam.train.rows)} for training, every fifth, ${whole(spam.test.rows)}, for the test`,
    ],
    [
      "All trainings",
      "adam at 0.001, which falls to 0 for the lines; batches of 32; the last epoch's weights, but with early stopping",
    ],
    ["Seeds", seeds === 1 ? "1" : `1 to ${seeds}: mean ± standard deviation; pictures show seed 1`],
  ])}
<p>Errors are mean absolute errors, in births a day. Beside them stands the reference: PyTorch 1.13 with the same rows and settings, mean ± standard deviation over five seeds.</p>
`;
}

function linesSection({ record: { naive } }: LectureReport, lines: readonly BirthsEntry[]): Content {
  const guesses = naive.map(({ model, train, test }) => ({
    model: `Guess: ${model}`,
    train: fixed(train, 1),
    test: fixed(test, 1),
    reference: REFERENCE[model],
  }));
  return [
    errorTable("lines", "Naive guesses, and lines over the births of so many days before.", [
      ...guesses.map(({ model, train, test, reference }) => ({
        cells: [model, train, spread(reference?.train, 1), test, spread(reference?.test, 1)],
      })),
      ...lines.map(rowOf),
    ]),
    lines.length > 1 &&
      figureHtml(
        errorFigure(
          "Windows of 1, 7, 28 and 56 days",
          "One day back tells next to nothing; a week brings the weekday, and with it nearly all that a line can find. Training and test stay close " +
            "together: a line has too few parameters to learn days by heart.",
          lines,
          naive,
        ),
      ),
  ];
}

async function netsSection(
  { record: { naive }, births }: LectureReport,
  nets: readonly BirthsEntry[],
  plots: Plots,
): Promise<Content> {
  const deepest = nets[nets.length - 1];
  const year = await yearFigure(births, deepest, plots);
  return [
    errorTable("nets", "Networks over 56 days: wider ones, then deeper ones.", nets.map(rowOf)),
    figureHtml(
      errorFigure(
        "Width and depth, training beside test",
        "The more parameters, the smaller the error on the training days. On the test days it stays where it is, or nearly: the rest of what is " +
          "gained was learnt by heart.",
        nets,
        naive,
      ),
    ),
    year && figureHtml(year),
  ];
}

function overfittingSection({ record: { naive } }: LectureReport, entries: readonly BirthsEntry[]): Content {
  const early = entries.map(({ row }) => row.early).find((errors) => errors !== undefined);
  const rows = entries.map(rowOf);
  const { train, test } = OVERFITTING_AT_30;
  const whileYoung = early && {
    cells: [
      "overfitting, MSE, after 30 epochs",
      fixed(early.train, 1),
      fixed(train, 1),
      fixed(early.test, 1),
      fixed(test, 1),
    ],
  };
  const curves = entries.map(curveFigure);
  return [
    html`<p>One hidden layer of 100 units is trained on the squared errors, which weigh holidays most. Once it trains for all its epochs; once it stops by itself when the days of 2013, kept aside, are predicted no better for 20 epochs.</p>
`,
    errorTable("overfitting", "The same network without and with early stopping.", [
      ...(whileYoung ? [whileYoung] : []),
      ...rows,
    ]),
    entries.length > 1 &&
      figureHtml(
        errorFigure(
          "Without and with early stopping, training beside test",
          "What lies far apart was learnt by heart.",
          entries,
          naive,
        ),
      ),
    curves.filter((curve) => curve !== undefined).map(figureHtml),
  ];
}

const ERROR_COLUMNS: readonly TableColumn[] = [
  { heading: "Model" },
  { heading: "Training", isNumber: true },
  { heading: "Reference", isNumber: true },
  { heading: "Test", isNumber: true },
  { heading: "Reference", isNumber: true },
];

function errorTable(id: string, caption: string, rows: readonly TableRow[]): Html {
  return table(id, caption, ERROR_COLUMNS, rows);
}

function rowOf({ row }: BirthsEntry): TableRow {
  const reference = REFERENCE[row.model];
  return {
    cells: [
      row.model,
      spread(row.train, 1),
      spread(reference?.train, 1),
      spread(row.test, 1),
      spread(reference?.test, 1),
    ],
  };
}

async function spamSection({ record: { spam: rows }, spam }: LectureReport, plots: Plots): Promise<Content> {
  const last = rows[rows.length - 1];
  const confusion = await confusionFigure(last, plots);
  const reliability = await reliabilityFigure(last, spam, plots);
  return [
    table(
      "spam",
      "The log loss; the share of right answers among the test rows; the AUC. In parentheses the reference.",
      [
        { heading: "Model" },
        { heading: "Training loss", isNumber: true },
        { heading: "Test loss", isNumber: true },
        { heading: "Right", isNumber: true },
        { heading: "AUC", isNumber: true },
      ],
      rows.map(({ row }) => {
        const { test, accuracy = NaN, auc = NaN } = REFERENCE[row.model];
        return {
          cells: [
            row.model,
            spread(row.trainLoss, 3),
            `${spread(row.logLoss, 3)} (${spread(test, 3)})`,
            `${percent(row.accuracy)} (${percent(accuracy)})`,
            `${fixed(row.auc, 3)} (${fixed(auc, 3)})`,
          ],
        };
      }),
    ),
    [confusion, reliability].filter((figure) => figure !== undefined).map(figureHtml),
  ];
}

function lessonList({ spam }: LectureReport): Content {
  return list(lessons(spam.twins, spam.test.rows));
}

function repetitionOf({ seeds, isFinished }: LectureReport, args: readonly string[]): Html {
  const stopped = isFinished ? "" : " It was stopped by Ctrl-C, which no command repeats.";
  return repetition({
    command: commandLine(args),
    facts: [["Seeds", seeds === 1 ? "1" : `1 to ${seeds}`]],
    advice:
      "The data comes with the package. The same command in the same version of downhill gives the same numbers to the bit, whatever the " +
      `machine; with the same Node on the same platform this page has the same bytes.${stopped}`,
  });
}
