import { format, percent } from "../report.js";
import type { Cost, Measured } from "./measure.js";
import { type Memory, sum } from "./memory.js";

/** One object for each point, then one for the line through them. */
export function curveRecords({ curve: { name, piece }, costs, fixed, slope, exponents }: Measured): object[] {
  const points = costs.map(({ x, row, piece: cost, work, ofLine }) => ({
    ...{ curve: name, x, nsPerRow: row, gflops: work / cost, ofLine },
  }));
  const [exponent, lastExponent] = exponents;
  return [...points, { curve: name, piece, fixedNs: fixed, nsPerFlop: slope, exponent, lastExponent }];
}

/** What was found, and a table: of all points, or where they are many, of the powers of two and what follows them. */
export function curveTable({ curve, costs, fixed, slope, exponents }: Measured): string {
  const off = ({ ofLine }: Cost): number => Math.abs(Math.log(ofLine));
  const farthest = costs.reduce((a, b) => (off(b) > off(a) ? b : a));
  const [before, after] = largestJump(costs);
  const times = (cost: (point: Cost) => number): string => `x${(cost(after) / cost(before)).toFixed(2)}`;
  const few = costs.length <= 12;
  const table = markdown(
    [curve.axis, "ns a row", "GFLOP/s", "from the line", "spread"],
    costs
      .filter(({ x }) => few || Number.isInteger(Math.log2(x)) || Number.isInteger(Math.log2(x - 1)))
      .map(({ x, row, piece, work, ofLine, spread }) => [
        ...[whole(x), format(row), format(work / piece), signed(ofLine), percent(spread, 1)],
      ]),
  );
  return [
    `- network: ${curve.network}`,
    `- the line: ${curve.piece} costs ${(fixed / 1000).toFixed(2)} us + its operations / ${format(1 / slope)} GFLOP/s; ` +
      `farthest from it: ${whole(farthest.x)}, ${signed(farthest.ofLine)}`,
    `- the cost of ${curve.piece} grows with its operations to the power ${exponents[0].toFixed(2)}; ` +
      `over the last quarter of the points ${exponents[1].toFixed(2)}`,
    `- the largest jump to a neighbour: from ${whole(before.x)} to ${whole(after.x)} ${curve.piece} costs ` +
      `${times(({ piece }) => piece)}, by the line ${times(({ piece, ofLine }) => piece / ofLine)}`,
    `\n${table}`,
  ].join("\n");
}

export function memoryTable(all: readonly Memory[]): string {
  const kilobytes = (bytes: number): string => whole(Math.round(bytes / 1000));
  const head = ["kB", "data", "parameters", "activations", "sum", "in all", "of the sum"];
  const rows = all.map(({ task, total, needed, extra }) => {
    const parts = Object.values(needed);
    const least = sum(parts);
    return [
      ...[task, ...[...parts, least, total].map(kilobytes), `x${(total / least).toFixed(2)}`],
      ...[...Object.values(extra).map(kilobytes), bar(parts, total)],
    ];
  });
  const rest = ["last good", "theta", "backward", "order", "padding"];
  return markdown([...head, ...rest, "█ data ▓ parameters ▒ activations ░ all else"], rows);
}

/** Thirty characters for all bytes. */
function bar(parts: readonly number[], total: number): string {
  const ends = [...parts.map((_, i) => sum(parts.slice(0, i + 1))), total];
  const places = [0, ...ends.map((end) => Math.round((30 * end) / total))];
  return [..."█▓▒░"].map((mark, i) => mark.repeat(places[i + 1] - places[i])).join("");
}

/** The two neighbours between which the cost grows most beyond what the line says. */
function largestJump(costs: readonly Cost[]): [Cost, Cost] {
  const pairs = costs.slice(1).map((cost, i): [Cost, Cost] => [costs[i], cost]);
  const jump = ([before, after]: [Cost, Cost]): number => after.ofLine / before.ofLine;
  return pairs.reduce((a, b) => (jump(b) > jump(a) ? b : a));
}

const whole = (value: number): string => value.toLocaleString("en-US");

/** "+3 %" for 1.03 */
function signed(ratio: number): string {
  const points = Math.round(100 * (ratio - 1));
  return `${points > 0 ? "+" : ""}${points} %`;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
