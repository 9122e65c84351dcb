import { grouped } from "./numbers.js";

/** How values become places along one side of a chart. */
export interface Axis {
  readonly type: "linear" | "log" | "utc";
  /** First and last value that has a place; of "utc" they are Dates. */
  readonly domain: readonly [number | Date, number | Date];
  /** Where there are ticks and what stands at them; of "utc" Plot decides. */
  readonly ticks?: readonly Tick[];
  /** What is measured, with its unit. */
  readonly label?: string | undefined;
}

export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** A name with its unit: "Loss (births)". */
export function labelled(name: string, unit: string | undefined): string {
  return unit === undefined || unit === "" ? name : `${name} (${unit})`;
}

/**
 * A linear axis over the numbers from `low` to `high`.
 *
 * @param about how many ticks there should be
 * @param rounds whether the axis goes on to the next tick on both sides
 */
export function linearAxis(
  [low, high]: readonly [number, number],
  label: string | undefined,
  { about = 5, rounds = true, whole = false }: { about?: number; rounds?: boolean; whole?: boolean } = {},
): Axis {
  const [from, to] = widened(low, high);
  const step = Math.max(niceStep((to - from) / about), whole ? 1 : 0);
  const first = rounds ? Math.floor(from / step + 1e-9) : Math.ceil(from / step - 1e-9);
  const last = rounds ? Math.ceil(to / step - 1e-9) : Math.floor(to / step + 1e-9);
  const values = multiples(step, first, last);
  return {
    type: "linear",
    domain: rounds ? [values[0], values[values.length - 1]] : [from, to],
    ticks: ticksOf(values, step),
    label,
  };
}

/** An axis of shares from 0 to 1. */
export function shareAxis(label: string): Axis {
  return { ...linearAxis([0, 1], label), ticks: ticksOf(multiples(0.2, 0, 5), 0.2) };
}

/** A logarithmic axis over numbers above 0; ticks at 1, 2, 5, 10 and so on, or at even steps within less than a decade. */
export function logAxis([low, high]: readonly [number, number], label: string | undefined): Axis {
  const margin = low === high ? 1.5 : 1.04;
  const domain = [low / margin, high * margin] as const;
  const decades = Math.log10(domain[1] / domain[0]);
  if (decades < 1) return { ...linearAxis([...domain], label, { rounds: false }), type: "log", domain };
  const factors = decades < 2.5 ? [1, 2, 5] : [1];
  const stride = Math.ceil(decades / 7);
  const ticks: Tick[] = [];
  for (let power = Math.floor(Math.log10(domain[0])); power <= Math.log10(domain[1]); power++) {
    if (power % stride !== 0) continue;
    for (const factor of factors) {
      // Read from text: 10 ** -5 is not to the bit the same in every engine.
      const value = Number(`${factor}e${power}`);
      if (value >= domain[0] && value <= domain[1]) ticks.push({ value, text: powerText(value, power) });
    }
  }
  return { type: "log", domain, ticks, label };
}

function powerText(value: number, power: number): string {
  if (power < -3) return String(value.toExponential()).replace("-", "−");
  if (power < 6) return grouped(String(value));
  if (power >= 15) return value.toExponential();
  const [unit, letter] = unitOf(value);
  return `${grouped(String(value / unit))}${letter}`;
}

/** A time axis. @param times milliseconds since 1970 */
export function timeAxis([low, high]: readonly [number, number]): Axis {
  const day = 86_400_000;
  const [from, to] = low === high ? [low - day, high + day] : [low, high];
  return { type: "utc", domain: [new Date(from), new Date(to)] };
}

/** Room for what is constant: an axis needs two ends. */
function widened(low: number, high: number): [number, number] {
  if (high > low && high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high))) return [low, high];
  const room = Math.abs(low) * 0.1 || 1;
  return [low - room, high + room];
}

/** 1, 2 or 5 times a power of ten, the nearest to `step` by its ratio. */
export function niceStep(step: number): number {
  const power = Math.floor(Math.log10(step) + 1e-9);
  const rest = step / Number(`1e${power}`);
  const factor = rest > Math.SQRT1_2 * 10 ? 10 : rest > Math.sqrt(10) ? 5 : rest > Math.SQRT2 ? 2 : 1;
  return Number(`${factor}e${power}`);
}

/** Multiples of a step without the last digits that a sum would add. */
function multiples(step: number, first: number, last: number): number[] {
  const inverse = Math.round(1 / step);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    step < 1 && Math.abs(inverse * step - 1) < 1e-9 ? (first + i) / inverse : (first + i) * step,
  );
}

function ticksOf(values: readonly number[], step: number): Tick[] {
  const largest = Math.max(...values.map(Math.abs));
  return values.map((value) => ({ value, text: tickText(value + 0, largest, step) }));
}

/** A tick's number with as many digits as tell it from the next. @param largest of all ticks: it decides how they are written */
function tickText(value: number, largest: number, step: number): string {
  if (value === 0) return "0";
  if (largest >= 1e15 || largest < 1e-3) {
    const digits = Math.floor(Math.log10(largest / step) + 1e-9);
    return String(Number(value.toExponential(Math.min(digits + 1, 15))).toExponential()).replace(/-/g, "−");
  }
  const [unit, letter] = largest >= 1e6 ? unitOf(largest) : [1, ""];
  const digits = digitsOf(step / unit);
  // 1.00000001M is harder to read than all of it.
  return digits > 3 && unit > 1
    ? grouped(value.toFixed(digitsOf(step)))
    : `${trimmed(value / unit, digits, unit)}${letter}`;
}

/** How many digits behind the point tell two multiples of a step apart. */
function digitsOf(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

/** Ticks of plain numbers have all as many digits, 0.8 and 1.0; those of millions as few as will do, 0.5M and 1M. */
function trimmed(value: number, digits: number, unit: number): string {
  return grouped(unit === 1 ? value.toFixed(digits) : String(Number(value.toFixed(digits))));
}

/** Millions, and so on. */
function unitOf(size: number): [unit: number, letter: string] {
  return size >= 1e12 ? [1e12, "T"] : size >= 1e9 ? [1e9, "B"] : [1e6, "M"];
}
