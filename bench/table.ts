import { type Dataset, Model, dataset, dense } from "../src/index.js";
import { type Cell, encode, type Row, table, type TableOptions } from "../src/table/index.js";
import { BusyMeter, describeRun, warnWhenBusy } from "./machine.js";
import { timed, timeInRounds, type Work } from "./rounds.js";
import { median, spread } from "./statistics.js";

/*
 * How fast `table` reads records and columns, what a model makes of its rows, and one prediction of a record beside one of a row of numbers.
 * Each result is checked first.
 *   npm run bench:table [-- rows rounds]
 */
const [count = "20000", rounds = "9"] = process.argv.slice(2);
const ROWS = Number(count);
const CITIES = ["Bergen", "Hamar", "Oslo", "Tromsø", "Trondheim"];
const DAY = 86_400_000;

/** Marsaglia's xorshift32 (2003), from 0 up to 1. */
let state = 2463534242;
function next(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 4294967296;
}

const numeric = Array.from({ length: ROWS }, () =>
  Object.fromEntries(Array.from({ length: 21 }, (_, c) => [c < 20 ? `x${c}` : "y", next() * 10 - 5])),
) as Row[];
const mixed = Array.from({ length: ROWS }, (_, r): Row => {
  const day = new Date(Math.floor(16_000 + next() * 2000) * DAY).toISOString().slice(0, 10);
  return {
    ...{ wind: next() < 0.1 ? null : next() * 20, sun: next() * 12, height: Math.floor(next() * 900) },
    ...{
      pressure: 990 + next() * 40,
      city: CITIES[r % 5],
      sky: next() < 0.05 ? "" : ["blue", "grey"][r % 2],
    },
    ...{
      open: next() < 0.5 ? "yes" : "no",
      holiday: next() < 0.1,
      day,
      road: `R${r % 17}`,
      visits: next() * 100,
    },
  };
});
const numericOptions: TableOptions = { target: "y" };
const mixedOptions: TableOptions = { target: "visits", missing: "mean", dates: ["weekday"] };
const numericColumns = columnsOf(numeric, (cells) => Float64Array.from(cells as number[]));
const mixedColumns = columnsOf(mixed, (cells) => cells);

const data = table(mixed, mixedOptions);
const model = trained(data);
const { columns, values } = encode(model, data);
/** The same rows as the network sees them, and the same network for them. */
const plain = dataset({ inputs: values, targets: data.targets }, { inputWidth: columns.length });
const plainModel = new Model({
  ...{ inputs: columns.length, layers: [dense(16, "relu"), dense(1)], loss: "mse", standardize: false },
});
plainModel.parameters = model.parameters;
const record = { ...mixed[7] };
const row = Array.from(values.subarray(7 * columns.length, 8 * columns.length));

checkResults();
const works: (Work & { readonly rows: number })[] = [
  work("table, records of 20 numbers", ROWS, () => table(numeric, numericOptions)),
  work("table, 20 columns, Float64Array", ROWS, () => table(numericColumns, numericOptions)),
  work("dataset, rows of 20 numbers, to compare", ROWS, readNumbers()),
  work("table, records of 10 mixed cells", ROWS, () => table(mixed, mixedOptions)),
  work("table, 10 mixed columns", ROWS, () => table(mixedColumns, mixedOptions)),
  work(`fit, an epoch of mixed rows, ${columns.length} inputs`, ROWS, () => trained(data)),
  work("fit, an epoch of the same as numbers", ROWS, () => trained(plain)),
  work("predictAll, mixed dataset", ROWS, () => model.predictAll(data)),
  work("predictAll, mixed records", ROWS, () => model.predictAll(mixed)),
  work("predictAll, the same as numbers", ROWS, () => plainModel.predictAll(plain)),
  work("predict, a record of 10 cells", 1, () => model.predict(record)),
  work("predict, the same as numbers", 1, () => plainModel.predict(row)),
];

console.log(describeRun());
const busy = new BusyMeter();
const times = await timeInRounds(
  works.map((of) => timed(of, { turn: 100, clock: "cpu" }, busy)),
  Number(rounds),
);
for (const { name, rows } of works) {
  const milliseconds = times.get(name) as Float64Array;
  const figure =
    rows === 1
      ? `${(median(milliseconds) * 1e6).toFixed(0)} ns`
      : `${(rows / median(milliseconds)).toFixed(0)} k rows/s`;
  console.log(
    `${name.padEnd(46)}${figure.padStart(14)}   spread ${(100 * spread(milliseconds)).toFixed(0)} %`,
  );
}
warnWhenBusy(busy.share);

function work(name: string, rows: number, run: () => unknown): Work & { readonly rows: number } {
  return { name, rows, run: () => void run() };
}

function trained(rows: Dataset): Model {
  const made = new Model({ inputs: rows, layers: [dense(16, "relu"), dense(1)], loss: "mse", seed: 1 });
  made.fitSync(rows, { epochs: 1, batchSize: 256 });
  return made;
}

function readNumbers(): () => Dataset {
  const names = Object.keys(numeric[0]).slice(0, -1);
  const inputs = numeric.map((of) => names.map((name) => of[name] as number));
  const targets = numeric.map(({ y }) => y as number);
  return () => dataset({ inputs, targets });
}

function columnsOf(
  rows: readonly Row[],
  as: (cells: Cell[]) => ArrayLike<Cell>,
): Record<string, ArrayLike<Cell>> {
  return Object.fromEntries(Object.keys(rows[0]).map((name) => [name, as(rows.map((of) => of[name]))]));
}

/** @throws Error unless every way to the same rows gives the same numbers */
function checkResults(): void {
  const same = (one: ArrayLike<number>, other: ArrayLike<number>, what: string): void => {
    const differs = Array.from(one).findIndex((value, i) => !Object.is(value, other[i]));
    if (one.length !== other.length || differs >= 0) throw new Error(`${what} differ: nothing was timed.`);
  };
  same(table(numeric, numericOptions).inputs, table(numericColumns, numericOptions).inputs, "numeric rows");
  same(table(numeric, numericOptions).inputs, readNumbers()().inputs, "rows of numbers");
  same(data.inputs, table(mixedColumns, mixedOptions).inputs, "mixed rows");
  same(model.predictAll(data), model.predictAll(mixed), "predictions of records");
  // Float32 of the same float64: to the bit, but for the standardized target.
  const { mean, deviation } = model.toJSON().scaler.targets as {
    mean: readonly number[];
    deviation: readonly number[];
  };
  const ours = model.predict(record)[0];
  const plainly = plainModel.predict(row)[0] * deviation[0] + mean[0];
  if (!(Math.abs(ours - plainly) < 1e-9 * Math.abs(ours)))
    throw new Error(`a record gives ${ours}, its numbers ${plainly}: nothing was timed.`);
}
