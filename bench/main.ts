import { measureCallers } from "./callers.js";
import { describeRun, warnWhenBusy } from "./machine.js";
import { check, measure, type Measurement } from "./measure.js";
import { readOptions } from "./options.js";
import { callerTable, describeLimits, sliceTable, tableHead, toRecords, toTable } from "./report.js";
import { measureSlices } from "./slices.js";
import { TASKS } from "./tasks.js";

const NAMES = TASKS.map(({ name }) => name);

const HELP = `Times the core against the same networks in plain TypeScript, each in a process of its own, after checking that all compute
the same; then \`fit\` beside \`fitSync\`, and a loop of the caller's own after a fit beside before. The baseline keeps its numbers as float32, as the core does; "float64" is the baseline on doubles.

  npm run bench [-- options]

  --task T2     one task: ${NAMES.join(", ")}; default all
  --quick       few and short rounds: to see that it runs, not to be quoted
  --json        one JSON object a line for each task, kind and implementation; the rest goes to stderr
  --clock wall  the time that passes; default cpu, the time that this process has a core`;

const options = readOptions("bench", HELP, {
  flag: "task",
  known: NAMES,
  full: { rounds: 25, turn: 20 },
});
const tasks = TASKS.filter(({ name }) => options.only === undefined || name === options.only);
const say = options.json ? console.error : console.log;

say(describeRun());
try {
  for (const task of tasks) await check(task, options.rounds);
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exit(1);
}
say(`core and baseline agree on ${tasks.map(({ name }) => name).join(", ")}`);

if (!options.json) console.log(`\n${tableHead()}`);
const measurements: Measurement[] = [];
for (const task of tasks) {
  const measurement = await measure(task, options.rounds);
  if (options.json) for (const record of toRecords(measurement)) console.log(JSON.stringify(record));
  else console.log(toTable(measurement));
  measurements.push(measurement);
}
say(describeLimits(measurements.map(({ limits }) => limits)));
const slices = [];
for (const task of tasks) slices.push(await measureSlices(task, options.rounds));
const callers = measureCallers(Math.ceil(options.rounds.rounds / 5));
if (options.json) {
  for (const { task, ...cost } of slices)
    console.log(JSON.stringify({ task: task.name, kind: "fit beside fitSync", ...cost }));
  for (const cost of callers) console.log(JSON.stringify({ kind: "the caller's loop after a fit", ...cost }));
} else {
  console.log(`\n${sliceTable(slices)}\n\n${callerTable(callers)}`);
}
warnWhenBusy(Math.min(...measurements.map(({ share }) => share)));
