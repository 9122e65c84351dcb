// What both bench/yields.mjs and bench/host.mjs need: requests to a process while it computes, and their figures as text.
import { Agent, request } from "node:http";

import { lineOf, start } from "../../scripts/runtimes/processes.mjs";

/**
 * Requests to a process while it computes, half on kept connections and half on new ones. The process prints { port }, computes from 0.3 s
 * after that on, and prints an object with the field `ends` at the end of it.
 */
export async function measureProcess(command, args, ends) {
  const child = start(command, args);
  const reading = (field) =>
    lineOf(child, 1, (line) => {
      const object = line.startsWith("{") ? JSON.parse(line) : {};
      return field in object ? object : undefined;
    });
  const result = reading(ends);
  const checked = ends === "isOver" ? reading("isSame") : undefined;
  const { port } = await reading("port");
  let isOver = false;
  let isCounted = false;
  const ask = async (agent) => {
    const times = [];
    while (!isOver) {
      const ms = await get(port, agent).catch(() => undefined);
      if (isCounted && ms !== undefined) times.push(ms);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    }
    agent.destroy();
    return times;
  };
  setTimeout(() => (isCounted = true), 350);
  const asked = Promise.all([ask(new Agent({ keepAlive: true })), ask(new Agent())]);
  const measured = await result;
  isOver = true;
  const [kept, fresh] = await asked;
  const isSame = (await checked)?.isSame;
  await child.ended;
  return { ...measured, isSame, kept, fresh };
}

function get(port, agent) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const asking = request({ port, host: "127.0.0.1", agent }, (response) => {
      response.resume().on("end", () => resolve(performance.now() - begun));
    });
    asking.on("error", reject).end();
  });
}

/** Median, 99th percentile and maximum, as text. */
export function spread(times) {
  times.sort((a, b) => a - b);
  const at = (fraction) => times[Math.min(times.length - 1, Math.floor(fraction * times.length))];
  return [at(0.5), at(0.99), at(1)].map((ms) => ms?.toFixed(1) ?? "none");
}
