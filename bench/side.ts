/*
 * One implementation of one task, in a process of its own: what sides.ts starts and asks.
 *
 * Apart, because a process does not stay as it was: as soon as any wasm memory has grown, V8 looks at every access to any
 * typed array whether its buffer has been detached, and the baseline falls from 258 k samples/s on T2 to 185 k.
 */
import { createBaseline, createCore } from "./contestants.js";
import { resultsOf } from "./agreement.js";
import { limitWorks } from "./limits.js";
import { BusyMeter } from "./machine.js";
import { timed } from "./rounds.js";
import type { Answer, Assignment, Question } from "./sides.js";
import { TASKS, type Task } from "./tasks.js";
import { worksOf } from "./works.js";

const { implementation, taskName, options } = JSON.parse(process.argv[2]) as Assignment;
const task = TASKS.find(({ name }) => name === taskName) as Task;
const ours = implementation === "core";
const create = ours ? createCore : createBaseline;
const busy = new BusyMeter();
/** Made when the first turn is given: a check needs none. */
let works: Map<string, () => number> | undefined;

process.on("message", (question: Question) => {
  const answer: Answer = answerTo(question);
  process.send?.(answer);
});

function answerTo(question: Question): Answer {
  try {
    switch (question.ask) {
      case "results":
        return { value: resultsOf(create(task, { shuffle: false })) };
      case "turn":
        works ??= openWorks();
        return { value: (works.get(question.name) as () => number)() };
      case "share":
        return { value: busy.share };
    }
  } catch (error) {
    return { error: `${implementation}, ${taskName}: ${(error as Error).message}` };
  }
}

function openWorks(): Map<string, () => number> {
  const list = [...worksOf(create(task, { shuffle: true })), ...(ours ? limitWorks() : [])];
  return new Map(list.map((work) => [work.name, timed(work, options, busy).turn]));
}
