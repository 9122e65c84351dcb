import type { Baseline } from "../judge/baselines.js";

/** One JSON object on a line of its own; a number that is not finite becomes null. */
export function jsonLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** Baselines as JSON has them: the name beside the numbers. */
export function baselinesJson(baselines: readonly Baseline[]): object[] {
  return baselines.map(({ name, score }) => ({ model: name, ...score }));
}
