import { createReadStream, existsSync, mkdirSync, openSync, closeSync, writeSync } from "node:fs";
import Papa from "papaparse";

import { StreamedFile } from "../src/cli/stream/streamed-file.js";
import { describeRun } from "./machine.js";
import { median, spread } from "./statistics.js";

/*
 * How fast `downhill fit --stream` reads a CSV file, beside papaparse alone (which gives texts, no numbers). Both add up the same cells first.
 *   npm run bench:csv [-- megabytes rounds]
 */
const [megabytes = "100", rounds = "7"] = process.argv.slice(2);
const COLUMNS = 20;
const path = `build/bench/csv-${megabytes}.csv`;

if (!existsSync(path)) write(path, Number(megabytes) * 1e6);
console.log(describeRun());

const file = await StreamedFile.open(path);
const wanted = {
  inputs: file.head.columns.slice(0, COLUMNS),
  target: file.head.columns[COLUMNS],
  asText: false,
};
const expected = await papaparse();
const found = await ours();
if (found.rows !== expected.rows || Math.abs(found.sum - expected.sum) > 1e-6 * expected.rows)
  throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(expected)}: nothing was timed.`);

const times = { ours: [] as number[], papaparse: [] as number[], plain: [] as number[] };
for (let round = 0; round < Number(rounds); round++) {
  times.ours.push(await seconds(ours));
  times.papaparse.push(await seconds(papaparse));
  times.plain.push(await seconds(() => papaparse(false)));
}
const ratio = (other: readonly number[]): string => {
  const ratios = other.map((time, round) => time / times.ours[round]);
  return `${median(ratios).toFixed(2)} x, spread ${(100 * spread(ratios)).toFixed(0)} %`;
};
const rate = (list: readonly number[]): string => `${(found.rows / median(list) / 1e3).toFixed(0)} k rows/s`;
console.log(`${megabytes} MB, ${found.rows} rows of ${COLUMNS + 1} numbers`);
console.log(`downhill, numbers                ${rate(times.ours)}`);
console.log(`papaparse and Number()           ${rate(times.papaparse)}   ${ratio(times.papaparse)}`);
console.log(`papaparse alone, texts           ${rate(times.plain)}   ${ratio(times.plain)}`);

async function ours(): Promise<{ rows: number; sum: number }> {
  let rows = 0;
  let sum = 0;
  for await (const { count, numbers } of file.rows(wanted)) {
    rows += count;
    for (const value of numbers) sum += value;
  }
  return { rows, sum };
}

function papaparse(asNumbers = true): Promise<{ rows: number; sum: number }> {
  let rows = -1;
  let sum = 0;
  return new Promise((resolve, reject) => {
    Papa.parse<string[]>(createReadStream(path), {
      step({ data }) {
        if (rows >= 0 && asNumbers) for (const cell of data) sum += Number(cell);
        if (data.length > 1) rows++;
      },
      complete: () => resolve({ rows, sum }),
      error: reject,
    });
  });
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** Random numbers with four decimals (Marsaglia's xorshift32, 2003). */
function write(to: string, bytes: number): void {
  mkdirSync("build/bench", { recursive: true });
  let state = 12345;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  const output = openSync(to, "w");
  const names = Array.from({ length: COLUMNS }, (_, c) => `x${c}`);
  let written = writeSync(output, `${names.join()},y\n`);
  while (written < bytes) {
    const lines = Array.from({ length: 2000 }, () =>
      Array.from({ length: COLUMNS + 1 }, () => (next() * 10 - 5).toFixed(4)).join(),
    );
    written += writeSync(output, `${lines.join("\n")}\n`);
  }
  closeSync(output);
}
