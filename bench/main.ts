import { checkAgreement } from "./agreement.js";
import { describeRun, warnWhenBusy } from "./machine.js";
import { measure } from "./measure.js";
import { readOptions } from "./options.js";
import { describeLimits, tableHead, toRecords, toTable } from "./report.js";
import { TASKS } from "./tasks.js";

const NAMES = TASKS.map(({ name }) => name);

const HELP = `Times the core against the plain TypeScript baseline, after checking that both compute the same.

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
  for (const task of tasks) checkAgreement(task);
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exit(1);
}
say(`core and baseline agree on ${tasks.map(({ name }) => name).join(", ")}`);

if (!options.json) console.log(`\n${tableHead()}`);
const limits = warnWhenBusy(() =>
  tasks.map((task) => {
    const measurement = measure(task, options.rounds);
    if (options.json) for (const record of toRecords(measurement)) console.log(JSON.stringify(record));
    else console.log(toTable(measurement));
    return measurement.limits;
  }),
);
say(describeLimits(limits));
