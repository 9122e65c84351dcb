import { instantiateKernels } from "../tests/kernels/core.js";
import { Room, type KernelCase } from "./kernels/case.js";
import { elementwiseCases } from "./kernels/elementwise.js";
import { productCases } from "./kernels/products.js";
import { rowCases } from "./kernels/rows.js";
import { stepCases } from "./kernels/steps.js";
import { limitsOf, limitWorks } from "./limits.js";
import { BusyMeter, describeRun, warnWhenBusy } from "./machine.js";
import { readOptions } from "./options.js";
import { describeLimits, format, percent, tableRow } from "./report.js";
import { timed, timeInRounds } from "./rounds.js";
import { median, spread } from "./statistics.js";

const HELP = `Times every kernel on the shapes of real layers, after checking each against its scalar twin.

  npm run bench:kernels [-- options]

  --kernel matmul   only kernels whose name holds this text
  --quick           few and short rounds: to see that it runs, not to be quoted
  --json            one JSON object a line for each kernel and shape; the rest goes to stderr
  --clock wall      the time that passes; default cpu, the time that this process has a core`;

const options = readOptions("bench:kernels", HELP, { flag: "kernel", full: { rounds: 15, turn: 4 } });
const say = options.json ? console.error : console.log;

/** Widths; below zero: flush left. */
const COLUMNS = [-22, -20, 9, 9, -12, 8, 8];

const room = new Room(instantiateKernels(96 << 20));
const all = [productCases, elementwiseCases, rowCases, stepCases].flatMap((casesOf) => casesOf(room));
const wanted = options.only?.toLowerCase() ?? "";
const cases = all.filter(({ kernel }) => kernel.toLowerCase().includes(wanted));
if (cases.length === 0) {
  console.error(`bench:kernels: no kernel's name holds "${options.only}".`);
  process.exit(2);
}

say(describeRun());
for (const { check } of cases) check();
say(`agree with their scalar twins: ${cases.length} kernels and shapes\n`);

const nameOf = ({ kernel, shape }: KernelCase): string => `${kernel}, ${shape}`;
const works = [...cases.map((each) => ({ name: nameOf(each), run: each.run })), ...limitWorks()];
const busy = new BusyMeter();
const times = await timeInRounds(
  works.map((work) => timed(work, options.rounds, busy)),
  options.rounds.rounds,
);
warnWhenBusy(busy.share);
const limits = limitsOf(times);
if (!options.json) console.log(tableRow(COLUMNS, ["", "", "us", "G/s", "", "of peak", "spread"]));
for (const each of cases) print(each, times.get(nameOf(each)) as Float64Array);
say(describeLimits([limits]));

function print({ kernel, shape, work, counts }: KernelCase, milliseconds: Float64Array): void {
  const rates = milliseconds.map((ms) => work / ms / 1e6);
  const microseconds = 1000 * median(milliseconds);
  const rate = median(rates);
  const products = counts === "operations";
  const peakShare = products ? median(rates.map((value, round) => value / limits.peak[round])) : undefined;
  const unit = products ? "GFLOP/s" : "Gelements/s";
  if (options.json) {
    console.log(JSON.stringify({ kernel, shape, us: microseconds, rate, unit, peakShare }));
    return;
  }
  const share = peakShare === undefined ? "" : percent(peakShare);
  const cells = [
    kernel,
    shape,
    format(microseconds),
    format(rate),
    ` ${unit}`,
    share,
    percent(spread(rates), 1),
  ];
  console.log(tableRow(COLUMNS, cells));
}
