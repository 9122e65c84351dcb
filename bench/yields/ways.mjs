// The ways to give the event loop its turn, and what is measured of each in every runtime.
import { Turns } from "../../src/base/turns.js";

const SLICE_MS = 8;

/** A way from a function that calls back; `count` of them make a yield. */
function calling(pass, count = 1) {
  return {
    async next() {
      for (let left = count; left > 0; left--) await new Promise(pass);
    },
    close() {},
  };
}

function messages(count) {
  const { port1, port2 } = new MessageChannel();
  const pass = (resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(0);
  };
  return { ...calling(pass, count), close: () => port1.close() };
}

const immediate = (resolve) => setImmediate(resolve);
const task = (priority) => (resolve) => void scheduler.postTask(resolve, { priority });

/** Each starts one: `next` is the yield. */
const ALL = {
  setTimeout: () => calling((resolve) => setTimeout(resolve, 0)),
  setImmediate: () => calling(immediate),
  "setImmediate, 2": () => calling(immediate, 2),
  "setImmediate, 128": () => calling(immediate, 128),
  MessageChannel: () => messages(1),
  "MessageChannel, 2": () => messages(2),
  "scheduler.yield": () => calling((resolve) => scheduler.yield().then(resolve)),
  "postTask, user-visible": () => calling(task("user-visible")),
  "postTask, background": () => calling(task("background")),
  Turns: () => new Turns(),
};

/** Those that this runtime has. */
export const WAYS = Object.fromEntries(
  Object.entries(ALL).filter(([name]) => {
    if (name.startsWith("setImmediate")) return globalThis.setImmediate;
    if (name === "scheduler.yield" || name.startsWith("postTask")) return globalThis.scheduler?.postTask;
    return true;
  }),
);

/** What an empty yield costs, in microseconds: the median of rounds that are long enough for a clock of 1 ms. */
export async function costOf(way) {
  const yielding = WAYS[way]();
  const costs = [];
  for (let round = 0; round < 9; round++) {
    const begun = performance.now();
    let count = 0;
    let ms;
    do {
      await yielding.next();
      count++;
      ms = performance.now() - begun;
    } while (ms < 60);
    costs.push((ms / count) * 1000);
  }
  yielding.close();
  return costs.sort((a, b) => a - b)[costs.length >> 1];
}

/**
 * Slices of 8 ms with a yield after each, for `ms`.
 *
 * @returns slices: the share of the time that they had; ticks: how many of those of a timer of 20 ms came, as a share too
 */
export async function slicesOf(way, ms) {
  const yielding = WAYS[way]();
  let ticks = 0;
  const interval = setInterval(() => ticks++, 20);
  const begun = performance.now();
  let slices = 0;
  let isOver = false;
  const loop = async () => {
    while (!isOver && performance.now() - begun < ms) {
      const until = performance.now() + SLICE_MS;
      while (performance.now() < until);
      slices++;
      await yielding.next();
    }
  };
  // A yield that never comes back must not hold up the rest.
  await Promise.race([loop(), new Promise((resolve) => setTimeout(resolve, ms + 500))]);
  isOver = true;
  const took = performance.now() - begun;
  yielding.close();
  clearInterval(interval);
  return { slices: (slices * SLICE_MS) / took, ticks: ticks / (took / 20) };
}
