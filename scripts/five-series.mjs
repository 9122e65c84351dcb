/*
 * The five public series of docs/command-line.md: `node scripts/five-series.mjs` prints their table as `downhill fit` alone finds it.
 * tests/five-series.test.ts holds the bounds.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

/**
 * @typedef {object} PublicSeries
 * @property {string} name
 * @property {string} file
 * @property {string} target
 * @property {number} past
 * @property {number} most the largest mean absolute error on the test rows
 */

/** @type {PublicSeries[]} */
export const FIVE = [
  ["US employment, monthly", "node_modules/vega-datasets/data/us-employment.csv", "nonfarm", 12, 75],
  ["S&P 500, monthly", "node_modules/vega-datasets/data/sp500.csv", "price", 12, 60],
  ["CO2 on Mauna Loa, monthly", "node_modules/vega-datasets/data/co2-concentration.csv", "CO2", 24, 0.36],
  [
    "Seattle's highest temperature, daily",
    "node_modules/vega-datasets/data/seattle-weather.csv",
    "temp_max",
    28,
    2.33,
  ],
  ["births in the US, daily", "data/us-births-2000-2014.csv", "births", 56, 255],
].map(([name, file, target, past, most]) => ({ name, file: path(file), target, past, most }));

/**
 * What `downhill fit FILE --target X --past N --json` says.
 *
 * @param {PublicSeries} series
 * @param {...string} more options
 */
export function fit({ file, target, past }, ...more) {
  const args = ["fit", file, "--target", target, "--past", String(past), "--json", ...more];
  return JSON.parse(execFileSync(process.execPath, [path("dist/cli.js"), ...args], { encoding: "utf8" }));
}

/** @param {number} value */
const shown = (value) => (value >= 100 ? value.toFixed(1) : value.toPrecision(value < 1 ? 3 : 4));

/** Prints a row for each series. */
function main() {
  const ways = [
    ["--relative", "none", "--calendar", "none"],
    ["--relative", "last", "--calendar", "none"],
  ];
  console.log("| series, `--past` | best naive guess | absolute | relative | chosen | |");
  console.log("|---|---|---|---|---|---|");
  for (const series of FIVE) {
    const chosen = fit(series);
    /** @type {{ model: string, mae: number }[]} */
    const guesses = chosen.baselines;
    const naive = guesses.reduce((best, guess) => (guess.mae < best.mae ? guess : best));
    const others = ways.map((way) => shown(fit(series, ...way).test.mae));
    const how = `${chosen.relative ? "relative" : "absolute"}${chosen.calendar.length > 0 ? `, ${chosen.calendar.join(", ")}` : ""}`;
    console.log(
      `| ${series.name}, ${series.past} | ${naive.model}: ${shown(naive.mae)} | ${others.join(" | ")} | ${shown(chosen.test.mae)} | ${how} |`,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
