import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { BusyMeter, describeRun, warnWhenBusy } from "./machine.js";
import { readOptions } from "./options.js";
import { CURVES } from "./scaling/curves.js";
import { figureOf } from "./scaling/figure.js";
import { measureCurve } from "./scaling/measure.js";
import { measureMemory } from "./scaling/memory.js";
import { curveRecords, curveTable, memoryTable } from "./scaling/report.js";
import { TASKS } from "./tasks.js";

const NAMES = [...CURVES.map(({ name }) => name), "memory"];

const HELP = `What training costs against rows, width, depth and batch size, and the memory of each task.

  npm run bench:scaling [-- options]

  --curve width  one of them: ${NAMES.join(", ")}; default all
  --page FILE    a Markdown file to write into, between its markers, with figures beside it; default: prints
  --quick        few and short rounds: to see that it runs, not to be quoted
  --json         one JSON object a line for each point, line and task; the rest goes to stderr
  --clock wall   the time that passes; default cpu, the time that this process has a core`;

const { json, only, page, rounds } = readOptions("bench:scaling", HELP, {
  ...{ flag: "curve", known: NAMES, pages: true },
  full: { rounds: 25, turn: 10 },
});
const wanted = (name: string): boolean => only === undefined || only === name;
const say = json ? console.error : console.log;

/** Puts a text between `<!-- scaling: name -->` and `<!-- end -->` in the page, if there is one, else on the screen. */
function publish(name: string, text: string): void {
  if (page === undefined) return say(`\n${name}\n\n${text}`);
  const marked = new RegExp(`(<!-- scaling: ${name} -->\n)[^]*?(\n<!-- end -->)`);
  const before = readFileSync(page, "utf8");
  if (!marked.test(before)) {
    throw new Error(
      `${page}: no line <!-- scaling: ${name} --> with a line <!-- end --> below it. Add them.`,
    );
  }
  writeFileSync(
    page,
    before.replace(marked, (_, begin: string, end: string) => begin + text + end),
  );
}

function print(records: readonly object[]): void {
  if (json) for (const record of records) console.log(JSON.stringify(record));
}

publish("run", describeRun());
const busy = new BusyMeter();
const curves = CURVES.filter(({ name }) => wanted(name));
for (const curve of curves) {
  const measured = await measureCurve(curve, rounds, busy);
  print(curveRecords(measured));
  if (page === undefined) {
    publish(curve.name, curveTable(measured));
    continue;
  }
  const file = `figures/scaling-${curve.name}.svg`;
  mkdirSync(join(dirname(page), "figures"), { recursive: true });
  writeFileSync(join(dirname(page), file), figureOf(measured));
  publish(curve.name, `![ns a row against ${curve.axis}](${file})\n\n${curveTable(measured)}`);
}
if (curves.length > 0) warnWhenBusy(busy.share);
if (wanted("memory")) {
  const all = TASKS.map(measureMemory);
  print(
    all.map(({ task, total, needed, extra }) => ({
      curve: "memory",
      task,
      bytes: total,
      ...needed,
      ...extra,
    })),
  );
  publish("memory", memoryTable(all));
}
