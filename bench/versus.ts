/*
 * Two builds of the library against each other, in turns: what scripts/compare.mjs runs.
 *   node versus.mjs NOW BASE    each the bundle of side.ts with that build in it
 */
import { warnWhenBusy } from "./machine.js";
import { tableRow } from "./report.js";
import { timeInRounds, type RoundOptions } from "./rounds.js";
import { Side } from "./sides.js";
import { median, spread } from "./statistics.js";
import { TASKS, type Task } from "./tasks.js";
import { KINDS } from "./works.js";

const OPTIONS: RoundOptions = { rounds: 15, turn: 15, clock: "cpu" };
const COLUMNS = [-6, 20, 20, 20];

const [now, base] = process.argv.slice(2);
console.log(tableRow(COLUMNS, ["", "train", "predict one row", "predict 1,024 rows"]));
const shares: number[] = [];
for (const task of TASKS) {
  const { ratios, share } = await race(task);
  console.log(tableRow(COLUMNS, [task.name, ...ratios]));
  shares.push(share);
}
warnWhenBusy(Math.min(...shares));

/** How many times as fast as the base this build is at each kind of work, with the spread of the rounds. */
async function race(task: Task): Promise<{ ratios: string[]; share: number }> {
  const sides = { now: new Side("core", task, OPTIONS, now), base: new Side("core", task, OPTIONS, base) };
  try {
    const works = KINDS.flatMap((kind) =>
      Object.entries(sides).map(([name, side]) => ({ ...side.timed(kind), name: `${kind} ${name}` })),
    );
    const times = await timeInRounds(works, OPTIONS.rounds);
    const ratios = KINDS.map((kind) => {
      const [mine, other] = ["now", "base"].map((name) => times.get(`${kind} ${name}`) as Float64Array);
      const ratio = other.map((time, round) => time / mine[round]);
      return `${median(ratio).toFixed(3)} x, +-${((100 * spread(ratio)) / 2).toFixed(1)} %`;
    });
    return { ratios, share: Math.min(await sides.now.share(), await sides.base.share()) };
  } finally {
    for (const side of Object.values(sides)) side.close();
  }
}
