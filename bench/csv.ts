import { spawnSync } from "node:child_process";
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from "node:fs";
import Papa from "papaparse";

import { StreamedFile } from "../src/cli/stream/streamed-file.js";
import { readCsv, streamCsv, type CsvTable } from "../src/csv/index.js";
import { describeRun } from "./machine.js";
import { median, spread } from "./statistics.js";

/*
 * How fast a CSV file of numbers is read: by `downhill/csv` from bytes, from a text and from a stream, and by `downhill fit --stream`, beside papaparse,
 * alone (which gives texts) and with Number(). All add up the same cells first. Then how much memory each of ours takes, each in a process of its own.
 *   npm run bench:csv [-- megabytes rounds]
 */
const COLUMNS = 20;
/** The argument that begins a process which measures memory. */
const MEMORY = "--memory";

interface Found {
  readonly rows: number;
  readonly sum: number;
}

if (process.argv[2] === MEMORY) await measureMemory(process.argv[3], process.argv[4]);
else await compare();

async function compare(): Promise<void> {
  const [megabytes = "100", rounds = "7"] = process.argv.slice(2);
  const path = `build/bench/csv-${megabytes}.csv`;
  if (!existsSync(path)) write(path, Number(megabytes) * 1e6);
  console.log(describeRun());
  // First, as a process begins with the peak of the one that starts it.
  for (const kind of ["bytes", "text", "stream"]) {
    const { stdout } = spawnSync(process.execPath, [process.argv[1], MEMORY, kind, path], {
      encoding: "utf8",
    });
    console.log(stdout.trim());
  }
  const file = await StreamedFile.open(path);
  const bytes = readFileSync(path);
  const text = bytes.toString("latin1");
  const readers: Record<string, () => Found | Promise<Found>> = {
    "readCsv, bytes": () => sumOf(readCsv(bytes)),
    "readCsv, text": () => sumOf(readCsv(text)),
    streamCsv: () => sumOfAll(streamCsv(createReadStream(path, { highWaterMark: 1 << 20 }))),
    "downhill fit --stream": () => commandLine(file),
    "papaparse and Number()": () => papaparse(path, true),
    "papaparse alone, texts": () => papaparse(path, false),
  };
  const names = Object.keys(readers);
  const expected = await papaparse(path, true);
  for (const name of names.filter((each) => !each.includes("alone"))) {
    const found = await readers[name]();
    if (found.rows !== expected.rows || Math.abs(found.sum - expected.sum) > 1e-6 * expected.rows)
      throw new Error(
        `${name}: ${JSON.stringify(found)} is not ${JSON.stringify(expected)}: nothing was timed.`,
      );
  }
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < Number(rounds); round++)
    for (const name of names) times.get(name)?.push(await seconds(readers[name]));
  const alone = times.get(names[names.length - 1]) as number[];
  console.log(`${megabytes} MB, ${expected.rows} rows of ${COLUMNS + 1} numbers; times papaparse's rows/s`);
  for (const [name, list] of times) {
    const ratios = list.map((time, round) => alone[round] / time);
    const rate = `${(expected.rows / median(list) / 1e3).toFixed(0)} k rows/s`;
    console.log(
      `${name.padEnd(24)} ${rate.padStart(14)}   ${median(ratios).toFixed(2)} x, spread ${(100 * spread(ratios)).toFixed(0)} %`,
    );
  }
}

/** Peak memory beside that of the file's numbers, with the bytes or the text that is read and without. */
async function measureMemory(kind: string, path: string): Promise<void> {
  const bytes = kind === "stream" ? undefined : readFileSync(path);
  const text = kind === "text" ? bytes?.toString("latin1") : undefined;
  const peak = (): number => process.resourceUsage().maxRSS * 1024;
  const before = peak();
  let cells = 0;
  if (bytes === undefined) {
    const batches = streamCsv(createReadStream(path, { highWaterMark: 1 << 20 }));
    for await (const { rows } of batches) cells += rows * (COLUMNS + 1);
  } else cells = readCsv(text ?? bytes).rows * (COLUMNS + 1);
  const more = (peak() - before) / (8 * cells);
  const all = more + (bytes === undefined ? 0 : statSync(path).size / (8 * cells));
  console.log(
    `memory, ${kind}: ${more.toFixed(2)} x the numbers' own${bytes ? `, ${all.toFixed(2)} x with the ${kind} itself` : ""}`,
  );
}

function sumOf({ rows, columns }: CsvTable): Found {
  let sum = 0;
  for (const cells of Object.values(columns)) for (const value of cells as Float64Array) sum += value;
  return { rows, sum };
}

async function sumOfAll(batches: AsyncIterable<CsvTable>): Promise<Found> {
  let [rows, sum] = [0, 0];
  for await (const batch of batches) {
    const found = sumOf(batch);
    rows += found.rows;
    sum += found.sum;
  }
  return { rows, sum };
}

async function commandLine(file: StreamedFile): Promise<Found> {
  const { columns } = file.head;
  const wanted = { inputs: columns.slice(0, COLUMNS), target: columns[COLUMNS], asText: false };
  let [rows, sum] = [0, 0];
  for await (const { count, numbers } of file.rows(wanted)) {
    rows += count;
    for (const value of numbers) sum += value;
  }
  return { rows, sum };
}

function papaparse(path: string, asNumbers: boolean): Promise<Found> {
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

async function seconds(work: () => unknown): Promise<number> {
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
