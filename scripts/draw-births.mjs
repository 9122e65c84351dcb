// Draws docs/figures/births.svg, the lecture's picture: a model's prediction against reality, over weeks that it has not seen.
//   node scripts/draw-births.mjs [file]
// The same seed gives the same model on every engine, so the file has the same bytes each time; a test compares them.
import { readFileSync, writeFileSync } from "node:fs";
import { Model, dense, windows } from "../dist/index.js";

const PAST = 56;
const here = (path) => new URL(`../${path}`, import.meta.url);
const lines = readFileSync(here("data/us-births-2000-2014.csv"), "utf8").trim().split("\n").slice(1);
const dates = lines.map((line) => line.split(",")[0]);
const births = lines.map((line) => Number(line.split(",")[1]));
/** The days from `from` until before `to`, each with the 56 days before it. */
const days = (from, to = "") =>
  windows(births.slice(dates.indexOf(from) - PAST, to ? dates.indexOf(to) : undefined), { past: PAST });

const train = days("2002-01-01", "2013-01-01");
const test = days("2014-01-01");
const layers = [dense(100, "relu"), dense(100, "relu"), dense(1)];
const model = new Model({ inputs: train, layers, loss: "mae", seed: 1 });
const validation = days("2013-01-01", "2014-01-01");
model.fitSync(train, { epochs: 300, validation, earlyStopping: { patience: 20 } });
const lastWeek = test.targets.reduce(
  (sum, value, row) => sum + Math.abs(value - test.inputs[row * PAST + PAST - 7]) / test.rows,
  0,
);

const shown = days("2014-10-06", "2014-12-01"); // eight weeks, Monday to Sunday
const predicted = model.predictAll(shown);
const first = dates.indexOf("2014-10-06");
writeFileSync(process.argv[2] ?? here("docs/figures/births.svg"), draw());

function draw() {
  const [left, right, top, bottom] = [62, 745, 66, 258];
  const x = (day) => left + ((right - left) * day) / (shown.rows - 1);
  const y = (value) => bottom - ((bottom - top) * (value - 6000)) / 8000;
  const text = (px, py, words, extra = "") =>
    `<text x="${round(px)}" y="${round(py)}"${extra}>${words}</text>`;
  const line = (values) =>
    Array.from(values, (value, day) => `${round(x(day))},${round(y(value))}`).join(" ");
  const ticks = [6000, 8000, 10_000, 12_000, 14_000];
  const weeks = Array.from({ length: shown.rows / 7 }, (_, week) => 7 * week);
  /** What happened on a day, beside its point. */
  const note = (date, words, right, down) => {
    const day = dates.indexOf(date) - first;
    return text(
      x(day) + right,
      y(shown.targets[day]) + down,
      words,
      ' text-anchor="middle" font-size="11.5" fill="#1864ab"',
    );
  };
  const middle = ' text-anchor="middle"';
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 300" role="img" font-family="sans-serif" font-size="13" fill="#333">',
    "<title>Births a day in the United States, October and November 2014: predicted and real</title>",
    // A ground of its own, so that it reads the same on a light page and on a dark one.
    '<rect width="760" height="300" rx="8" fill="#fff"/>',
    text(20, 26, "Births a day in the United States", ' font-size="16" font-weight="bold"'),
    text(
      20,
      46,
      `All of 2014, unseen in training: off by ${model.evaluate(test).mae.toFixed(0)} a day on average. ` +
        `Copying the same weekday of last week: ${lastWeek.toFixed(0)}.`,
      ' fill="#555"',
    ),
    ...ticks.map(
      (value) =>
        `<path d="M${left} ${round(y(value))}H${right}" stroke="#e4e4e4"/>` +
        text(left - 8, y(value) + 4, value.toLocaleString("en"), ' text-anchor="end"'),
    ),
    ...weeks.map((day) => text(x(day), bottom + 20, monthAndDay(dates[first + day]), middle)),
    `<polyline points="${line(predicted)}" fill="none" stroke="#d9480f" stroke-width="2.5" stroke-linejoin="round"/>`,
    ...Array.from(
      shown.targets,
      (value, day) => `<circle cx="${round(x(day))}" cy="${round(y(value))}" r="3.2" fill="#1864ab"/>`,
    ),
    note("2014-10-31", "Halloween", -25, 38),
    note("2014-11-27", "Thanksgiving", -2, 18),
    '<circle cx="478" cy="22" r="3.2" fill="#1864ab"/>',
    text(487, 26, "real"),
    '<path d="M536 22H564" stroke="#d9480f" stroke-width="2.5"/>',
    text(571, 26, "predicted the day before"),
    "</svg>",
    "",
  ].join("\n");
}

function round(value) {
  return Number(value.toFixed(1));
}

function monthAndDay(date) {
  const [, month, day] = date.split("-").map(Number);
  return `${day} ${["Oct", "Nov"][month - 10]}`;
}
