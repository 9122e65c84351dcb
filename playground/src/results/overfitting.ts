import type { Losses } from "../state.js";

/** What the two loss curves say together. */
export interface Rise {
  /** "overfitting": what is trained on still gets better, what is not gets worse. "unsteady": both get worse. */
  readonly kind: "overfitting" | "unsteady";
  /** The epoch with the least validation loss. */
  readonly best: number;
  /** How far the validation loss has risen since, as a share of its least. */
  readonly rise: number;
}

/** Epochs whose mean stands for "now", so that one restless epoch says nothing. */
const RECENT = 5;
/** Epochs since the best that count as a while: this many, and this share of all. */
const WHILE = 10;
const WHILE_SHARE = 0.1;
/** A rise that is more than restlessness. */
const LEAST_RISE = 0.05;

/** Whether the validation loss has been above its least, and rising, for a while; undefined where it has not. */
export function riseOf({ epochs, train, validation }: Losses): Rise | undefined {
  const count = epochs.length;
  const best = indexOfLeast(validation);
  if (best === undefined) return undefined;
  const since = count - 1 - best;
  if (since < Math.max(WHILE, WHILE_SHARE * count)) return undefined;
  const least = validation[best] as number;
  const now = meanOf(validation, count - RECENT, count);
  const middle = best + 1 + Math.floor(since / 2);
  const isRising = meanOf(validation, middle, count) >= meanOf(validation, best + 1, middle);
  const rise = now / least - 1;
  if (!isRising || !(rise >= LEAST_RISE)) return undefined;
  const kind = meanOf(train, count - RECENT, count) <= train[best] ? "overfitting" : "unsteady";
  return { kind, best: epochs[best], rise };
}

function indexOfLeast(values: Losses["validation"]): number | undefined {
  let best: number | undefined;
  values.forEach((value, i) => {
    if (value !== null && (best === undefined || value < (values[best] as number))) best = i;
  });
  return best;
}

function meanOf(values: readonly (number | null)[], from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] ?? NaN;
  return sum / (to - from);
}
